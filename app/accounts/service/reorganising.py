"""Owns who has a section's work after a reorganisation (組織改正): its successor, and theirs."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session

from app.accounts import store
from app.accounts.models import Section
from app.errors import NotFound, Unprocessable


def lines(sections: Iterable[Section]) -> dict[str, list[str]]:
    """Each section by code with those that have its work after it, the one of today last."""
    after = {section.code: section.successor or "" for section in sections}
    return {code: _line(code, after) for code in after}


def sections_now(session: Session) -> dict[str, str]:
    """The section that has the work of each section today; most have their own."""
    return {code: line[-1] for code, line in lines(store.sections(session)).items()}


def all_sections(session: Session) -> list[Section]:
    """Every section, those that are no more too, by code."""
    return store.sections(session)


def set_successor(session: Session, code: str, successor: str) -> None:
    """Give the work of a section to another one, or back to itself where there is none."""
    found = {section.code: section for section in store.sections(session)}
    if code not in found:
        raise NotFound
    if successor and successor not in found:
        raise Unprocessable("引き継ぐ課を選び直してください")
    after = {each.code: each.successor or "" for each in found.values()} | {code: successor}
    if successor and code in _line(successor, after):
        raise Unprocessable("引き継ぐ課をたどると元の課に戻ります。別の課を選んでください")
    found[code].successor = successor or None
    store.add(session, found[code])


def _line(code: str, after: Mapping[str, str]) -> list[str]:
    """A section and its successors; a circle, which nothing here makes, ends where it closes."""
    line = [code]
    while (following := after.get(line[-1], "")) and following not in line:
        line.append(following)
    return line
