"""Owns the facts of a plausible year: who sends what, when, from where; the same for each city."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from app.applications.models import Intake
from app.catalogue.models import ONLINE_CHANNELS, Channel, Procedure
from app.clock import JST, jst_date
from app.journal import service as journal
from app.journal.models import Event, Fact, FactKind
from app.office_hours import HoursProfile, classify
from app.procedures import forms

_APRIL: Final = 4
_PROCEDURES: Final = 40
_A_DAY: Final = 19
_CLUB_A_DAY: Final = 45
# How many of a day's applications come in each hour: after supper most of all.
_WORKDAY: Final = (2, 1, 0, 0, 0, 1, 2, 4, 6, 7, 7, 6, 9, 6, 5, 6, 6, 6, 5, 6, 8, 10, 8, 5)
_WEEKEND: Final = (3, 1, 1, 0, 0, 1, 2, 4, 6, 8, 9, 8, 7, 7, 7, 7, 6, 5, 5, 7, 9, 10, 9, 6)
_OF_MONTH: Final = {3: 1.7, 4: 1.5, 5: 1.0, 6: 1.1, 11: 1.2, 12: 0.9, 1: 0.9, 2: 1.2}
_OF_WEEKDAY: Final = (1.2, 1.1, 1.05, 1.0, 1.0, 0.8, 0.85)
_LOCALES: Final = {"en": 4, "vi": 4, "zh_Hans": 3, "ja_JP@easy": 3}
_DEVICES: Final = (("phone", 72), ("desktop", 24), ("tablet", 4))
_MARKS: Final = (("5", 46), ("4", 34), ("3", 13), ("2", 5), ("1", 2))
_LATE_BY_A_DAY: Final = 40
_LEFT_OFFLINE: Final = 12
_TYPED_IN: Final = 0.07
_PROXIES: Final = 0.04
_SHOWN: Final = frozenset({"bereavement", "moving-in-visit", "road-damage", "citizen-proposal"})
"""Forms whose figures a plan asks for by name; they are always among the procedures."""


@dataclass(frozen=True)
class Scene:
    """What the year is made for."""

    now: datetime
    seed: str
    languages: tuple[str, ...]
    profile: HoursProfile
    procedures: tuple[Procedure, ...]
    offline: tuple[Procedure, ...]
    """Those that could be online and are not, used most first."""
    intake: Intake | None

    @property
    def first(self) -> date:
        """The first day: the fiscal year before this one (地方自治法208条)."""
        today = jst_date(self.now)
        return date(today.year - (today.month < _APRIL) - 1, _APRIL, 1)


def made(scene: Scene) -> Iterator[Fact]:
    """Every fact of the set, day by day, then the counts of counters by month."""
    dice = random.Random(scene.seed)
    chosen = _chosen(scene, dice)
    weights = [1 / (place + 2) for place in range(len(chosen))]
    by_month: Counter[tuple[str, str]] = Counter()
    day, today = scene.first, jst_date(scene.now)
    while chosen and day <= today:
        grown = 0.75 + 0.5 * (day - scene.first).days / 700
        often = _A_DAY * grown * _OF_MONTH.get(day.month, 1.0) * _OF_WEEKDAY[day.weekday()]
        for each in dice.choices(chosen, weights, k=round(often * dice.uniform(0.7, 1.3))):
            if fact := _arrival(scene, dice, each, _moment(dice, day)):
                by_month[f"{day:%Y-%m}", each.code] += 1
                yield fact
        yield from _season(scene, dice, day)
        day += timedelta(days=1)
    yield from _ways(scene, dice, chosen, by_month)
    yield from _counters(scene, dice, chosen, by_month)
    yield from _left(scene, dice, sorted({month for month, _ in by_month}))


def _chosen(scene: Scene, dice: random.Random) -> list[Procedure]:
    """The procedures people use: as many with a form of the house as others, the first most."""
    own = [each for each in scene.procedures if each.form]
    others = [each for each in scene.procedures if not each.form]
    dice.shuffle(own)
    dice.shuffle(others)
    own.sort(key=lambda each: each.form not in _SHOWN)
    own = own[: _PROCEDURES // 2]
    dice.shuffle(own)
    mixed = [each for pair in zip(own, others, strict=False) for each in pair]
    return mixed[:_PROCEDURES]


def _moment(dice: random.Random, day: date) -> datetime:
    hours = _WEEKEND if day.weekday() >= 5 else _WORKDAY
    (hour,) = dice.choices(range(24), hours)
    local = datetime.combine(day, time(hour, dice.randrange(60), dice.randrange(60)), JST)
    return local.astimezone(UTC)


def _arrival(
    scene: Scene, dice: random.Random, each: Procedure, at: datetime, intake: str | None = None
) -> Fact | None:
    """One application; None where its moment has not come yet."""
    if at >= scene.now:
        return None
    channel, arrival = _channel(dice, each), classify(at, scene.profile)
    if channel == Channel.OWN and arrival.in_hours and dice.random() < _TYPED_IN:
        channel = dice.choice((Channel.COUNTER, Channel.COUNTER, Channel.PHONE, Channel.MAIL)).value
    fact = journal.new_fact(
        at, event=Event.ARRIVED, procedure=each.code, section=each.section, intake=intake,
        channel=channel, arrival=arrival, kind=FactKind.DEMO,
    )  # fmt: skip
    if channel == Channel.OWN:
        fact.device = _one_of(dice, _DEVICES)
        fact.preferred_locale = _one_of(dice, _languages(scene))
        fact.locale = fact.preferred_locale if dice.random() < 0.93 else "ja"
        fact.seconds = int(dice.lognormvariate(5.9, 0.6))
        fact.form = each.form or None
    elif dice.randrange(_LATE_BY_A_DAY) == 0:
        fact.recorded_at += timedelta(days=1)
    return fact


def _channel(dice: random.Random, each: Procedure) -> str:
    if each.form:
        return Channel.OWN.value
    known = [part.strip() for part in each.channels.split(";")]
    online = [name for name in known if name in {c.value for c in ONLINE_CHANNELS}]
    return dice.choice(online or [Channel.OTHER_ONLINE.value])


def _languages(scene: Scene) -> Sequence[tuple[str, int]]:
    others = [(code, _LOCALES[code]) for code in scene.languages if code in _LOCALES]
    return [("ja", 100 - sum(often for _, often in others)), *others]


def _one_of(dice: random.Random, offered: Sequence[tuple[str, int]]) -> str:
    return dice.choices([name for name, _ in offered], [often for _, often in offered])[0]


def _ways(
    scene: Scene, dice: random.Random, chosen: list[Procedure],
    by_month: Counter[tuple[str, str]],
) -> Iterator[Fact]:  # fmt: skip
    """What goes before and after sending, one fact a month: begun, steps, given up, rated."""
    known = {each.code: each for each in chosen if each.form in forms()}
    for (month, code), came in sorted(by_month.items()):
        noon = datetime.combine(date.fromisoformat(f"{month}-01"), time(12), JST).astimezone(UTC)
        if code not in known or noon >= scene.now:
            continue
        each, gone = known[code], sum(dice.random() < 0.22 for _ in range(came))
        told = {"procedure": code, "section": each.section, "form": each.form}
        yield _of_month(noon, Event.STARTED, came + gone, **told)
        steps = forms()[each.form].steps
        for place, step in enumerate(steps, start=1):
            left = came + gone - (gone * place) // (len(steps) + 1)
            yield _of_month(noon, Event.STEP_DONE, left, step=step.slug, **told)
        marks = Counter(_one_of(dice, _MARKS) for _ in range(came // 2))
        fields = Counter(
            dice.choice(steps[0].fields).key for _ in range(came) if dice.random() < 0.05
        )
        helped = sum(dice.random() < _PROXIES for _ in range(came))
        for event, counts in (
            (Event.HELPED, {"proxy": helped}),
            (Event.ABANDONED, {"expired": gone}), (Event.RATED, marks),
            (Event.CORRECTION_ASKED, fields),
        ):  # fmt: skip
            for detail, count in counts.items():
                if count:
                    yield _of_month(noon, event, count, detail=detail, **told)


def _of_month(noon: datetime, event: Event, count: int, **told: str) -> Fact:
    fact = journal.new_fact(
        noon, event=event, procedure=told["procedure"], section=told["section"],
        step=told.get("step"), detail=told.get("detail"), count=count, kind=FactKind.DEMO,
        device="phone", locale="ja",
    )  # fmt: skip
    fact.form = told["form"]
    return fact


def _season(scene: Scene, dice: random.Random, day: date) -> Iterator[Fact]:
    """The applications of the sample intake, and those of the same days of the year before."""
    club = next((p for p in scene.procedures if _is_of(scene.intake, p)), None)
    if scene.intake is None or club is None:
        return
    first, last = jst_date(scene.intake.opens_at), jst_date(scene.intake.closes_at)
    for ident, years in ((scene.intake.id, 0), (None, 1)):
        begun, ended = _earlier(first, years), _earlier(last, years)
        if begun <= day <= ended:
            rush = 1.6 if (day - begun).days < 2 or (ended - day).days < 3 else 0.8
            for _ in range(round(_CLUB_A_DAY * (rush - 0.12 * years) * dice.uniform(0.8, 1.2))):
                if fact := _arrival(scene, dice, club, _moment(dice, day), ident):
                    yield fact


def _is_of(intake: Intake | None, procedure: Procedure) -> bool:
    return intake is not None and procedure.code == intake.procedure


def _earlier(day: date, years: int) -> date:
    return day - timedelta(days=364 * years)


def _counters(
    scene: Scene, dice: random.Random, chosen: list[Procedure],
    by_month: Counter[tuple[str, str]],
) -> Iterator[Fact]:  # fmt: skip
    """What came at counters and by mail, known by its month only; the share online grows."""
    sections = {each.code: each.section for each in chosen}
    months = sorted({month for month, _ in by_month})
    for (month, code), online in sorted(by_month.items()):
        share = 0.24 + 0.2 * months.index(month) / max(len(months), 1)
        others = round(online * (1 - share) / share * dice.uniform(0.85, 1.15))
        mail = others // 8
        for channel, count in ((Channel.COUNTER, others - mail), (Channel.MAIL, mail)):
            if count:
                fact = journal.monthly_count(
                    month, scene.now, procedure=code, section=sections[code],
                    channel=channel.value, count=count,
                )  # fmt: skip
                fact.kind = FactKind.DEMO
                yield fact


def _left(scene: Scene, dice: random.Random, months: list[str]) -> Iterator[Fact]:
    """What comes at counters for procedures that are not online yet."""
    for place, each in enumerate(scene.offline[:_LEFT_OFFLINE]):
        for month in months:
            fact = journal.monthly_count(
                month, scene.now, procedure=each.code, section=each.section,
                channel=Channel.COUNTER.value,
                count=round(dice.uniform(0.8, 1.2) * 240 / (place + 2)) + 1,
            )  # fmt: skip
            fact.kind = FactKind.DEMO
            yield fact
