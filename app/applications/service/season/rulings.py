"""Owns decisions of a whole selection (起案・決裁): proposed from the final run, checked, recorded.

The list goes out, and comes back with the day of the decision (決裁日), the paper number (文書番号)
and the day it takes effect (施行日). It is taken whole or not at all; until the release every
decision stays 内定 and can be taken back (`undoing`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from app.applications.models import (
    GONE,
    AllocationRow,
    Application,
    Decision,
    Intake,
    Ruling,
    RulingKind,
    Status,
)
from app.applications.service import deciding, status
from app.applications.service.deciding import Deed, Office
from app.applications.service.opened_answers import envelope_of
from app.applications.service.season import runs
from app.applications.store import season as store
from app.applications.store.season import Sections
from app.audit import service as audit
from app.clock import jst_date
from app.crypto import Keys
from app.database import new_id
from app.errors import Conflict

LONGEST_NUMBER = 60
LONGEST_REASON = 1000


class Changed(Conflict):
    """Something of the selection changed while its decisions were being recorded."""

    message = "記録しているあいだに、申請か公表の日時が変わりました。何も記録していません"


@dataclass(frozen=True)
class Proposal:
    """What the final run proposes for one application."""

    application: Application
    row: AllocationRow

    @property
    def decision(self) -> Decision:
        """承諾 with a place, 保留 without one."""
        return Decision.APPROVED if self.row.place_key else Decision.WAITING


@dataclass(frozen=True)
class Entry:
    """One line of the list as it comes back; `line` names it in faults (0: by hand)."""

    line: int
    number: str
    decision: Decision | None
    document_number: str
    decided_on: date | None
    effective_on: date | None
    reason: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one line, in words; line 0 is the list as a whole."""

    line: int
    number: str
    text: str


@dataclass(frozen=True)
class Prepared:
    """Decisions ready to be written, and what they were worked out from."""

    run: str
    release_at: datetime | None
    deeds: deciding.Prepared
    rulings: list[Ruling]


def proposals(session: Session, intake: Intake, *, sections: Sections) -> list[Proposal]:
    """The list of the final run (起案), without those who have gone since."""
    run = runs.final_run(session, intake)
    if run is None:
        return []
    known = _by_id(session, intake, sections)
    return [
        Proposal(known[row.application], row)
        for row in store.rows(session, run.id)
        if row.application in known and known[row.application].status not in GONE
    ]


def check(
    proposed: list[Proposal], entries: Iterable[Entry], intake: Intake, now: datetime
) -> list[Fault]:
    """Everything that is wrong with a list that came back; nothing is recorded then."""
    found = _whole(proposed, intake, now)
    by_number = {each.application.number: each for each in proposed}
    entries = list(entries)
    times = Counter(each.number for each in entries)
    for entry in entries:
        texts = _faults(by_number.get(entry.number), entry, jst_date(now))
        if times[entry.number] > 1:
            texts.append("同じ申請番号が2回以上あります")
        found.extend(Fault(entry.line, entry.number, text) for text in texts)
    found.extend(
        Fault(0, number, "この申請の行がありません")
        for number in sorted(by_number.keys() - times.keys())
    )
    return found


def prepare(
    session: Session, office: Office, now: datetime, intake: Intake, entries: list[Entry], *,
    actor: str, sections: Sections,
) -> Prepared | list[Fault]:  # fmt: skip
    """All that the decisions of a list write, checked and sealed; or everything wrong with it.

    Reads only: a season has thousands of decisions, and nobody is to wait for the writer meanwhile.
    """
    run, proposed = runs.final_run(session, intake), proposals(session, intake, sections=sections)
    found = check(proposed, entries, intake, now)
    if found or run is None:
        return found
    by_number = {each.application.number: each for each in proposed}
    deeds, made = [], []
    for entry in entries:
        proposal = by_number[entry.number]
        application = proposal.application
        words = Deed(actor, application.version, Status.DECIDED, entry.decision, entry.reason)
        deeds.append((application, words))
        place = proposal.row.place_key if entry.decision == Decision.APPROVED else ""
        made.append(
            make(
                office.keys, now, application, entry, kind=RulingKind.FIRST, place=place,
                actor=actor,
            )
        )  # fmt: skip
    ready = deciding.prepare(session, office, now, deeds)
    return Prepared(run.id, intake.release_at, ready, made)


