"""Owns which status follows which, by the kind of filing, and what a resident sees of it."""

from collections.abc import Mapping
from datetime import datetime

from app.applications.models import GONE, Application, Decision, Status
from app.forms.values import N_

S = Status

_CORRECTION = {
    S.CORRECTION_REQUESTED: (S.CORRECTED, S.ACCEPTED, S.WITHDRAWN),
}

# 申請: 到達 → 受付 → (補正依頼中 ⇄ 補正済み) → 審査中 → 決定 → 通知済み.
# There is no 不受理 (行政手続法7条).
FOLLOWING: Mapping[str, Mapping[Status, tuple[Status, ...]]] = {
    "application": {
        S.ARRIVED: (S.ACCEPTED, S.WITHDRAWN),
        S.ACCEPTED: (S.REVIEWING, S.CORRECTION_REQUESTED, S.WITHDRAWN),
        **_CORRECTION,
        S.CORRECTED: (S.REVIEWING, S.CORRECTION_REQUESTED, S.WITHDRAWN),
        S.REVIEWING: (S.DECIDED, S.CORRECTION_REQUESTED, S.WITHDRAWN),
        S.DECIDED: (S.NOTIFIED, S.DECLINED),
        S.NOTIFIED: (S.DECLINED,),
    },
    "notification": {
        S.ARRIVED: (S.ACCEPTED, S.WITHDRAWN),
        S.ACCEPTED: (S.COMPLETED, S.CORRECTION_REQUESTED, S.WITHDRAWN),
        **_CORRECTION,
        S.CORRECTED: (S.COMPLETED, S.CORRECTION_REQUESTED, S.WITHDRAWN),
    },
    "booking": {
        S.ARRIVED: (S.CONFIRMED, S.LOTTERY, S.FULL, S.WITHDRAWN),
        S.LOTTERY: (S.CONFIRMED, S.FULL, S.WITHDRAWN),
        S.CONFIRMED: (S.WITHDRAWN,),
    },
    "report": {
        S.ARRIVED: (S.IN_PROGRESS, S.RESOLVED, S.ANSWERED),
        S.IN_PROGRESS: (S.RESOLVED, S.ANSWERED),
    },
}

ENDED = GONE | {S.COMPLETED, S.FULL, S.RESOLVED, S.ANSWERED}

LABELS: Mapping[Status, str] = {
    S.ARRIVED: N_("市に届きました（到達）"),
    S.ACCEPTED: N_("受付しました"),
    S.CORRECTION_REQUESTED: N_("直していただきたいところがあります（補正依頼中）"),
    S.CORRECTED: N_("直した内容が届きました（補正済み）"),
    S.REVIEWING: N_("審査中です"),
    S.DECIDED: N_("決定しました"),
    S.NOTIFIED: N_("結果をお知らせしました（通知済み）"),
    S.COMPLETED: N_("手続が終わりました（完了）"),
    S.CONFIRMED: N_("予約・申込みが確定しました"),
    S.LOTTERY: N_("抽選になります"),
    S.FULL: N_("定員に達しました（満員）"),
    S.IN_PROGRESS: N_("対応中です"),
    S.RESOLVED: N_("対応が終わりました（対応済み）"),
    S.ANSWERED: N_("回答しました"),
    S.WITHDRAWN: N_("取り下げました"),
    S.DECLINED: N_("辞退されました"),
}

STAFF_LABELS: Mapping[Status, str] = {
    S.ARRIVED: "到達",
    S.ACCEPTED: "受付",
    S.CORRECTION_REQUESTED: "補正依頼中",
    S.CORRECTED: "補正済み",
    S.REVIEWING: "審査中",
    S.DECIDED: "決定",
    S.NOTIFIED: "通知済み",
    S.COMPLETED: "完了",
    S.CONFIRMED: "確定",
    S.LOTTERY: "抽選",
    S.FULL: "満員",
    S.IN_PROGRESS: "対応中",
    S.RESOLVED: "対応済み",
    S.ANSWERED: "回答",
    S.WITHDRAWN: "取下げ",
    S.DECLINED: "辞退",
}

DECISIONS: Mapping[Decision, str] = {
    Decision.APPROVED: N_("承諾"),
    Decision.REFUSED: N_("不承諾"),
    Decision.WAITING: N_("保留"),
    Decision.DISMISSED: N_("却下"),
}


def following(filing_kind: str, status: str) -> tuple[Status, ...]:
    """The statuses a clerk may set next."""
    return FOLLOWING.get(filing_kind, {}).get(Status(status), ())


def way_out(application: Application, now: datetime) -> Status | None:
    """What its resident may end it with: 取下げ before the decision, 辞退 after 承諾.

    A decision that was not released is none yet: refusing 取下げ would betray it (内定).
    """
    follow = following(application.filing_kind, shown_status(application, now))
    if S.WITHDRAWN in follow:
        return S.WITHDRAWN
    is_approved = application.decision == Decision.APPROVED
    return S.DECLINED if S.DECLINED in follow and is_approved else None


def decision_of(application: Application) -> Decision | None:
    """What was decided."""
    return Decision(application.decision) if application.decision else None


def takes_documents(application: Application, now: datetime) -> bool:
    """Whether documents may still come: not after its end, nor after a refusal that is known."""
    is_refused = application.decision in (Decision.REFUSED, Decision.DISMISSED)
    return shown_status(application, now) not in ENDED and not (
        is_refused and is_decision_visible(application, now)
    )


def is_decision_visible(application: Application, now: datetime) -> bool:
    """Whether the resident may see the decision: from the release time on (内定 before)."""
    visible_at = application.decision_visible_at
    return application.decision is not None and (visible_at is None or visible_at <= now)


def shown_status(application: Application, now: datetime) -> Status:
    """The status a resident sees; a decision that is not released yet reads 審査中."""
    visible_at = application.decision_visible_at
    return shown(Status(application.status), decision_of(application), visible_at, now)


def shown(
    status: Status, decision: Decision | None, visible_at: datetime | None, now: datetime
) -> Status:
    """The same for a status that is about to be set."""
    is_visible = decision is not None and (visible_at is None or visible_at <= now)
    return S.REVIEWING if status in (S.DECIDED, S.NOTIFIED) and not is_visible else status
