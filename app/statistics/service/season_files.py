"""Owns the figures of a season one by one: what each is, and how it leaves the product."""

from collections.abc import Iterator
from typing import Final

from app.city import City
from app.statistics.metrics import METRICS
from app.statistics.models import APPLICATIONS, Cell, Table
from app.statistics.service.files import Export
from app.statistics.service.season import Season, Side

_LAST_DAY: Final = "今の1時間と、その前の23時間に届いた、この募集の申請の件数です。"
_DRAFTS: Final = (
    "この募集の下書きのうち、まだ送信していないものの数です。端末は、書き始めたときのものです。"
    "送信したもの、期限が過ぎたもの、本人が消したものは数えません。"
)
_TIMES: Final = (
    "届いた日、受付・決定の日、補正を求めた日と届いた日の間の、暦の日数の中央値です。"
    "まだそこまで進んでいない申請と、保存の期限が過ぎて消えた申請は数えません。"
)
_CORRECTIONS: Final = (
    "職員が補正を求めた回数と、住民がその欄を直した回数を、今の様式の欄ごとに数えます。"
    "電話や窓口で直したものは数えません。"
)


def exports(season: Season, city: City) -> dict[str, Export]:
    """Every figure of a season's page by its key: `now.off-hours`, `before.by-device`, `times`."""
    found = dict(_of_side("now", season.now, season, city))
    if season.before:
        found |= _of_side("before", season.before, season, city)
    corrections: tuple[tuple[Cell, ...], ...] = season.corrections
    for key, title, about, unit, table in (
        ("drafts", "まだ送信していない下書き", _DRAFTS, "下書き",
         Table(("端末", "下書きの数"), season.drafts)),
        ("last-day", "この24時間に届いた申請", _LAST_DAY, APPLICATIONS, season.last_day),
        ("times", "かかった日数（中央値）", _TIMES, "暦の日", Table(("間", "日数"), season.times)),
        ("corrections", "補正の多い欄", _CORRECTIONS, "回",
         Table(("欄", "補正を求めた回数", "住民が直した回数"), corrections)),
    ):  # fmt: skip
        found[key] = Export(
            f"season-{key}", f"{season.intake.name}：{title}", about, unit, table,
            season.now.selection, city, season.as_of,
        )  # fmt: skip
    return found


def _of_side(key: str, side: Side, season: Season, city: City) -> Iterator[tuple[str, Export]]:
    off_hours, week = METRICS["off-hours"], METRICS["heat-map"]
    for metric, table in ((off_hours, side.table), (week, side.week), *side.splits):
        yield (
            f"{key}.{metric.slug}",
            Export(
                f"season-{key}-{metric.slug}", f"{season.intake.name}：{side.name} {metric.title}",
                metric.about, metric.unit, table, side.selection, city, season.as_of,
            ),
        )  # fmt: skip
