"""Owns the off-hours share by intake (募集)."""

from sqlmodel import Session

from app.applications.service.intakes import all_intakes
from app.statistics import store
from app.statistics.models import APPLICATIONS, Metric, Selection, Table
from app.statistics.split import split_table


def table(session: Session, selection: Selection) -> Table:
    """One row for each intake, and one for what has none."""
    names = {intake.id: intake.name for intake in all_intakes(session)}
    return split_table(
        "募集", store.tally(session, selection, "intake", "reason"),
        lambda ident: names.get(ident, "名前のない募集") if ident else "募集によらない申請",
        note="取り込んだ過去の記録には、募集の別がありません。",
    )  # fmt: skip


METRIC = Metric(
    "by-intake", "募集別の開庁時間外割合", APPLICATIONS, 80, table, shape="bars",
    about="募集（受付期間）ごとの件数と割合です。",
)  # fmt: skip
