"""Owns the nouns of the catalogue's URLs: what is asked, the languages to search, the sections.

What only computes is `async`: a plain function would go to a thread and back, which costs more.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Protocol

from fastapi import Depends
from starlette.requests import Request

from app.accounts import service as accounts
from app.accounts.deps import Me
from app.accounts.models import Role
from app.catalogue import service
from app.city import City
from app.database import Reading
from app.i18n.messages import Language
from app.web.templating import ReaderLanguage, Web

ENGLISH = "en"


class OpenIntake(Protocol):
    """An intake as the home page lists it (the room of applications, above, has them)."""

    name: str
    form: str
    closes_at: datetime


class Window(Protocol):
    """When a form can be sent: `state` is always, open, scheduled or closed."""

    state: str
    intake: OpenIntake | None


async def wish(
    q: str = "", online: str = "", life_event: str = "", section: str = "", audience: str = ""
) -> service.Wish:
    """What a reader asks; a filter that makes no sense filters nothing."""
    return service.Wish(
        text=q,
        online={"1": True, "0": False}.get(online),
        life_event=life_event,
        section=section,
        audience=audience if audience in ("resident", "business") else "",
    )


async def searched_languages(request: Request, language: ReaderLanguage) -> list[Language]:
    """The reader's language and English: words of both find Japanese procedures."""
    web: Web = request.app.state.web
    english = web.languages.by_address.get(ENGLISH)
    return [language] if english in (None, language) else [language, english]


async def city_of(request: Request) -> City:
    """The profile of the running city hall."""
    return request.app.state.city  # type: ignore[no-any-return]


def section_names(reading: Reading, language: ReaderLanguage, city: "CityHere") -> dict[str, str]:
    """The names of the sections by code, in English where the reader's language is not Japanese."""
    names = accounts.section_names(reading)
    if language.is_read_in_japanese:
        return names
    return names | {each.code: each.name_en for each in city.sections if each.code in names}


async def own_sections(me: Me) -> frozenset[str]:
    """The sections whose procedures this person edits; an administrator also those of none."""
    return me.sections | {""} if me.role == Role.ADMIN else me.sections


def open_intakes(request: Request, reading: Reading, now: datetime) -> Sequence[OpenIntake]:
    """The intakes open now, asked from the room above through the app's state."""
    ask: Callable[[Reading, datetime], Sequence[OpenIntake]] | None
    ask = getattr(request.app.state, "open_intakes", None)
    return ask(reading, now) if ask else []


def intake_titles(
    reading: Reading, language: ReaderLanguage, intakes: Sequence[OpenIntake]
) -> dict[str, str]:
    """What the intakes are for, by form, for readers who cannot read the names the city gave."""
    if language.is_read_in_japanese:
        return {}
    titles: dict[str, str] = {}
    for form in {each.form for each in intakes}:
        for procedure in service.procedures_with_form(reading, form)[:1]:
            title, is_translated = language.procedure_text(procedure.name)
            titles |= {form: title} if is_translated else {}
    return titles


def form_window(request: Request, reading: Reading, form: str, now: datetime) -> Window | None:
    """When a form can be sent; None where nobody says so."""
    ask: Callable[[Reading, str, datetime], Window] | None
    ask = getattr(request.app.state, "form_window", None)
    return ask(reading, form, now) if ask and form else None


Asked = Annotated[service.Wish, Depends(wish)]
SearchedLanguages = Annotated[list[Language], Depends(searched_languages)]
CityHere = Annotated[City, Depends(city_of)]
SectionNames = Annotated[dict[str, str], Depends(section_names)]
OwnSections = Annotated[frozenset[str], Depends(own_sections)]
