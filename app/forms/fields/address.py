"""Owns the address in Japan: postal code and four lines; the look-up never blocks."""

from typing import Literal

from pydantic import JsonValue

from app.forms.field import Field
from app.forms.fields.postal import NOT_A_CODE, postal_code, shown_code
from app.forms.fields.text import free_text
from app.forms.values import N_, FieldError, Gettext, Raw, mapping, one, text_of

LINES = ("prefecture", "city", "town", "building")
LIMITS = {"prefecture": 10, "city": 40, "town": 100, "building": 100}
LINE_MISSING = {
    "prefecture": N_("都道府県を入力してください。"),
    "city": N_("市区町村を入力してください。"),
    "town": N_("町名・番地を入力してください。"),
}


class AddressField(Field):
    """An address; canonical value is a mapping of the parts that were filled in, as typed."""

    PARTS = ("postal", *LINES)
    MISSING = N_("住所を入力してください。")
    SECONDS = 45

    type: Literal["address"] = "address"

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the parts; the postal code may be missing, the lines down to 番地 may not."""
        value: dict[str, JsonValue] = {}
        if typed := one(raw, "postal").strip():
            code = postal_code(typed)
            if code is None:
                return self.fault(NOT_A_CODE, "postal")
            value["postal"] = code
        for line in LINES:
            text = free_text(self, one(raw, line), limit=LIMITS[line], part=line)
            if isinstance(text, FieldError):
                return text
            if text is not None:
                value[line] = text
        if not value:
            return None
        missing = next((line for line in LINE_MISSING if line not in value), None)
        return self.fault(LINE_MISSING[missing], missing) if missing else value

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the boxes."""
        part = mapping(value)
        lines = {line: [text_of(part.get(line))] for line in LINES}
        return {"postal": [shown_code(text_of(part.get("postal")))]} | lines

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the address in one line, as on an envelope."""
        part = {name: text_of(text) for name, text in mapping(value).items()}
        line = "".join(part.get(name, "") for name in LINES[:3])
        code = f"〒{shown_code(part['postal'])} " if part.get("postal") else ""
        return code + line + (f" {part['building']}" if part.get("building") else "")

    def sample(self) -> JsonValue:
        """Return the example or the address of a city hall."""
        if self.example is not None:
            return self.example
        return {
            "postal": "9638601",
            "prefecture": "福島県",
            "city": "郡山市",
            "town": "朝日一丁目23番7号",
        }
