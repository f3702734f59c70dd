"""Owns intakes (募集・受付期間): which one is open, and the sample that makes a trial usable."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlmodel import Session

from app.applications.models import Intake
from app.applications.store import drafts as store
from app.catalogue import service as catalogue
from app.clock import JST, to_jst
from app.database import new_id
from app.errors import Forbidden, NotFound

SAMPLE_FORM, SAMPLE_PROCEDURE = "after-school-club", "school-001"


class IntakeClosed(Forbidden):
    """The intake is not open at this moment of the server's clock (締切後・受付前)."""

    code = "CLOSED"
    message = "受付期間外です（受付期間：{opens}から{closes}まで）"
    advice = "入力した内容は残っています。期間後の申請は、担当の課にお問い合わせください。"
    reached = False
    kept = True


class FormPaused(Forbidden):
    """The section takes no new applications by this form for now (休止中)."""

    code = "PAUSED"
    message = "いまは、新しい受付を休んでいます（理由：{reason}）"
    advice = "入力の途中だったものは、続きから入力して送れます。"
    reached = False


@dataclass(frozen=True)
class Window:
    """What the start page says about time: always open, open until, opens at, over, or paused."""

    intake: Intake | None
    state: str
    pause: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a send would be taken now."""
        return self.state in ("always", "open")


def window(session: Session, form: str, now: datetime) -> Window:
    """The intake that matters now: open, else next, else last; without one a form is open."""
    pause = catalogue.pause_reason(session, form)
    if pause is not None:
        return Window(None, "paused", pause)
    intakes = of_form(session, form)
    if not intakes:
        return Window(None, "always")
    moment = now.replace(microsecond=0)
    for intake in intakes:
        if is_open_at(intake, now):
            return Window(intake, "open")
    coming = [intake for intake in intakes if intake.opens_at > moment]
    return Window(coming[0], "scheduled") if coming else Window(intakes[-1], "closed")


def of_form(session: Session, form: str) -> list[Intake]:
    """All intakes of a form by opening time."""
    return catalogue.remembered(
        session, "intakes", form, lambda: store.intakes_of_form(session, form)
    )


def keep(session: Session, intake: Intake) -> None:
    """Keep a new or changed intake; every process sees it at its next request."""
    store.add(session, intake)
    catalogue.bump(session)


def is_open_at(intake: Intake, now: datetime) -> bool:
    """Whether an instant lies in the intake; whole seconds, both ends included."""
    return intake.opens_at <= now.replace(microsecond=0) <= intake.closes_at


def dates(intake: Intake) -> dict[str, str]:
    """The ends of an intake in words, for messages."""
    shown = "{:%Y年%-m月%-d日 %H時%M分}"
    return {
        "opens": shown.format(to_jst(intake.opens_at)),
        "closes": shown.format(to_jst(intake.closes_at)),
    }


def get(session: Session, intake_id: str) -> Intake:
    """One intake; raises NotFound."""
    found = store.intake(session, intake_id)
    if found is None:
        raise NotFound
    return found


def open_intakes(session: Session, now: datetime) -> list[Intake]:
    """The intakes a resident can send to now, by closing time."""
    return store.open_intakes(session, now.replace(microsecond=0))


def all_intakes(session: Session) -> list[Intake]:
    """Every intake, newest first."""
    return store.all_intakes(session)


def target_year(day: datetime) -> int:
    """The fiscal year (対象年度) after the one this day lies in; it begins on 1 April."""
    local = to_jst(day)
    return local.year + (local.month >= 4)


def load_sample_intakes(session: Session, now: datetime) -> int:
    """For a trial: an intake of the club form from this month's first day to the next's last."""
    if store.count_intakes(session):
        return 0
    local = to_jst(now)
    opens = datetime.combine(local.date().replace(day=1), time(8, 30), JST)
    after = (opens.replace(day=28) + timedelta(days=4)).replace(day=1)
    closes = datetime.combine(
        (after.replace(day=28) + timedelta(days=4)).replace(day=1), time(), JST
    )
    year = target_year(now)
    intake = Intake(
        id=new_id(now), form=SAMPLE_FORM, procedure=SAMPLE_PROCEDURE, target_year=year,
        name=f"令和{year - 2018}年度 放課後児童クラブ入所（見本）", opens_at=min(opens, now),
        closes_at=closes - timedelta(seconds=1),
        document_deadline=closes + timedelta(days=14) - timedelta(seconds=1), is_sample=True,
        created_at=now, created_by="migrate",
    )  # fmt: skip
    keep(session, intake)
    return 1
