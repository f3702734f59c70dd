"""Owns the verbs of the catalogue: read, find, rate, edit, import and export."""

from app.catalogue.cells import split, written
from app.catalogue.search import Entry, Found
from app.catalogue.service.editing import EDITABLE, Edited, edit, history
from app.catalogue.service.finding import MOST_SUGGESTED, Wish, entry, find, related, suggest
from app.catalogue.service.forms import (
    current_fingerprint,
    current_form,
    form_by_fingerprint,
    form_titles,
    keep_trial,
    load_forms,
    publish_form,
    revisions,
)
from app.catalogue.service.misses import count_miss, forget_rare_words, words_missed
from app.catalogue.service.procedures import (
    OnlineRate,
    StaffWish,
    bump,
    filed_here,
    hold,
    kept_procedure,
    load_catalogue,
    of_sections,
    online_rate,
    procedure,
    procedure_for_staff,
    procedure_names,
    procedures_with_form,
    published,
)
from app.catalogue.service.publishing import pause_reason, publish_all_due, publish_due
from app.catalogue.service.remembering import note_version, remembered
from app.catalogue.service.transfer import export_file, import_file
from app.catalogue.sheet import ImportProblem

__all__ = [
    "EDITABLE",
    "MOST_SUGGESTED",
    "Edited",
    "Entry",
    "Found",
    "ImportProblem",
    "OnlineRate",
    "StaffWish",
    "Wish",
    "bump",
    "count_miss",
    "current_fingerprint",
    "current_form",
    "edit",
    "entry",
    "export_file",
    "filed_here",
    "find",
    "forget_rare_words",
    "form_by_fingerprint",
    "form_titles",
    "history",
    "hold",
    "import_file",
    "keep_trial",
    "kept_procedure",
    "load_catalogue",
    "load_forms",
    "note_version",
    "of_sections",
    "online_rate",
    "pause_reason",
    "procedure",
    "procedure_for_staff",
    "procedure_names",
    "procedures_with_form",
    "publish_all_due",
    "publish_due",
    "publish_form",
    "published",
    "related",
    "remembered",
    "revisions",
    "split",
    "suggest",
    "words_missed",
    "written",
]
