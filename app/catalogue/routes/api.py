"""Owns the public API of the catalogue: others rely on its addresses and names."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from app.catalogue import service
from app.catalogue.deps import SearchedLanguages
from app.database import Reading

router = APIRouter(prefix="/api/v1", tags=["catalogue"])


class ProceduresQuery(BaseModel):
    """What may be asked; anything else is refused."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Field(max_length=200)] = ""
    online: Literal["0", "1"] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 20
    offset: Annotated[int, Field(ge=0)] = 0


class ProcedureItem(BaseModel):
    """A procedure as the API lists it."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    code: str
    name: str
    kana: str
    plain_name: str
    summary: str
    section: str
    audience: str
    life_events: list[str]
    online_status: str
    channels: list[str]
    form: str
    system: str


class Procedures(BaseModel):
    """One page of procedures and how many there are in all."""

    total: int
    items: list[ProcedureItem]


@router.get("/procedures")
def procedures(
    asked: Annotated[ProceduresQuery, Query()], reading: Reading, languages: SearchedLanguages
) -> Procedures:
    """Published procedures: by relevance with `q`, else by code."""
    online = None if asked.online is None else asked.online == "1"
    found = service.find(reading, service.Wish(text=asked.q, online=online), languages).entries
    chosen = found[asked.offset : asked.offset + asked.limit]
    items = [
        ProcedureItem(
            code=each.code, name=each.name, kana=each.kana, plain_name=each.plain_name,
            summary=each.summary, section=each.section, audience=each.audience,
            life_events=sorted(each.life_events), online_status=each.online_status,
            channels=list(each.channels), form=each.form, system=each.system,
        )
        for each in chosen
    ]  # fmt: skip
    return Procedures(total=len(found), items=items)


@router.head("/procedures", include_in_schema=False)
def procedures_head(
    asked: Annotated[ProceduresQuery, Query()], reading: Reading, languages: SearchedLanguages
) -> Procedures:
    """The same without a body."""
    return procedures(asked, reading, languages)
