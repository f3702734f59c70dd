"""Owns the off-hours share by procedure."""

from sqlmodel import Session

from app.statistics import store
from app.statistics.models import APPLICATIONS, Metric, Selection, Table
from app.statistics.split import split_table


def table(session: Session, selection: Selection) -> Table:
    """One row for each procedure anything arrived for, the busiest first."""
    counts = store.tally(session, selection, "procedure", "side")
    names = store.procedure_names(session, {value for value, _ in counts})
    return split_table(
        "手続", counts, lambda code: f"{names.get(code, '名前のない手続')}（{code}）",
        note="件数の多い順です。手続で絞ると、ほかの表もその手続だけになります。",
    )  # fmt: skip


METRIC = Metric(
    "by-procedure", "手続別の開庁時間外割合", APPLICATIONS, 60, table, shape="bars",
    about="申請が届いた手続ごとに、開庁時間以外に届いた件数を、届いた件数で割ります。",
)  # fmt: skip
