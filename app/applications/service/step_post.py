"""Owns what one posted step says, as typed: nothing of it is trusted yet."""

from dataclasses import dataclass

from app.applications.service.drafts import Raw
from app.applications.service.files import FileFault, StoredFile
from app.web.posted import Posted, whole_number


@dataclass(frozen=True)
class StepPost:
    """A posted step: the fields as typed, the files already stored, the language of the page."""

    step: str
    posted: Posted
    stored: list[StoredFile]
    faults: list[FileFault]
    locale: str
    section: str

    @property
    def raw(self) -> Raw:
        """What was typed, by field path."""
        return self.posted.answers()

    @property
    def version(self) -> int:
        """The version of the draft that the page showed; -1 for none that could be."""
        return whole_number(self.posted.get("_version"))

    @property
    def is_text(self) -> bool:
        """Whether all of it can be kept: NUL and half a character (a lone surrogate) cannot."""
        typed = [*self.posted.fields, *(text for each in self.raw.values() for text in each)]
        return not any(is_broken(text) for text in typed)


def is_broken(text: str) -> bool:
    """Whether a text holds what no database keeps: NUL, or half a character."""
    return "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text)
