"""Owns the off-hours share by target year (対象年度) of the intake."""

from collections import Counter

from sqlmodel import Session

from app.applications.service.intakes import all_intakes
from app.statistics import store
from app.statistics.models import APPLICATIONS, Metric, Selection, Table
from app.statistics.split import split_table

_FIRST_OF_REIWA = 2018


def table(session: Session, selection: Selection) -> Table:
    """One row for each year that is applied for, whenever the application arrived."""
    years = {intake.id: str(intake.target_year) for intake in all_intakes(session)}
    counts: Counter[tuple[str, ...]] = Counter()
    for (intake, reason), count in store.tally(session, selection, "intake", "reason").items():
        counts[years.get(intake, ""), reason] += count
    return split_table(
        "対象年度", counts, _name, order=sorted(years.values()),
        note="11月に届いた申請の対象年度は、次の4月からの年度です。",
    )  # fmt: skip


def _name(year: str) -> str:
    if not year:
        return "対象年度のない申請"
    number = int(year) - _FIRST_OF_REIWA
    return f"令和{number}年度" if number > 1 else f"{year}年度"


METRIC = Metric(
    "by-target-year", "対象年度別の開庁時間外割合", APPLICATIONS, 81, table, shape="bars",
    about="募集の対象年度（申請して使い始める年度）ごとの件数と割合です。",
)  # fmt: skip
