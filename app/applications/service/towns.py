"""Owns the choice of a town (町域) while an address is typed: what was typed always wins."""

from collections.abc import Iterable, Mapping

from app.applications.service.drafts import Raw
from app.applications.service.postal import Town, look_up, search
from app.forms.field import Field
from app.forms.fields.address import AddressField
from app.forms.fields.postal import postal_code, shown_code

ASKED = "_lookup"
"""The name under which the draft remembers where 「住所を探す」 was pressed last."""


def looked_up(raw: Raw, path: str) -> Raw:
    """What was typed, blank boxes filled in where the postal code leaves no choice."""
    if f"{path}.postal" not in raw:
        return raw
    filled = dict(raw) | {ASKED: [path]}
    found = _of_code(raw, path)
    for line in ("prefecture", "city", "town"):
        texts = {getattr(each, line) for each in found}
        if len(texts) == 1 and not _typed(raw, path, line):
            filled[f"{path}.{line}"] = [texts.pop()]
    return filled


def with_town(raw: Raw, path: str, wanted: str) -> Raw:
    """The town that was chosen (`code town`) in its boxes; a number of a house stays behind it."""
    code, _, name = wanted.partition(" ")
    chosen = next((each for each in look_up(code) if each.town == name), None)
    if chosen is None:
        return raw
    before = _typed(raw, path, "town")
    is_searched = not _of_code(raw, path) and not before.startswith(name)
    town = name if is_searched else before if before.startswith(name) else name + before
    boxes = {
        "postal": shown_code(code), "prefecture": chosen.prefecture, "city": chosen.city,
        "town": town,
    }  # fmt: skip
    return dict(raw) | {f"{path}.{part}": [text] for part, text in boxes.items()}


def offered(
    fields: Iterable[Field], typed: Mapping[str, list[str]]
) -> Mapping[str, tuple[Town, ...]]:
    """The towns to choose from, under the address where they were asked for; empty: none found."""
    path = (typed.get(ASKED) or [""])[0]
    key = path.rpartition(".")[2]
    if not any(isinstance(each, AddressField) and each.key == key for each in fields):
        return {}
    found = _of_code(typed, path)
    if found and any(_stands(each, typed, path) for each in found):
        return {}
    if not found and not _typed(typed, path, "postal"):
        words = [_typed(typed, path, line) for line in ("prefecture", "city", "town")]
        found = search(*words)
    return {path: found}


def _of_code(raw: Mapping[str, list[str]], path: str) -> tuple[Town, ...]:
    code = postal_code(_typed(raw, path, "postal"))
    return look_up(code) if code else ()


def _stands(town: Town, raw: Mapping[str, list[str]], path: str) -> bool:
    """Whether the boxes say this town already."""
    is_there = _typed(raw, path, "prefecture") == town.prefecture
    is_there = is_there and _typed(raw, path, "city") == town.city
    return is_there and _typed(raw, path, "town").startswith(town.town)


def _typed(raw: Mapping[str, list[str]], path: str, part: str) -> str:
    return (raw.get(f"{path}.{part}") or [""])[0].strip()
