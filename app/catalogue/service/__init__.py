"""Owns the verbs of the catalogue: read, find, rate, edit, import and export."""

from app.catalogue.service.forms import (
    current_fingerprint,
    current_form,
    form_by_fingerprint,
    load_forms,
    publish_form,
)
from app.catalogue.service.procedures import (
    OnlineRate,
    bump,
    kept_procedure,
    load_catalogue,
    online_rate,
    procedure,
    procedures_with_form,
)

__all__ = [
    "OnlineRate",
    "bump",
    "current_fingerprint",
    "current_form",
    "form_by_fingerprint",
    "kept_procedure",
    "load_catalogue",
    "load_forms",
    "online_rate",
    "procedure",
    "procedures_with_form",
    "publish_form",
]
