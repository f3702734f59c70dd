"""Owns questions that every page asks: built once, and answered past the unit of work.

A reader changes nothing, so its rows need no identity and no record of what was loaded: a third of
the time. Whoever writes gets rows that its session knows, and may change them.
"""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar, overload

from sqlalchemy import Row
from sqlalchemy.orm import ClassManager, class_mapper
from sqlalchemy.orm.attributes import instance_dict
from sqlmodel import Session, SQLModel
from sqlmodel.sql.expression import Select, SelectOfScalar

ONLY_READS = {"only_reads": True}
Found = TypeVar("Found")
One = TypeVar("One")
Other = TypeVar("Other")
Third = TypeVar("Third")
Fourth = TypeVar("Fourth")


def only_reads(session: Session) -> bool:
    """Whether it can change nothing: what it finds is kept, and may be remembered by version."""
    return "only_reads" in session.get_bind().get_execution_options()


def memory(session: Session) -> dict[str, object]:
    """What this process remembers of this database, for readers and writers alike."""
    return session.get_bind().get_execution_options().get("memory", {})  # type: ignore[no-any-return]


class Asked(Generic[Found]):
    """A question with named parameters: rows, values, or pairs of them."""

    @overload
    def __init__(self, question: SelectOfScalar[Found]) -> None: ...
    @overload
    def __init__(self: "Asked[tuple[One, Other]]", question: Select[One, Other]) -> None: ...
    @overload
    def __init__(
        self: "Asked[tuple[One, Other, Third]]", question: Select[One, Other, Third]
    ) -> None: ...
    @overload
    def __init__(
        self: "Asked[tuple[One, Other, Third, Fourth]]",
        question: Select[One, Other, Third, Fourth],
    ) -> None: ...
    def __init__(self, question: SelectOfScalar[Any] | Select[*tuple[Any, ...]]) -> None:
        self._question = question
        self._parts = tuple(_Part(each["expr"]) for each in question.column_descriptions)
        self._is_known = any(part.manager for part in self._parts)

    def all(self, session: Session, **given: object) -> list[Found]:
        """Every answer."""
        if self._is_known and not only_reads(session):
            return list(self._known(session, given))
        return [self._made(row) for row in self._ask(session, given).fetchall()]

    def first(self, session: Session, **given: object) -> Found | None:
        """The first answer, or None."""
        if self._is_known and not only_reads(session):
            return self._known(session, given).first()  # type: ignore[no-any-return]
        row = self._ask(session, given).first()
        return None if row is None else self._made(row)

    def _known(self, session: Session, given: dict[str, object]) -> Any:  # noqa: ANN401 - rows
        return session.exec(self._question, params=given)

    def _ask(self, session: Session, given: dict[str, object]) -> Any:  # noqa: ANN401 - rows
        if not only_reads(session):
            session.flush()
        return session.connection().execute(self._question, given)

    def _made(self, row: Row[Any]) -> Found:
        if len(self._parts) == 1:
            return self._parts[0].made(row)  # type: ignore[no-any-return]
        made, begin = [], 0
        for part in self._parts:
            made.append(part.made(row[begin : begin + part.width]))
            begin += part.width
        return tuple(made)  # type: ignore[return-value]


class _Part:
    """One of the things a question asks for: a table's rows, or a value."""

    def __init__(self, asked: Any) -> None:  # noqa: ANN401 - a mapped class or a column
        self.manager: ClassManager[Any] | None = None
        self.names: tuple[str, ...] = ("",)
        if isinstance(asked, type) and issubclass(asked, SQLModel):
            mapper = class_mapper(asked)
            self.manager = mapper.class_manager
            self.names = tuple(each.key for each in mapper.column_attrs)
        self.width = len(self.names)

    def made(self, values: Sequence[Any]) -> Any:  # noqa: ANN401 - whatever was asked for
        if self.manager is None:
            return values[0]
        made = self.manager.new_instance()
        instance_dict(made).update(zip(self.names, values, strict=True))
        return made
