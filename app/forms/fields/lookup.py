"""Owns the choice from a long list (schools, towns): typed in part, found, then chosen."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, JsonValue, PrivateAttr, StringConstraints
from pydantic import Field as Setting

from app.forms.characters import half_width, wide_kana
from app.forms.field import Field, Key, Text
from app.forms.values import N_, FieldError, Gettext, Raw, one, text_of
from app.i18n.formats import EASY_JAPANESE

MOST_ROWS, MOST_SUGGESTED, MOST_SHOWN = 2000, 300, 20
NOT_FOUND = N_("見つかりません。名前の一部を、漢字かひらがなで入力してください。")
SEVERAL = N_("{n}件見つかりました。下から1つ選ぶか、名前をくわしく入力してください。")


class Row(BaseModel):
    """One line of a list; the key is stored and never changes. Names are not translated."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$")]
    label: Text
    kana: str = ""
    en: str = ""

    def name(self, locale: str) -> str:
        """Return the name for a reader: the Latin one where it is known and wanted."""
        return self.label if locale in ("ja", EASY_JAPANESE) or not self.en else self.en


class LookupField(Field):
    """One row of a list of the document (`list: schools` under `lists:`) or of its own `rows`.

    Canonical value is the row's key. A part of the name is enough: one row found is the answer,
    several are shown to choose from, so no script is needed.
    """

    PARTS = ("text", "key")
    MISSING = N_("名前の一部を入力して選んでください。")
    SECONDS = 25

    type: Literal["lookup"] = "lookup"
    list_key: Key | None = Setting(default=None, alias="list")
    rows: Annotated[tuple[Row, ...], Setting(max_length=MOST_ROWS)] = ()
    _bound: tuple[Row, ...] = PrivateAttr(default=())
    _folded: list[tuple[Row, tuple[str, ...]]] = PrivateAttr(default_factory=list)

    def bind(self, rows: tuple[Row, ...]) -> None:
        """Take the rows of the document's list; done once, by the form."""
        self._bound = rows

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """Return the rows to choose from."""
        return self.rows or self._bound

    @property
    def suggested(self) -> tuple[Row, ...]:
        """Return the rows that the page carries for the browser's own suggestions."""
        return self.all_rows if len(self.all_rows) <= MOST_SUGGESTED else ()

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the key of the row that was chosen or is the only one found."""
        typed, key = one(raw, "text").strip()[:200], one(raw, "key")
        if not typed and not key:
            return None
        found = self._found(typed)
        chosen = [row for row in found if row.key == key] or found
        if len(chosen) == 1:
            return chosen[0].key
        if not chosen:
            return self.fault(NOT_FOUND, "text")
        return self.fault(SEVERAL, "text", n=len(chosen))

    def matches(self, boxes: Mapping[str, list[str]]) -> tuple[Row, ...]:
        """Return the rows to choose from after a search that found several."""
        typed = one(boxes, "text").strip()
        found = self._found(typed) if typed else []
        return tuple(found[:MOST_SHOWN]) if len(found) > 1 else ()

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the name in the box, and the key."""
        row = self._row(value)
        return {"text": [row.label if row else ""], "key": [row.key if row else ""]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the name; the key itself when the list no longer knows it."""
        row = self._row(value)
        return row.name(locale) if row else text_of(value)

    def keys(self) -> tuple[str | bool, ...]:
        """Return the keys of all rows."""
        return tuple(row.key for row in self.all_rows)

    def sample(self) -> JsonValue:
        """Return the example or the first row."""
        return self.example or next((row.key for row in self.all_rows), None)

    def _row(self, value: JsonValue) -> Row | None:
        return next((row for row in self.all_rows if row.key == value), None)

    def _found(self, typed: str) -> list[Row]:
        """Return the rows of exactly that name, else those that contain what was typed."""
        wanted = _fold(typed)
        if not self._folded:
            self._folded.extend((row, tuple(_names(row))) for row in self.all_rows)
        exact = [row for row, names in self._folded if wanted in names]
        return exact or [row for row, names in self._folded if any(wanted in n for n in names)]


def _names(row: Row) -> Iterator[str]:
    yield from (_fold(name) for name in (row.label, row.kana, row.en, row.key) if name)


def _fold(text: str) -> str:
    return wide_kana(half_width(text)).replace(" ", "").casefold()
