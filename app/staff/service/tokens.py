"""Owns the verbs of API tokens in the workbench: making one and revoking it, each written down."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from app.accounts import service as accounts
from app.accounts.models import Role
from app.audit import service as audit
from app.crypto import digest
from app.forms.values import FieldError
from app.web.posted import Posted

ROLES: Final = {
    Role.DX_OFFICE: "DX推進（統計を読む）",
    Role.ADMIN: "管理者（統計を読む）",
    Role.CLERK: "担当職員（今は読めるものがありません）",
    Role.LEADER: "係長・課長など（今は読めるものがありません）",
}
OFFERED: Final = Role.DX_OFFICE
"""The least that reads what there is to read; others are made at the command line only."""
MOST_LABEL: Final = 80


def read_label(post: Posted) -> tuple[str, list[FieldError]]:
    """The label that was posted, and what is wrong with it."""
    label = post.get("label").strip()
    if 0 < len(label) <= MOST_LABEL:
        return label, []
    text = f"{MOST_LABEL}文字までで入力してください" if label else "使いみちを入力してください"
    return label, [FieldError("label", text, label="使いみち")]


def make(session: Session, now: datetime, *, label: str, actor: str) -> str:
    """A new token; what is returned is shown once and kept nowhere."""
    secret = accounts.make_token(session, now, role=OFFERED, label=label, actor=actor)
    mark = digest(secret)[: accounts.MARK_LENGTH]
    audit.record(
        session, now, actor=actor, action="token_made", subject=f"token:{mark}", detail=OFFERED
    )
    return secret


def revoke(session: Session, now: datetime, mark: str, *, actor: str) -> None:
    """Make a token open nothing from now on; a second time changes and records nothing."""
    if accounts.revoke_token(session, now, mark):
        audit.record(session, now, actor=actor, action="token_revoked", subject=f"token:{mark}")
