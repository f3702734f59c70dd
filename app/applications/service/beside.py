"""Owns what lies beside a case: siblings of the same send, and what may be the same child.

Only applications of the reader's sections are found, and of the same intake; nothing is concluded.
"""

from dataclasses import dataclass

from sqlmodel import Session

from app.applications.models import Application
from app.applications.service.cases import Sections
from app.applications.store import desk, submissions


@dataclass(frozen=True)
class Beside:
    """The case, its siblings (きょうだい) and its likes (重複の疑い), in the order of arrival."""

    application: Application
    siblings: list[Application]
    likes: list[Application]

    @property
    def all(self) -> list[Application]:
        """The case first, then those beside it, each once."""
        others = {each.id: each for each in (*self.siblings, *self.likes)}
        return [self.application, *others.values()]


def find(session: Session, application: Application, *, sections: Sections) -> Beside:
    """What lies beside a case that was found for a reader of these sections."""
    siblings = [
        each
        for each in submissions.applications_of(session, application.submission)
        if each.id != application.id and each.section in sections
    ]
    return Beside(application, siblings, desk.like_persons(session, application, sections=sections))
