"""Owns the nouns of statistics in URLs: who may read by token, and what was asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from sqlmodel import Session
from starlette.requests import Request

from app.accounts import service as accounts
from app.accounts.deps import Now
from app.accounts.models import Role
from app.catalogue.models import Channel
from app.city import City
from app.clock import jst_date
from app.database import Reading
from app.errors import Forbidden, SignInNeeded
from app.forms.fields.date import DateField
from app.forms.values import FieldError, Raw, input_name
from app.statistics import periods
from app.statistics.models import Wish
from app.statistics.service import demo
from app.statistics.view import BoardView
from app.web.templating import Page, Renderer

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_READERS = (Role.DX_OFFICE, Role.ADMIN)
DAYS = {
    name: DateField(key=name, label=label, required=False)
    for name, label in (("from", "始まりの日"), ("to", "終わりの日"))
}
"""The two days of the page's form: boxes `from.year`, `from.month`, …; `from` itself is ISO."""
_WORDS = {
    "from": "始まりの日を読み取れませんでした（例：2023年11月6日、令和5年11月6日）",
    "to": "終わりの日を読み取れませんでした（例：2023年11月30日、令和5年11月30日）",
    "procedure": "手続を選び直してください",
    "intake": "募集を選び直してください",
    "channel": "経路を選び直してください",
    "section": "課を選び直してください",
    "step": "動きの刻みを選び直してください",
    "period": "年度・月を選び直してください",
    "compare": "比べる期間を選び直してください",
}


def _iso_day(value: object) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("a day is written like 2023-11-06")
    return date.fromisoformat(value)


def _period(value: object) -> tuple[date, date]:
    if not isinstance(value, str):
        raise ValueError("a period is written like fy2025 or 2025-11")
    return periods.parse(value)


def _period_text(value: str) -> str:
    periods.parse(value)
    return value


def city_of(request: Request) -> City:
    """The profile of the running city hall."""
    return request.app.state.city  # type: ignore[no-any-return]


def live_reading(reading: Reading) -> Reading:
    """For numbers that other programs take for real ones: sample data never count."""
    demo.leave_out(reading)
    return reading


LiveReading = Annotated[Session, Depends(live_reading)]
Day = Annotated[date, BeforeValidator(_iso_day)]
Period = Annotated[tuple[date, date], BeforeValidator(_period)]
PeriodText = Annotated[str, AfterValidator(_period_text)]
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
    section: Code | None = None
    step: Literal["day", "week", "month", "year"] | None = None
    period: Period | None = None
    compare: Literal["before", "year"] | PeriodText | None = None

    def wish_on(self, today: date) -> Wish:
        """What is asked today: a named period that is running ends today."""
        first, last = self.period or (self.first, self.last)
        if self.period and self.period[0] <= today < self.period[1]:
            last = today
        return Wish(
            first, last, self.procedure, self.intake, tuple(dict.fromkeys(self.channel)),
            self.section, self.step or "", self.compare or "",
        )  # fmt: skip


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


@dataclass(frozen=True)
class FormSent:
    """What the page's form asks: the readable parts, and every unreadable one by its name."""

    wish: Wish
    problems: Mapping[str, str]
    boxes: Raw
    """The date boxes as typed: input name -> values."""


def asked(request: Request, clock: Now) -> FormSent:
    """What the page's form asks; unreadable parts are left out and named."""
    today = jst_date(clock.now())
    sent = request.query_params
    raw: dict[str, object] = {
        name: value.strip() for name, value in sent.items() if name != "channel" and value.strip()
    }
    raw["channel"] = [value for value in sent.getlist("channel") if value]
    problems: dict[str, str] = {}
    for name, day in DAYS.items():
        typed = {part: sent.getlist(input_name(name, part)) for part in day.parts}
        found = day.parse(typed)
        if isinstance(found, FieldError):
            problems[name] = _WORDS[name]
        elif found is not None:
            raw[name] = found
    try:
        wish = _PageQuery.model_validate(raw).wish_on(today)
    except ValidationError as error:
        for name in {str(problem["loc"][0]): None for problem in error.errors()}:
            problems[name] = _WORDS[name]
            raw.pop(name)
        wish = _PageQuery.model_validate(raw).wish_on(today)
    names = [input_name(name, part) for name, day in DAYS.items() for part in day.parts]
    return FormSent(wish, problems, {name: sent.getlist(name) for name in names if name in sent})


class BoardPage(Page):
    """A page whose links keep the dashboard's view: `view` in its templates."""

    def __init__(self, page: Page, view: BoardView) -> None:
        super().__init__(page.request, page.web, page.language)
        self.view = view

    def context(self) -> dict[str, object]:
        """The names every template may use, and the view."""
        return super().context() | {"view": self.view}


def board_page(page: Renderer, asked: Annotated[FormSent, Depends(asked)]) -> BoardPage:
    """The renderer of the DX office's pages."""
    return BoardPage(page, BoardView.told(asked.wish, page.request.query_params))


BoardRenderer = Annotated[BoardPage, Depends(board_page)]
TokenRole = Annotated[Role, Depends(bearer)]
OffHoursAsked = Annotated[OffHoursQuery, Query()]
Asked = Annotated[FormSent, Depends(asked)]
