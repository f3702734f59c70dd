"""Owns the tables of the heart: what is filed (`filing`), what staff type in (`desk`),
what residents do at their pace (`pace`).

A module per group of tables; everybody imports from here.
"""

from app.applications.models.desk import CounterEntry, IntakeNotice, LateCase, PersonMark
from app.applications.models.filing import (
    Application,
    Attachment,
    AttachmentState,
    Decision,
    Draft,
    Intake,
    IssuedNumber,
    Message,
    MessageKind,
    Opening,
    Status,
    StatusChange,
    Submission,
    Upload,
)
from app.applications.models.pace import (
    Cause,
    Correction,
    DraftContact,
    DraftOpening,
    MailCode,
    Rating,
    Reminder,
    Revision,
    SubmissionContact,
)

__all__ = [
    "Application",
    "Attachment",
    "AttachmentState",
    "Cause",
    "Correction",
    "CounterEntry",
    "Decision",
    "Draft",
    "DraftContact",
    "DraftOpening",
    "Intake",
    "IntakeNotice",
    "IssuedNumber",
    "LateCase",
    "MailCode",
    "Message",
    "MessageKind",
    "Opening",
    "PersonMark",
    "Rating",
    "Reminder",
    "Revision",
    "Status",
    "StatusChange",
    "Submission",
    "SubmissionContact",
    "Upload",
]
