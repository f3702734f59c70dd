"""Owns what estimates assume: names, units and first values, which a city replaces by its own."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlmodel import Session

from app.statistics.store import rows as store

UNSOURCED: Final = "仮の値です（出典なし）。市で測った値に置き換えてください。"


@dataclass(frozen=True)
class Assumed:
    """One factor of an estimate: per application that came online."""

    name: str
    label: str
    unit: str
    value: Decimal
    note: str = UNSOURCED
    changed_at: datetime | None = None

    @property
    def is_own(self) -> bool:
        """Whether the city has put a value of its own."""
        return self.changed_at is not None


FACTORS: Final = {
    each.name: each
    for each in (
        Assumed("counter_minutes", "窓口で1件を受け付ける時間", "分", Decimal(15)),
        Assumed("visits", "1件のための来庁の回数", "回", Decimal(1)),
        Assumed("visit_minutes", "1回の来庁にかかる時間（往復・待ち時間）", "分", Decimal(60)),
    )
}


def load(session: Session) -> dict[str, Assumed]:
    """Every factor by name, with the city's own value where there is one."""
    own = {row.name: row for row in store.factors(session)}
    return {
        name: replace(
            each, value=Decimal(own[name].value), note=own[name].note,
            changed_at=own[name].changed_at,
        ) if name in own else each
        for name, each in FACTORS.items()
    }  # fmt: skip
