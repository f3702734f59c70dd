"""Owns the place on the ground: an address or a description, coordinates where they are known."""

import re
from typing import Literal

from pydantic import JsonValue

from app.forms.characters import digits
from app.forms.field import Field
from app.forms.fields.text import free_text
from app.forms.values import N_, FieldError, Gettext, Raw, mapping, one, text_of

DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?")
PLACE_MAX = 200
# 日本の領域 with its sea: beyond it a coordinate is a slip (latitude and longitude exchanged).
JAPAN = {"lat": (20.0, 46.0), "lon": (122.0, 154.0)}
NOT_IN_JAPAN = N_("緯度と経度を確かめてください。例）緯度 37.400500、経度 140.359700")
OTHER_MISSING = N_("緯度と経度は、両方を入力してください。")
POINT = N_("（緯度 {lat}、経度 {lon}）")


class LocationField(Field):
    """A place; canonical value: `place` as typed, `lat` and `lon` as texts of six decimals.

    A button fills in the coordinates where the browser can tell them; without it a typed address
    or description is enough. `exact: true` asks for the description beside the coordinates too.
    """

    PARTS = ("place", "lat", "lon")
    MISSING = N_("場所を入力してください。")
    SECONDS = 45

    type: Literal["location"] = "location"
    exact: bool = False

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return what is known of the place."""
        value: dict[str, JsonValue] = {}
        place = free_text(self, one(raw, "place"), limit=PLACE_MAX, part="place")
        if isinstance(place, FieldError):
            return place
        if place is not None:
            value["place"] = place
        typed = {axis: digits(one(raw, axis)[:40]) for axis in JAPAN}
        if any(typed.values()):
            missing = next((axis for axis in JAPAN if not typed[axis]), None)
            if missing is not None:
                return self.fault(OTHER_MISSING, missing)
            for axis in JAPAN:
                degrees = _degrees(axis, typed[axis])
                if degrees is None:
                    return self.fault(NOT_IN_JAPAN, axis)
                value[axis] = degrees
        if value and self.exact and place is None:
            return self.fault(self.MISSING, "place")
        return value or None

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the boxes."""
        return {part: [text_of(mapping(value).get(part))] for part in self.PARTS}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the description, the coordinates after it."""
        known = {part: text_of(mapping(value).get(part)) for part in self.PARTS}
        has_point = known["lat"] and known["lon"]
        point = gettext(POINT).format(lat=known["lat"], lon=known["lon"]) if has_point else ""
        return known["place"] + point

    def plain(self, value: JsonValue) -> JsonValue:
        """Return the description, '' where only coordinates are known."""
        return text_of(mapping(value).get("place"))

    def sample(self) -> JsonValue:
        """Return the example, or the city hall."""
        if self.example is not None:
            return self.example
        return {"place": "市役所の正面入口の前", "lat": "37.400500", "lon": "140.359700"}


def _degrees(axis: str, typed: str) -> str | None:
    if not DEGREES.fullmatch(typed):
        return None
    low, high = JAPAN[axis]
    return f"{float(typed):.6f}" if low <= float(typed) <= high else None
