"""Owns unsealing the answers of an application as they stand now; scope is the caller's."""

import json

from app.applications.models import Application
from app.crypto import Envelope, Keys, open_envelope
from app.forms.values import Answers


def envelope_of(keys: Keys, application: Application) -> Envelope:
    """The data key of an application."""
    return open_envelope(keys, "applications", application.id, application.wrapped_key)


def answers_of(keys: Keys, application: Application) -> Answers:
    """The answers of the revision in force."""
    sealed, revision = application.answers, application.revision
    answers: Answers = json.loads(
        envelope_of(keys, application).open("answers", sealed, revision=revision)
    )
    return answers
