"""Owns the off-hours share by section, by the section that has the procedure today."""

from collections import Counter

from sqlmodel import Session

from app.accounts import service as accounts
from app.statistics import store
from app.statistics.models import APPLICATIONS, Metric, Selection, Table
from app.statistics.split import split_table


def table(session: Session, selection: Selection) -> Table:
    """One row for each section of today; its past applications came to its forerunners."""
    sections, names = store.sections_by_procedure(session), accounts.section_names(session)
    counts: Counter[tuple[str, ...]] = Counter()
    for (procedure, reason), count in store.tally(
        session, selection, "procedure", "reason"
    ).items():
        counts[sections.get(procedure, ""), reason] += count
    return split_table(
        "課（今）", counts, lambda code: names.get(code, code) or "今の手続一覧にない手続",
        note="手続を今担当している課に、過去の申請も数えます。届いた時の課による表とは合いません。",
    )  # fmt: skip


METRIC = Metric(
    "by-section-now", "課別の開庁時間外割合（今の課）", APPLICATIONS, 71, table, shape="bars",
    about="手続を今担当している課ごとの件数と割合です。",
)  # fmt: skip
