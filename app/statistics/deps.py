"""Owns the nouns of statistics in URLs: who may read by token, and what was asked for."""

import re
from datetime import date
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from starlette.requests import Request

from app.accounts import service as accounts
from app.accounts.models import Role
from app.catalogue.models import Channel
from app.database import Reading
from app.errors import Forbidden, SignInNeeded
from app.statistics.models import Wish

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_READERS = (Role.DX_OFFICE, Role.ADMIN)
_WORDS = {
    "from": "始まりの日を読み取れませんでした（例：2023-11-06）",
    "to": "終わりの日を読み取れませんでした（例：2023-11-30）",
    "procedure": "手続を選び直してください",
    "intake": "募集を選び直してください",
    "channel": "経路を選び直してください",
}


def _iso_day(value: object) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("a day is written like 2023-11-06")
    return date.fromisoformat(value)


Day = Annotated[date, BeforeValidator(_iso_day)]
Code = Annotated[str, Field(min_length=1, max_length=64)]


class OffHoursQuery(BaseModel):
    """The query of the off-hours numbers; an unknown parameter is refused, never ignored."""

    model_config = ConfigDict(extra="forbid")

    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="to")
    procedure: Code | None = None
    channel: list[Channel] = []

    def wish(self) -> Wish:
        """What is asked, apart from how it was sent."""
        return Wish(self.first, self.last, self.procedure, None, tuple(dict.fromkeys(self.channel)))


class _PageQuery(OffHoursQuery):
    model_config = ConfigDict(extra="ignore")

    intake: Code | None = None

    def wish(self) -> Wish:
        channels = tuple(dict.fromkeys(self.channel))
        return Wish(self.first, self.last, self.procedure, self.intake, channels)


def bearer(request: Request, reading: Reading) -> Role:
    """The role of the token that was sent; raises SignInNeeded or Forbidden."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    is_bearer = scheme.lower() == "bearer"
    role = accounts.role_of_token(reading, secret.strip()) if is_bearer else None
    if role is None:
        raise SignInNeeded
    if role not in _READERS:
        raise Forbidden
    return role


def asked(request: Request) -> tuple[Wish, list[str]]:
    """What the page's form asks; unreadable parts are left out and named."""
    sent = request.query_params
    raw: dict[str, object] = {
        name: value.strip() for name, value in sent.items() if name != "channel" and value.strip()
    }
    raw["channel"] = [value for value in sent.getlist("channel") if value]
    told: list[str] = []
    try:
        return _PageQuery.model_validate(raw).wish(), told
    except ValidationError as error:
        for name in {str(problem["loc"][0]): None for problem in error.errors()}:
            told.append(_WORDS[name])
            raw.pop(name)
    return _PageQuery.model_validate(raw).wish(), told


TokenRole = Annotated[Role, Depends(bearer)]
OffHoursAsked = Annotated[OffHoursQuery, Query()]
Asked = Annotated[tuple[Wish, list[str]], Depends(asked)]
