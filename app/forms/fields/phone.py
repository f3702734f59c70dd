"""Owns the telephone number of Japan: any writing in, digits stored, hyphens shown."""

import re
from typing import Literal

from pydantic import JsonValue

from app.forms.characters import digits
from app.forms.field import Field
from app.forms.values import N_, FieldError, Gettext, Raw, one, text_of

NOT_A_NUMBER = N_("電話番号を確かめてください。例）024-000-0000、090-0000-0000")
PUNCTUATION = re.compile(r"[-() .・/]")
# 電気通信番号計画（令和元年総務省告示6号）: 11 digits for 020/050/060/070/080/090 and 0800.
ELEVEN = re.compile(r"0[25-9]0[0-9]{8}")
TEN = re.compile(r"0[1-9][0-9]{8}")


class PhoneField(Field):
    """One number; canonical value is its digits with the leading 0."""

    MISSING = N_("電話番号を入力してください。")

    type: Literal["phone"] = "phone"

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the digits."""
        typed = digits(one(raw)[:60])
        if not typed:
            return None
        bare = PUNCTUATION.sub("", typed)
        if bare.startswith("+81"):
            bare = "0" + bare[3:].removeprefix("0")
        if not bare.isascii() or not (_is_ten(bare) or ELEVEN.fullmatch(bare)):
            return self.fault(NOT_A_NUMBER)
        return bare

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the box, with hyphens."""
        return {"": [hyphenated(text_of(value))]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the number with hyphens."""
        return hyphenated(text_of(value))

    def sample(self) -> JsonValue:
        """Return the example or a number that nobody has."""
        return self.example or "0240000000"


def _is_ten(number: str) -> bool:
    has_eleven = number.startswith(("020", "050", "060", "070", "080", "090", "0800"))
    return bool(TEN.fullmatch(number)) and not has_eleven


def hyphenated(number: str) -> str:
    """Return `number` grouped as it is usually read.

    Area codes have two to five digits; without their table all but 03 and 06 are read as three.
    """
    if number.startswith(("0120", "0570", "0990")) and len(number) == 10:
        return f"{number[:4]}-{number[4:7]}-{number[7:]}"
    if number.startswith("0800") and len(number) == 11:
        return f"{number[:4]}-{number[4:7]}-{number[7:]}"
    if len(number) == 11:
        return f"{number[:3]}-{number[3:7]}-{number[7:]}"
    if len(number) == 10:
        area = 2 if number.startswith(("03", "06")) else 3
        return f"{number[:area]}-{number[area:6]}-{number[6:]}"
    return number
