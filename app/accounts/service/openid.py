"""Owns signing in by the organisation's provider: the way there and back, and whose identity it is.

An account is tied to an identity by a link code alone, which an administrator makes and hands over;
never by a mail address, which a provider may give to somebody else (docs/decisions/0016).
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.accounts import store
from app.accounts.models import LinkCode, OpenIdVisit, StaffIdentity, StaffMember
from app.accounts.service.staff import account
from app.crypto import Keys, digest, readable_token, token
from app.errors import CityHallError
from app.openid import Identity, Secrets

LONGEST_VISIT = timedelta(minutes=10)
CODE_LASTS = timedelta(days=3)


class _AtTheDoor(CityHallError):
    """A sign-in that came to nothing; it can be begun again."""

    place = "sign-in"
    place_name = "サインインの画面へ"


class VisitLost(_AtTheDoor):
    """An answer that belongs to no sign-in of this browser: late, used before, or of another."""

    status = 400
    code = "LOGIN_STATE"
    message = "サインインの途中で時間がたったか、別の画面で始めたサインインです"
    advice = "サインインの画面から、もう一度始めてください。"


class NotSignedIn(_AtTheDoor):
    """The provider proved nobody."""

    status = 403
    code = "LOGIN_REFUSED"
    message = "組織のアカウントでサインインできませんでした"
    advice = "サインインの画面から、もう一度お試しください。続くときは、管理者に知らせてください。"


class NoAnswer(_AtTheDoor):
    """The provider does not answer."""

    status = 503
    code = "LOGIN_PROVIDER"
    message = "組織のサインインのしくみにつながりません"
    advice = (
        "少し待って、もう一度お試しください。急ぐときは、サインインの画面で、"
        "メールアドレスとパスワードでサインインできます。続くときは、管理者に知らせてください。"
    )
    retry_after = 60


def secrets_of(keys: Keys, visit: str) -> Secrets:
    """What goes with a visit: made from its secret under our key, so that it is kept nowhere."""
    state, nonce, verifier = (
        keys.sign("openid", f"{each}:{visit}") for each in ("state", "nonce", "verifier")
    )
    return Secrets(state, nonce, verifier)


def begin(session: Session, now: datetime, secret: str, goal: str) -> None:
    """Note that the browser of this secret leaves for the provider, and where it wants to go."""
    store.forget_visits(session, now - LONGEST_VISIT)
    store.add(session, OpenIdVisit(token_hash=digest(secret), goal=goal, begun_at=now))


def come_back(session: Session, now: datetime, secret: str) -> str | None:
    """Where the browser of this secret wanted to go; None when it is late or came back before."""
    visit = _visit(session, now, secret)
    if visit is None or visit.subject or not store.end_visit(session, visit.token_hash):
        return None
    return visit.goal


def wait_for_code(session: Session, now: datetime, identity: Identity, goal: str) -> str:
    """Keep a proven identity without account for a while; the secret of who it belongs to."""
    secret = token()
    visit = OpenIdVisit(
        token_hash=digest(secret), goal=goal, issuer=identity.issuer, subject=identity.subject,
        begun_at=now,
    )  # fmt: skip
    store.add(session, visit)
    return secret


def waiting(session: Session, now: datetime, secret: str) -> OpenIdVisit | None:
    """The proven identity that waits for its link code in the browser of this secret."""
    visit = _visit(session, now, secret)
    return visit if visit and visit.subject else None


def _visit(session: Session, now: datetime, secret: str) -> OpenIdVisit | None:
    visit = store.visit(session, digest(secret)) if secret else None
    return visit if visit and now - visit.begun_at <= LONGEST_VISIT else None


def member_of_identity(session: Session, identity: Identity) -> StaffMember | None:
    """The account of an identity, closed ones too; None when it is tied to none."""
    return store.staff_by_identity(session, identity.issuer, identity.subject)


def new_link_code(session: Session, now: datetime, staff_id: str) -> str:
    """A code that ties the next identity to this account; the one before opens nothing more.

    128 random bits: no guessing needs to be counted. Raises NotFound.
    """
    member, code = account(session, staff_id).member, readable_token()
    store.forget_code(session, member.id)
    store.add(session, LinkCode(staff_id=member.id, code_hash=digest(code), made_at=now))
    return code


def tie(session: Session, now: datetime, visit: OpenIdVisit, code: str) -> StaffMember | None:
    """Tie a waiting identity to the account of a code; None when the code opens no account.

    The account's identity of before is replaced. Code and visit are used up together.
    """
    right = store.take_code(session, digest(code), now - CODE_LASTS)
    member = store.staff_by_id(session, right) if right else None
    if member is None or not member.is_active:
        return None
    known = member_of_identity(session, Identity(visit.issuer, visit.subject))
    if known or not store.end_visit(session, visit.token_hash):
        raise VisitLost
    store.untie(session, member.id)
    store.add(
        session,
        StaffIdentity(issuer=visit.issuer, subject=visit.subject, staff_id=member.id, tied_at=now),
    )
    return member


def untie(session: Session, staff_id: str) -> bool:
    """Take the identity and any open link code from an account, which ends its sessions.

    Whether there was an identity. Raises NotFound.
    """
    member = account(session, staff_id).member
    store.forget_code(session, member.id)
    store.end_sessions_of(session, member.id)
    return store.untie(session, member.id)
