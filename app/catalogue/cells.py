"""Owns what may stand in a cell of the catalogue: columns, vocabulary, lengths, lists; pure."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from app.catalogue.models import Channel, LegalBasis, OnlineStatus, Procedure
from app.procedures import LIFE_EVENTS

# What belongs to the content of a row, in the order of our own files; the rest is bookkeeping.
COLUMNS: Final = (
    "code", "name", "kana", "plain_name", "summary", "section", "basis", "law", "article",
    "survey_id", "audience", "life_events", "documents", "seal", "identity_level", "channels",
    "online_status", "form", "system", "reason", "keywords", "fee", "payment_methods",
    "processing_days", "contact", "extra_documents", "confirmed_by", "confirmed_on", "volume",
    "volume_online", "is_published",
)  # fmt: skip
FACTS: Final = ("fee", "payment_methods", "processing_days", "contact", "extra_documents")
REQUIRED: Final = ("code", "name", "section", "online_status")
LISTS: Final = frozenset({"life_events", "documents", "channels", "keywords"})
NUMBERS: Final = frozenset({"volume", "volume_online"})
_YES_NO = ("yes", "no")
VOCABULARY: Final[Mapping[str, tuple[str, ...]]] = {
    "basis": tuple(LegalBasis),
    "audience": ("resident", "business", "both"),
    "seal": _YES_NO,
    "identity_level": ("L0", "L1", "L2", "L3", "L4"),
    "online_status": tuple(OnlineStatus),
    "channels": tuple(Channel),
    "life_events": tuple(LIFE_EVENTS),
    "is_published": _YES_NO,
}
Value = str | int | bool | date | datetime | None
MOST_NUMBER: Final = 2_147_483_647
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# A spreadsheet runs such a cell as a formula (OWASP: CSV injection).
_FORMULA = re.compile(r"[=+@\t\r]|-.")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LENGTHS: Final = {
    name: size
    for name, field in Procedure.model_fields.items()
    if (size := next((m.max_length for m in field.metadata if hasattr(m, "max_length")), 0))
}


class BadCell(ValueError):
    """A cell that cannot stand; the column and why."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(f"column {column}: {why}")
        self.column = column
        self.why = why


def read(row: Mapping[str, str]) -> dict[str, Value]:
    """The values of a row by column, only those the row has; raises BadCell."""
    values = {name: value(name, row[name]) for name in COLUMNS if name in row}
    check_whole(values)
    return values


def value(column: str, text: str) -> Value:
    """The value of one cell in the type of its column; raises BadCell."""
    text = text.strip()
    if column in NUMBERS:
        return _number(column, text)
    if column == "confirmed_on":
        return _day(text)
    if column in LISTS:
        text = "; ".join(split(text))
    _check_text(column, text)
    if column in VOCABULARY:
        text = text or str(written(Procedure.model_fields[column].default))
        _check_words(column, text)
    return text != "no" if column == "is_published" else text


def written(value: Value) -> str:
    """The text of a value as it stands in a file and in the history."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def split(text: str) -> list[str]:
    """The values of a cell with several of them."""
    return [part for each in text.split(";") if (part := each.strip())]


def new_row(source: str, now: datetime, values: Mapping[str, Value]) -> Procedure:
    """A row that was not there before, from read values."""
    row = Procedure(
        code=str(values["code"]), name=str(values["name"]), source=source, updated_at=now
    )
    put(row, values)
    return row


def put(row: Procedure, values: Mapping[str, Value]) -> None:
    """Write values into a row (a table model does not check them: `read` and `value` do)."""
    for name, each in values.items():
        setattr(row, name, each)


def check_whole(values: Mapping[str, Value]) -> None:
    """Refuse a row whose cells contradict each other; raises BadCell."""
    status = values.get("online_status")
    if status == OnlineStatus.ONLINE and not values.get("form") and not values.get("system"):
        raise BadCell("online_status", "online needs an own form or a named outside system")
    if values.get("confirmed_on") and not values.get("confirmed_by"):
        raise BadCell("confirmed_by", "a confirmed row names who confirmed it")


def _check_text(column: str, text: str) -> None:
    if not text and column in REQUIRED:
        raise BadCell(column, "must not be empty")
    if column == "code" and not _CODE.fullmatch(text):
        raise BadCell(column, f"not a code (letters, digits, . _ -): {text!r}")
    if len(text) > _LENGTHS.get(column, 10_000):
        raise BadCell(column, f"longer than {_LENGTHS[column]} characters")
    if _CONTROL.search(text):
        raise BadCell(column, "has a control character")
    if _FORMULA.match(text):
        raise BadCell(column, "begins with = + - @, which a spreadsheet would run")


def _check_words(column: str, text: str) -> None:
    known = VOCABULARY[column]
    for word in split(text) if column in LISTS else [text]:
        if word not in known:
            raise BadCell(column, f"unknown value {word!r} (one of {', '.join(known)})")


def _number(column: str, text: str) -> int:
    if not text:
        return 0
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) > MOST_NUMBER:
        raise BadCell(column, f"not a whole number: {text!r}")
    return int(text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadCell("confirmed_on", f"not a day like 2026-11-21: {text!r}") from error
