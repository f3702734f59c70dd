"""Owns the table: fixed rows and columns of small boxes (a dose and its date, line by line)."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, JsonValue, StringConstraints, model_validator
from pydantic import Field as Setting

from app.forms.field import Field, Text
from app.forms.fields.date import DateField
from app.forms.fields.number import NumberField
from app.forms.fields.text import TextField
from app.forms.values import N_, FieldError, Gettext, Raw, mapping, one

CELL_MISSING = N_("入力していないところがあります。")
CELL_MAX = 60
LineKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{0,19}$")]
ENTRY = N_("{row}（{cells}）")
CELL = N_("{column}：{value}")
COMMA = N_("、")


class Line(BaseModel):
    """One row of the table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: LineKey
    label: Text


class Column(Line):
    """One column and what its boxes take; a date is typed into one box (2026-04-01, R8.4.1)."""

    type: Literal["text", "number", "date"] = "text"


class TableField(Field):
    """Boxes by row and column; canonical value: row -> column -> value, blanks left out."""

    MISSING = N_("1つ以上入力してください。")
    SECONDS = 60

    type: Literal["table"] = "table"
    rows: Annotated[tuple[Line, ...], Setting(min_length=1, max_length=20)]
    columns: Annotated[tuple[Column, ...], Setting(min_length=1, max_length=6)]
    every_cell: bool = False

    @model_validator(mode="after")
    def _has_distinct_keys(self) -> Self:
        for lines in (self.rows, self.columns):
            keys = [line.key for line in lines]
            if len(set(keys)) < len(keys):
                raise ValueError("row or column keys repeat")
        return self

    @property
    def parts(self) -> tuple[str, ...]:
        """Return a box for each row and column."""
        return tuple(f"{row.key}_{column.key}" for row, column in self._cells())

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the boxes that were filled in."""
        value: dict[str, JsonValue] = {}
        empty = ""
        for row, column in self._cells():
            part = f"{row.key}_{column.key}"
            box = "year" if column.type == "date" else ""  # the first box reads a whole date
            outcome = self._cell(column).parse({box: [one(raw, part).strip()]})
            if isinstance(outcome, FieldError):
                return self.fault(outcome.message_id, part, **outcome.params)
            if outcome is None:
                empty = empty or part
                continue
            value[row.key] = mapping(value.get(row.key)) | {column.key: outcome}
        if value and empty and self.every_cell:
            return self.fault(CELL_MISSING, empty)
        return value or None

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the boxes."""
        return {
            f"{row.key}_{column.key}": [_box(mapping(mapping(value).get(row.key)).get(column.key))]
            for row, column in self._cells()
        }

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the rows that have anything, each with its cells."""
        comma = gettext(COMMA)
        shown = []
        for row in self.rows:
            stored = mapping(mapping(value).get(row.key))
            cells = [
                gettext(CELL).format(
                    column=gettext(column.label),
                    value=self._cell(column).show(stored[column.key], gettext, locale),
                )
                for column in self.columns
                if column.key in stored
            ]
            if cells:
                shown.append(gettext(ENTRY).format(row=gettext(row.label), cells=comma.join(cells)))
        return comma.join(shown)

    def sample(self) -> JsonValue:
        """Return the example, or every cell with its own sample."""
        if self.example is not None:
            return self.example
        cells: dict[str, JsonValue] = {
            column.key: self._cell(column).sample() for column in self.columns
        }
        return {row.key: dict(cells) for row in self.rows}

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the labels of rows and columns."""
        yield from ((f"rows.{row.key}", row.label) for row in self.rows)
        yield from ((f"columns.{column.key}", column.label) for column in self.columns)

    def _cells(self) -> Iterator[tuple[Line, Column]]:
        yield from ((row, column) for row in self.rows for column in self.columns)

    def _cell(self, column: Column) -> Field:
        if column.type == "number":
            return NumberField(key=self.key, label=column.label)
        if column.type == "date":
            return DateField(key=self.key, label=column.label)
        return TextField(key=self.key, label=column.label, max_length=CELL_MAX)


def _box(value: JsonValue) -> str:
    return str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
