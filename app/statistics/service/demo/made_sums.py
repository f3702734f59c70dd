"""Owns what the demonstration tells beside the journal: handling, searches, mails, by month.

Real applications, mails and searches are never made up: their tables are worked with and mailed
from. These sums are read by the figures alone.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from app.clock import jst_date, to_jst
from app.journal.models import Event, Fact
from app.statistics.models import DemonstrationSum
from app.statistics.service.demo.made_facts import Scene

_STANDARDS: Final = (7, 14, 14, 30)
_IN_TIME: Final = 0.94
_CORRECTED: Final = 0.06
_WORDS: Final = (
    ("婚活", 9), ("シルバーパス", 8), ("部活動の遠征費", 4), ("家庭菜園", 6), ("スマホ教室", 12),
    ("蜂の巣", 11), ("空き地の草", 7), ("ドローン", 5), ("免許の返納", 10), ("猫の手術", 6),
)  # fmt: skip
_MAILS: Final = (("secret", 1.1, 0.012), ("arrived", 0.62, 0.004), ("news", 0.8, 0.006),
                 ("reminder", 0.09, 0.005), ("statistics", 0.002, 0.0))  # fmt: skip


def sums(scene: Scene, facts: Iterable[Fact]) -> Iterator[DemonstrationSum]:
    """All of them, from the set's own applications through the forms of the house."""
    dice = random.Random(f"{scene.seed}:sums")
    came: Counter[tuple[str, str]] = Counter()
    for fact in facts:
        if fact.event == Event.ARRIVED and fact.channel == "own" and fact.occurred_at:
            came[f"{to_jst(fact.occurred_at):%Y-%m}", fact.procedure] += fact.count
    yield from _handled(scene, dice, came)
    for month in sorted({month for month, _ in came}):
        total = sum(count for (each, _), count in came.items() if each == month)
        yield from _of_month(dice, month, total)


def _handled(
    scene: Scene, dice: random.Random, came: Counter[tuple[str, str]]
) -> Iterator[DemonstrationSum]:
    """What came to its end; a season with one day of results is left out, as for real."""
    season = scene.intake.procedure if scene.intake else ""
    standards = {
        code: dice.choice(_STANDARDS)
        for code in sorted({code for _, code in came})
        if code != season
    }
    this = f"{jst_date(scene.now):%Y-%m}"
    for (month, code), count in sorted(came.items()):
        done = round(count * (0.4 if month == this else 0.97))
        if code not in standards or not done:
            continue
        late = sum(dice.random() > _IN_TIME for _ in range(done))
        days = sum(dice.randint(1, 8) for _ in range(done) if dice.random() < _CORRECTED)
        yield DemonstrationSum(
            about="handled", month=month, name=code, count=done, part=done - late,
            standard=standards[code], days=days,
        )  # fmt: skip


def _of_month(dice: random.Random, month: str, total: int) -> Iterator[DemonstrationSum]:
    for words, often in _WORDS:
        count = round(often * dice.uniform(0.3, 1.7))
        if count:
            yield DemonstrationSum(about="missed", month=month, name=words, count=count)
    for topic, share, lost in _MAILS:
        count = max(round(total * share), 1)
        part = sum(dice.random() < lost for _ in range(count))
        yield DemonstrationSum(about="mailed", month=month, name=topic, count=count, part=part)
