"""Owns the off-hours share by class of device."""

from sqlmodel import Session

from app.journal.models import DeviceClass
from app.statistics import store
from app.statistics.models import APPLICATIONS, Metric, Selection, Table
from app.statistics.split import split_table

NAMES = {
    DeviceClass.PHONE: "スマートフォン", DeviceClass.TABLET: "タブレット",
    DeviceClass.DESKTOP: "パソコン", DeviceClass.UNKNOWN: "分からない・記録なし",
}  # fmt: skip


def table(session: Session, selection: Selection) -> Table:
    """One row for each class; nothing finer is ever recorded."""
    return split_table(
        "端末", store.tally(session, selection, "device", "reason"),
        lambda value: NAMES[DeviceClass(value)], order=[each.value for each in NAMES],
        note="ブラウザが名のる種類だけを記録しています。機種は記録していません。",
    )  # fmt: skip


METRIC = Metric(
    "by-device", "端末別の開庁時間外割合", APPLICATIONS, 110, table, shape="bars",
    about="スマートフォン・タブレット・パソコンの別の件数と割合です。",
)  # fmt: skip
