"""Owns the tables of the heart: what is filed (`filing`) and what staff type in (`desk`).

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

__all__ = [
    "Application",
    "Attachment",
    "AttachmentState",
    "CounterEntry",
    "Decision",
    "Draft",
    "Intake",
    "IntakeNotice",
    "IssuedNumber",
    "LateCase",
    "Message",
    "MessageKind",
    "Opening",
    "PersonMark",
    "Status",
    "StatusChange",
    "Submission",
    "Upload",
]
