"""Owns the procedures as residents see them: one, those of a form, and how many are online."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from app.catalogue import cells, store
from app.catalogue.models import OnlineStatus, Procedure, Source
from app.catalogue.service.remembering import remembered
from app.errors import NotFound
from app.i18n.formats import share


@dataclass(frozen=True)
class OnlineRate:
    """オンライン化率: procedures a resident can finish online ÷ procedures the city runs.

    `share` has one decimal, rounded half up, or is "—" where nothing is counted; `confirmed` of
    `published` rows were confirmed by a section, and excluded rows are never out of `published`.
    """

    online: int
    total: int
    share: str
    confirmed: int
    published: int
    by_status: Mapping[str, int]

    @property
    def without_excluded(self) -> "OnlineRate":
        """The same with 適用除外 left out of the denominator."""
        total = self.published - self.by_status[OnlineStatus.EXCLUDED]
        return replace(self, total=total, share=share(self.online, total))


def bump(session: Session) -> None:
    """Tell every process that the catalogue changed; seen at its next request."""
    store.bump(session)


def load_catalogue(session: Session, now: datetime, rows: Iterable[Mapping[str, str]]) -> int:
    """Add the shipped rows where the city has none at all; returns how many."""
    if store.has_source(session, Source.CITY):
        return 0
    new = [cells.new_row(Source.CITY, now, cells.read(row)) for row in rows]
    store.add_all(session, new)
    bump(session)
    return len(new)


def procedure(session: Session, code: str) -> Procedure:
    """A procedure residents may see; raises NotFound."""
    row = store.procedure(session, code)
    if row is None or not row.is_published or row.withdrawn_at is not None:
        raise NotFound
    return row


def kept_procedure(session: Session, code: str) -> Procedure:
    """A procedure whatever became of it, for what was filed under it; raises NotFound."""
    row = remembered(session, "procedure", code, lambda: store.procedure(session, code))
    if row is None:
        raise NotFound
    return row


def procedure_names(session: Session) -> Mapping[str, str]:
    """The name of every procedure there is, public or not, by code."""
    return remembered(session, "names", "", lambda: store.procedure_names(session))


def hold(session: Session, code: str) -> None:
    """Let whoever else holds this procedure wait until the transaction ends; NotFound."""
    if store.for_change(session, code) is None:
        raise NotFound


def procedures_with_form(session: Session, slug: str) -> list[Procedure]:
    """The procedures that are online now by one of our own forms, by code.

    The whole table is searched for the answer, so it is remembered until the catalogue changes.
    """
    found = remembered(
        session, "procedures", slug, lambda: store.with_form(session, slug), unless=[]
    )
    return list(found)


def filed_here(session: Session, sections: Collection[str]) -> list[Procedure]:
    """The procedures of some sections that are filed here, by one of our own forms."""
    return [
        each
        for slug in store.form_titles(session)
        for each in procedures_with_form(session, slug)
        if each.section in sections
    ]


@dataclass(frozen=True)
class StaffWish:
    """What a member of staff asks of the list of procedures."""

    text: str = ""
    status: str = ""
    section: str = ""


def of_sections(
    session: Session, sections: Collection[str], wish: StaffWish, *, limit: int, offset: int
) -> tuple[list[Procedure], int]:
    """One page of the procedures of one's own sections, unpublished ones too, and their number."""
    chosen = set(sections) & {wish.section} if wish.section else set(sections)
    return store.of_sections(
        session, chosen, text=wish.text.strip(), status=wish.status, limit=limit, offset=offset
    )


def procedure_for_staff(session: Session, code: str, sections: Collection[str]) -> Procedure:
    """A procedure of one's own sections, unpublished too; raises NotFound."""
    row = store.procedure(session, code)
    if row is None or row.withdrawn_at is not None or row.section not in sections:
        raise NotFound
    return row


def published(session: Session) -> list[Procedure]:
    """Every procedure residents may see, by code."""
    return store.published(session)


def online_rate(session: Session) -> OnlineRate:
    """The online rate of the published rows."""
    counted = store.count_by_status(session)
    by_status = {status.value: counted.get(status, 0) for status in OnlineStatus}
    published, online = sum(by_status.values()), by_status[OnlineStatus.ONLINE]
    return OnlineRate(
        online, published, share(online, published), store.count_confirmed(session), published,
        by_status,
    )  # fmt: skip