def record(session: Session, now: datetime, intake: Intake, prepared: Prepared) -> None:
    """Write prepared decisions, all or none; Conflict when anything has changed since."""
    run, release_at = runs.final_run(session, intake), store.release_at(session, intake.id)
    is_as_it_was = run is not None and run.id == prepared.run and release_at == prepared.release_at
    if not is_as_it_was or release_at is None or release_at <= now:
        raise Changed
    if not deciding.carry_out(session, now, prepared.deeds):
        raise Changed
    store.add_new(session, *prepared.rulings)
    audit.record(
        session, now, actor=prepared.deeds.actor, action="rulings_recorded",
        subject=f"intake:{intake.id}",
        detail=f"{len(prepared.rulings)} {prepared.rulings[0].document_number}",
    )  # fmt: skip


def latest(session: Session, intake: Intake) -> dict[str, Ruling]:
    """The last decision on each application of an intake."""
    return {each.application: each for each in store.rulings(session, intake.id)}


def reason_of(keys: Keys, application: Application, ruling: Ruling) -> str:
    """The reasons of a decision (行政手続法8条), "" where none were given."""
    if ruling.reason is None:
        return ""
    return envelope_of(keys, application).open(f"ruling:{ruling.id}", ruling.reason).decode()


def make(
    keys: Keys, now: datetime, application: Application, entry: Entry, *,
    kind: RulingKind, place: str, actor: str,
) -> Ruling:  # fmt: skip
    """The row of a decision."""
    assert entry.decision and entry.decided_on and entry.effective_on
    ident = new_id(now)
    envelope = envelope_of(keys, application)
    sealed = envelope.seal(f"ruling:{ident}", entry.reason.encode()) if entry.reason else None
    return Ruling(
        id=ident, application=application.id, intake=application.intake or "", kind=kind,
        decision=entry.decision, place_key=place, document_number=entry.document_number,
        decided_on=entry.decided_on, effective_on=entry.effective_on, reason=sealed,
        made_by=actor, made_at=now,
    )  # fmt: skip


def dates_faults(entry: Entry, today: date) -> list[str]:
    """What is wrong with the paper number and the days of a decision."""
    texts = []
    if not 0 < len(entry.document_number) <= LONGEST_NUMBER:
        texts.append(f"文書番号を{LONGEST_NUMBER}文字までで入れてください")
    if entry.decided_on is None:
        texts.append("決裁日を 2027年2月1日 のように入れてください")
    elif entry.decided_on > today:
        texts.append("決裁日が先の日付です")
    if entry.effective_on is None:
        texts.append("施行日を 2027年2月10日 のように入れてください")
    elif entry.decided_on and entry.effective_on < entry.decided_on:
        texts.append("施行日が決裁日より前です")
    return texts


def _whole(proposed: list[Proposal], intake: Intake, now: datetime) -> list[Fault]:
    texts = []
    if not proposed:
        texts.append("内定にした割振り案がありません")
    if intake.release_at is None:
        texts.append("結果の公表の日時が、募集に入っていません")
    elif intake.release_at <= now:
        texts.append("結果の公表の日時が過ぎています。募集の日時を直してください")
    return [Fault(0, "", text) for text in texts]


def _faults(proposal: Proposal | None, entry: Entry, today: date) -> list[str]:
    if proposal is None:
        return ["この募集の内定の一覧にない申請番号です"]
    texts = dates_faults(entry, today)
    here = Status(proposal.application.status)
    if here in (Status.DECIDED, Status.NOTIFIED):
        texts.append("すでに決定されています")
    elif here != Status.REVIEWING:
        texts.append(f"審査中ではありません（今は「{status.STAFF_LABELS[here]}」）")
    if entry.decision is None:
        texts.append("決定は、承諾・保留・不承諾・却下のどれかにしてください")
    elif entry.decision == Decision.APPROVED and not proposal.row.place_key:
        texts.append("内定の案で場所がない申請は、承諾にできません")
    elif entry.decision == Decision.WAITING and proposal.row.place_key:
        texts.append("内定の案で場所がある申請は、保留にできません")
    elif entry.decision in deciding.REASONED and not entry.reason.strip():
        texts.append("不承諾・却下には理由が要ります（行政手続法8条）")
    if len(entry.reason) > LONGEST_REASON:
        texts.append(f"理由は{LONGEST_REASON}文字までにしてください")
    return texts


def _by_id(session: Session, intake: Intake, sections: Sections) -> Mapping[str, Application]:
    every = store.applications(session, intake=intake.id, sections=sections)
    return {each.id: each for each in every}
