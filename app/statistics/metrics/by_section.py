"""Owns the off-hours share by section, as the section was called when the application arrived."""

from sqlmodel import Session

from app.accounts import service as accounts
from app.statistics import store
from app.statistics.models import APPLICATIONS, Metric, Selection, Table
from app.statistics.split import split_table


def table(session: Session, selection: Selection) -> Table:
    """One row for each section of the time of arrival."""
    names = accounts.section_names(session)
    return split_table(
        "課（届いた時）", store.tally(session, selection, "section", "reason"),
        lambda code: names.get(code, code) or "課の記録なし",
        note="組織改正（4月1日など）の前に届いた申請は、その時の課に数えます。",
    )  # fmt: skip


METRIC = Metric(
    "by-section", "課別の開庁時間外割合（届いた時の課）", APPLICATIONS, 70, table, shape="bars",
    about="届いた時に担当だった課ごとの件数と割合です。",
)  # fmt: skip
