"""Owns the problem: what the review of a form document says, and about which place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: its place in the document and what is wrong, in English for staff."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"
