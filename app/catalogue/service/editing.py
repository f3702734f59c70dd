"""Owns what staff change in a procedure: online status, facts, and who changed what when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlmodel import Session

from app.accounts import service as accounts
from app.audit import service as audit
from app.catalogue import cells, store
from app.catalogue.cells import Value
from app.catalogue.models import (
    ONLINE_CHANNELS,
    Channel,
    OnlineStatus,
    Procedure,
    ProcedureChange,
)
from app.clock import to_jst
from app.database import new_id
from app.errors import Conflict, NotFound

EDITABLE: Final = (
    "name", "kana", "plain_name", "summary", "section", "documents", "keywords", "volume",
    "is_published", "online_status", "form", "system", "reason", *cells.FACTS, "confirmed_by",
)  # fmt: skip


@dataclass(frozen=True)
class Edited:
    """What an edit came to: the cells that changed, or the problems by cell (Japanese ids)."""

    changed: tuple[str, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)


def edit(
    session: Session, now: datetime, *,
    actor: str, actor_name: str, sections: Collection[str], code: str,
    changes: Mapping[str, str], systems: Mapping[str, str], seen: str = "",
) -> Edited:  # fmt: skip
    """Change a procedure of one's own section; nothing is changed when there is a problem.

    `changes` holds the cells to change as typed; `systems` the channel of each outside system of
    the city by its key. Confirming (`confirmed_by` given) sets today as the day of confirmation;
    facts that change without it lose theirs, for nobody has confirmed the new ones.
    `seen` is the `updated_at` of the row the editor saw; raises Conflict when it is older by now,
    NotFound for a procedure that is absent or another section's.
    """
    row = store.for_change(session, code)
    if row is None or row.withdrawn_at is not None or row.section not in sections:
        raise NotFound
    if seen and seen != row.updated_at.isoformat():
        raise Conflict("ほかの職員が先に変更しました")
    wanted, problems = _read(row, changes)
    problems |= _status_problems(session, row, wanted, systems)
    section = wanted["section"]
    if section != row.section and section not in accounts.section_names(session):
        problems["section"] = "この課はありません"
    if problems:
        return Edited((), problems)
    _settle_channels(row, wanted, systems)
    _settle_confirmation(row, wanted, changes, now)
    changed = record(session, now, row, wanted, actor=actor, actor_name=actor_name)
    if changed:
        audit.record(
            session, now, actor=actor, action="procedure.edit", subject=f"procedure:{code}",
            detail=", ".join(changed),
        )  # fmt: skip
        store.bump(session)
    return Edited(changed, {})


def record(
    session: Session, now: datetime, row: Procedure, wanted: Mapping[str, Value], *,
    actor: str, actor_name: str,
) -> tuple[str, ...]:  # fmt: skip
    """Write the cells that differ, each with its line of history; returns their names."""
    differing = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    lines = [
        ProcedureChange(
            id=new_id(now), procedure=row.code, at=now, actor=actor, actor_name=actor_name,
            cell=name, before=cells.written(getattr(row, name))[:1000],
            after=cells.written(value)[:1000],
        )
        for name, value in differing.items()
    ]  # fmt: skip
    if differing:
        cells.put(row, differing)
        row.updated_at = now
        store.add_all(session, [row, *lines])
    return tuple(differing)


def history(session: Session, code: str) -> list[ProcedureChange]:
    """The changes of a procedure, newest first."""
    return store.changes(session, code)


def _read(row: Procedure, changes: Mapping[str, str]) -> tuple[dict[str, Value], dict[str, str]]:
    wanted: dict[str, Value] = {name: getattr(row, name) for name in EDITABLE}
    problems: dict[str, str] = {}
    for name, text in changes.items():
        if name not in EDITABLE:
            continue
        try:
            wanted[name] = cells.value(name, text.replace("\n", " "))
        except cells.BadCell:
            problems[name] = "この内容は保存できません。長さと文字を確かめてください"
    return wanted, problems


def _status_problems(
    session: Session, row: Procedure, wanted: Mapping[str, Value], systems: Mapping[str, str]
) -> dict[str, str]:
    status, form, system = (str(wanted[name]) for name in ("online_status", "form", "system"))
    if status != OnlineStatus.ONLINE:
        is_touched = (row.online_status, row.reason) != (status, wanted["reason"])
        missing = is_touched and not wanted["reason"]
        return {"reason": "オンラインでない理由を書いてください"} if missing else {}
    if form and store.newest_fingerprint(session, form) is None:
        return {"form": "この申請フォームはありません"}
    if system and system not in systems:
        return {"system": "この外部システムは市の設定にありません"}
    if not form and not system:
        return {"online_status": "オンラインにするには、申請フォームか外部システムを選んでください"}
    return {}


def _settle_channels(row: Procedure, wanted: dict[str, Value], systems: Mapping[str, str]) -> None:
    """Make the ways to file agree with the status: a resident sees no way that is closed."""
    ways = [way for way in cells.split(row.channels) if way not in ONLINE_CHANNELS]
    if wanted["online_status"] == OnlineStatus.ONLINE:
        wanted["reason"] = ""
        own = [Channel.OWN.value] if wanted["form"] else []
        other = [systems[str(wanted["system"])]] if wanted["system"] else []
        kept = [way for way in cells.split(row.channels) if way in ONLINE_CHANNELS]
        before = kept if (row.form, row.system) == (wanted["form"], wanted["system"]) else []
        ways = list(dict.fromkeys([*own, *other, *before, *ways]))
    else:
        wanted["form"] = wanted["system"] = ""
    wanted["channels"] = "; ".join(ways or [Channel.COUNTER.value])


def _settle_confirmation(
    row: Procedure, wanted: dict[str, Value], changes: Mapping[str, str], now: datetime
) -> None:
    if changes.get("confirmed_by", "").strip():
        wanted["confirmed_on"] = to_jst(now).date()
    elif any(wanted[name] != getattr(row, name) for name in cells.FACTS):
        wanted["confirmed_by"], wanted["confirmed_on"] = "", None
    else:
        wanted["confirmed_by"] = row.confirmed_by
