"""Owns how far residents come: begun, each step, sent, given up, and how long it takes."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from sqlmodel import Session

from app.catalogue import service as catalogue
from app.journal.models import Event
from app.statistics.models import NOTHING, Answer, Cell, Kpi, Span, Table, percent, share
from app.statistics.store import events, procedure_forms, procedure_names


def ended(session: Session, span: Span, event: Event) -> Counter[str]:
    """Facts of this system by procedure."""
    found: Counter[str] = Counter()
    counted = events.by_value(session, "procedure", event, span.first, span.last)
    for (procedure, channel), count in counted.items():
        if channel == "own":
            found[procedure] += count
    return found


def answer(session: Session, span: Span) -> Answer:
    """The share of begun drafts that were given up by the end of the period."""
    begun = ended(session, span, Event.STARTED).total()
    gone = ended(session, span, Event.ABANDONED).total()
    if not begun:
        return Answer(None, "この期間に記入を始めた人がいません")
    return Answer(
        Decimal(share(gone, begun)), told=f"始めた下書き{begun:,}のうち、送らずに消えたもの{gone:,}"
    )


def stages(session: Session, span: Span) -> Table:
    """Each procedure with its steps, the most begun first; the middle of the minutes to send."""
    begun, gone = ended(session, span, Event.STARTED), ended(session, span, Event.ABANDONED)
    came = ended(session, span, Event.ARRIVED)
    steps: dict[str, Counter[str]] = {}
    for (value, _), count in events.by_value(
        session, "step", Event.STEP_DONE, span.first, span.last
    ).items():
        procedure, _, step = value.rpartition("/")
        steps.setdefault(procedure, Counter())[step] += count
    names, forms = procedure_names(session, begun | came), procedure_forms(session, begun | came)
    rows: list[tuple[Cell, ...]] = []
    for code in sorted(begun | came, key=lambda each: (-begun[each], each)):
        name = names.get(code, code)
        rows.append((name, "始めた", begun[code], percent(begun[code], begun[code])))
        rows += [
            (name, f"ステップ「{title}」を終えた", count, percent(count, begun[code]))
            for title, count in _in_order(session, forms.get(code, ""), steps.get(code, Counter()))
        ]
        rows.append((name, "送らずに消えた", gone[code], percent(gone[code], begun[code])))
        rows.append((name, "届いた（件：子ども1人で1件）", came[code], NOTHING))
    minutes = events.minutes_to_send(session, span.first, span.last)
    return Table(
        ("手続", "段階", "数", "始めた数に対する割合"), tuple(rows),
        note=f"送るまでの時間の中央値：{_middle(minutes)}。"
        "始めた数は下書き、届いた数は件（きょうだい2人で2件）なので、割り算をしません。",
    )  # fmt: skip


def _in_order(session: Session, form: str, done: Counter[str]) -> Iterable[tuple[str, int]]:
    """(title, how often it was done) of each step that was, as the form asks them now.

    A step that an earlier revision had stands at the end under its key.
    """
    now = catalogue.current_form(session, form) if form else None
    titles = {step.slug: step.title for step in now.steps} if now else {}
    earlier = sorted(done.keys() - titles.keys())
    return [(titles.get(step, step), done[step]) for step in (*titles, *earlier) if done[step]]


def _middle(minutes: Counter[int]) -> str:
    """The middle of the minutes, in words."""
    place = (minutes.total() + 1) // 2
    for minute, count in sorted(minutes.items()):
        place -= count
        if place <= 0:
            return f"{minute}分"
    return NOTHING


KPI = Kpi(
    "funnel", "途中でやめた割合", "%", 50,
    "本システムで記入を始めた下書きのうち、送らないまま期限が来たか、本人が消したものの割合です。"
    "まだ書いている下書きは、やめたものに数えません。",
    "本システムの記入の記録", answer, stages,
)  # fmt: skip
