"""Owns the off-hours share by section, by the section that has the procedure today.

A section that another one took over (組織改正) is counted there, whatever the catalogue still says.
"""

from collections import Counter

from sqlmodel import Session

from app.accounts import service as accounts
from app.statistics import store
from app.statistics.models import APPLICATIONS, Metric, Selection, Table
from app.statistics.split import split_table


def table(session: Session, selection: Selection) -> Table:
    """One row for each section of today; its past applications came to its forerunners."""
    sections, names = store.sections_by_procedure(session), accounts.section_names(session)
    now = accounts.sections_now(session)
    counts: Counter[tuple[str, ...]] = Counter()
    for (procedure, side), count in store.tally(session, selection, "procedure", "side").items():
        section = sections.get(procedure, "")
        counts[now.get(section, section), side] += count
    return split_table(
        "課（今）", counts, lambda code: names.get(code, code) or "今の手続一覧にない手続",
        note="手続を今担当している課（引き継いだ課）に、過去の申請も数えます。届いた時の課による表とは合いません。",
    )  # fmt: skip


METRIC = Metric(
    "by-section-now", "課別の開庁時間外割合（今の課）", APPLICATIONS, 71, table, shape="bars",
    about="手続を今担当している課ごとの件数と割合です。",
)  # fmt: skip
