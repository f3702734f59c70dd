"""Owns the tables of staff, their sections and sessions, API tokens and residents' devices."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import false
from sqlmodel import Field, SQLModel


class Role(StrEnum):
    """What a member of staff may do; a person holds one."""

    CLERK = "clerk"
    LEADER = "leader"
    DX_OFFICE = "dx_office"
    ADMIN = "admin"


class Section(SQLModel, table=True):
    """A section of the city hall (課), with its life span and successor (組織改正)."""

    __tablename__ = "sections"

    code: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=80)
    name_en: str = Field(default="", max_length=120)
    valid_from: date
    valid_to: date | None = None
    successor: str | None = Field(default=None, max_length=40)


class StaffMember(SQLModel, table=True):
    """An account of a member of staff."""

    __tablename__ = "staff_members"

    id: str = Field(primary_key=True, max_length=32)
    login: str = Field(unique=True, max_length=254)
    name: str = Field(max_length=80)
    password_hash: str = Field(default="", max_length=200)
    role: str = Field(default=Role.CLERK, max_length=12)
    must_change: bool = False
    is_active: bool = True
    created_at: datetime


class StaffSection(SQLModel, table=True):
    """A section a member of staff belongs to."""

    __tablename__ = "staff_sections"

    staff_id: str = Field(primary_key=True, foreign_key="staff_members.id", max_length=32)
    section: str = Field(primary_key=True, foreign_key="sections.code", max_length=40)


class StaffSession(SQLModel, table=True):
    """A signed-in browser; the cookie's token is kept only as its hash."""

    __tablename__ = "staff_sessions"

    token_hash: str = Field(primary_key=True, max_length=64)
    staff_id: str = Field(foreign_key="staff_members.id", max_length=32, index=True)
    created_at: datetime
    last_seen: datetime
    by_openid: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class StaffIdentity(SQLModel, table=True):
    """Who a member of staff is to the organisation's provider (OpenID Connect): one, or nobody."""

    __tablename__ = "staff_identities"

    issuer: str = Field(primary_key=True, max_length=254)
    subject: str = Field(primary_key=True, max_length=255)
    staff_id: str = Field(foreign_key="staff_members.id", unique=True, max_length=32)
    tied_at: datetime


class LinkCode(SQLModel, table=True):
    """What ties the next identity that brings it to an account; kept only as its hash."""

    __tablename__ = "link_codes"

    staff_id: str = Field(primary_key=True, foreign_key="staff_members.id", max_length=32)
    code_hash: str = Field(unique=True, max_length=64)
    made_at: datetime


class OpenIdVisit(SQLModel, table=True):
    """A browser on its way to the provider and back, or back and waiting for its link code.

    `goal` is one of our own addresses; `subject` is empty until the provider has told it.
    """

    __tablename__ = "openid_visits"

    token_hash: str = Field(primary_key=True, max_length=64)
    goal: str = Field(max_length=2000)
    issuer: str = Field(default="", max_length=254)
    subject: str = Field(default="", max_length=255)
    begun_at: datetime


class ApiToken(SQLModel, table=True):
    """A bearer token for scripts, kept only as its hash."""

    __tablename__ = "api_tokens"

    token_hash: str = Field(primary_key=True, max_length=64)
    label: str = Field(max_length=80)
    role: str = Field(max_length=12)
    created_at: datetime
    created_by: str = Field(max_length=64)
    revoked_at: datetime | None = None


class Device(SQLModel, table=True):
    """A resident's browser, known by a random cookie kept only as its hash."""

    __tablename__ = "devices"

    id: str = Field(primary_key=True, max_length=32)
    token_hash: str = Field(unique=True, max_length=64)
    is_shared: bool = False
    created_at: datetime


class SignInTry(SQLModel, table=True):
    """One failed sign-in, for the limits shared by all workers."""

    __tablename__ = "sign_in_tries"

    id: str = Field(primary_key=True, max_length=32)
    key: str = Field(max_length=64, index=True)
    at: datetime
