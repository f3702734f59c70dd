"""Owns the factors of estimates: what one application without a visit saves, and who says so."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from sqlmodel import Session

from app.audit import service as audit
from app.statistics.factors import FACTORS, Assumed, load
from app.statistics.models import Factor
from app.statistics.store import rows as store

MOST: Final = Decimal(10_000)
LONGEST_NOTE: Final = 300


@dataclass(frozen=True)
class Change:
    """What was typed for one factor."""

    name: str
    value: str
    note: str


def all_factors(session: Session) -> list[Assumed]:
    """Every factor with its value in force."""
    return list(load(session).values())


def fault_of(change: Change) -> str:
    """What is wrong with a typed factor, in words, or nothing."""
    if change.name not in FACTORS:
        return "その係数はありません"
    try:
        value = Decimal(change.value)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value <= MOST:
        return f"{FACTORS[change.name].label}は、0から{MOST:,}までの数で書いてください（例：15）"
    if not change.note.strip():
        return f"{FACTORS[change.name].label}の根拠を書いてください（例：窓口で100件を測定）"
    if len(change.note) > LONGEST_NOTE:
        return f"{FACTORS[change.name].label}の根拠は{LONGEST_NOTE}文字までにしてください"
    return ""


def change(session: Session, now: datetime, changed: Change, *, actor: str) -> None:
    """Keep a factor; the audit record holds what it was."""
    before = load(session)[changed.name]
    value = f"{Decimal(changed.value).normalize():f}"
    store.keep_factor(
        session, Factor(name=changed.name, value=value, note=changed.note.strip(),
                        changed_by=actor, changed_at=now.replace(microsecond=0)),
    )  # fmt: skip
    audit.record(
        session,
        now,
        actor=actor,
        action="factor_changed",
        subject=f"factor:{changed.name}",
        detail=f"{before.value}>{value}",
    )
