"""Owns the figures of a season one by one: what each is, and how it leaves the product."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from app.city import City
from app.clock import jst_date
from app.statistics.metrics import METRICS
from app.statistics.models import APPLICATIONS, Table
from app.statistics.service.files import ARRIVALS, Export
from app.statistics.service.season import Season, Side

_LAST_DAY: Final = "今の1時間と、その前の23時間に届いた、この募集の申請の件数です。"
_DRAFTS: Final = (
    "この募集の下書きのうち、まだ送信していないものの数です。端末は、書き始めたときのものです。"
)
_NO_DRAFTS: Final = "送信したもの、期限が過ぎたもの、本人が消したもの、試験の下書きは数えません。"
_TIMES: Final = "届いた日、受付・決定の日、補正を求めた日と届いた日の間の、暦の日数の中央値です。"
_NO_TIMES: Final = "まだそこまで進んでいない申請と、保存の期限が過ぎて消えた申請は数えません。"
_CORRECTIONS: Final = (
    "職員が補正を求めた回数と、住民がその欄を直した回数を、今の様式の欄ごとに数えます。"
)
_NO_CORRECTIONS: Final = "電話や窓口で直したもの、試験の申請は数えません。"


def exports(season: Season, city: City) -> dict[str, Export]:
    """Every figure of a season's page by its key: `now.off-hours`, `before.by-device`, `times`."""
    found = dict(_of_side("now", season.now, season, city))
    if season.before:
        found |= _of_side("before", season.before, season, city)
    return found | {each.slug.removeprefix("season-"): each for each in _own(season, city)}


def _own(season: Season, city: City) -> Iterator[Export]:
    """What is of the present season alone; the note of each table says what it leaves out."""
    drafts = Table(("端末", "下書きの数"), season.drafts, note=_NO_DRAFTS)
    times = Table(("間", "日数"), season.times, note=_NO_TIMES)
    columns = ("欄", "補正を求めた回数", "住民が直した回数")
    corrections = Table(columns, season.corrections, note=_NO_CORRECTIONS)
    chosen = season.now.selection
    day = replace(
        chosen, first=jst_date(season.as_of - timedelta(hours=23)), last=jst_date(season.as_of)
    )
    for key, title, about, unit, table, days, source in (
        ("drafts", "まだ送信していない下書き", _DRAFTS, "下書き", drafts, chosen, "下書きの記録"),
        ("last-day", "この24時間に届いた申請", _LAST_DAY, APPLICATIONS, season.last_day, day,
         ARRIVALS),
        ("times", "かかった日数（中央値）", _TIMES, "暦の日", times, chosen, "申請の記録"),
        ("corrections", "補正の多い欄", _CORRECTIONS, "回", corrections, chosen, "補正の記録"),
    ):  # fmt: skip
        yield Export(
            f"season-{key}", f"{season.intake.name}：{title}", about, unit, table, days, city,
            season.as_of, source,
        )  # fmt: skip


def _of_side(key: str, side: Side, season: Season, city: City) -> Iterator[tuple[str, Export]]:
    off_hours, week = METRICS["off-hours"], METRICS["heat-map"]
    # The present side bears the name of the intake, which stands before it.
    whose = "" if side.name == season.intake.name else f"{side.name} "
    for metric, table in ((off_hours, side.table), (week, side.week), *side.splits):
        yield (
            f"{key}.{metric.slug}",
            Export(
                f"season-{key}-{metric.slug}", f"{season.intake.name}：{whose}{metric.title}",
                metric.about, metric.unit, table, side.selection, city, season.as_of,
                hours=side.hours,
            ),
        )  # fmt: skip
