"""Owns the bank account for a payment by the city: whole where it is stored, else masked."""

import re
from collections.abc import Mapping
from typing import Literal

from pydantic import JsonValue

from app.forms.characters import digits, half_width, has_refused, is_too_long, wide_kana
from app.forms.field import Field
from app.forms.fields.text import REFUSED, TOO_LONG, free_text
from app.forms.values import N_, FieldError, Gettext, Raw, mapping, one, text_of

KINDS = {"ordinary": N_("普通"), "current": N_("当座"), "savings": N_("貯蓄")}
NUMBER = re.compile(r"[0-9]{1,7}")
# 全銀協の受取人名: kana, Latin letters, digits and a few marks; kept in full width kana.
HOLDER = re.compile(r"[ァ-ヺー・A-Z0-9 ()（）.,/\-「」]+")
NAME_MAX, HOLDER_MAX = 40, 60
BANK_MISSING = N_("金融機関の名前を入力してください。")
BRANCH_MISSING = N_("支店の名前を入力してください。")
KIND_MISSING = N_("預金の種類を選んでください。")
NUMBER_MISSING = N_("口座番号を入力してください。")
HOLDER_MISSING = N_("口座名義を入力してください。")
NOT_A_NUMBER = N_("口座番号は7けたまでの数字で入力してください。")
NOT_KANA = N_("口座名義は、通帳のとおりにカタカナで入力してください。")
MISSING_BY_PART = {
    "bank": BANK_MISSING,
    "branch": BRANCH_MISSING,
    "kind": KIND_MISSING,
    "number": NUMBER_MISSING,
    "holder": HOLDER_MISSING,
}


class BankAccountField(Field):
    """An account of a bank in Japan; always sensitive: closed to staff until it is opened.

    Canonical value: `bank`, `branch`, `kind` (ordinary, current, savings), `number` (7 digits),
    `holder` (katakana).
    """

    PARTS = tuple(MISSING_BY_PART)
    MISSING = N_("振込先の口座を入力してください。")
    SECONDS = 60

    type: Literal["bank_account"] = "bank_account"
    sensitive: Literal[True] = True

    @property
    def kinds(self) -> Mapping[str, str]:
        """Return the kinds of account: key -> message id."""
        return KINDS

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the account, or the first box that is missing or wrong."""
        value: dict[str, JsonValue] = {}
        for part in self.PARTS:
            typed = self._part(part, one(raw, part))
            if isinstance(typed, FieldError):
                return typed
            if typed is not None:
                value[part] = typed
        if not value or set(value) == {"kind"}:
            return None
        missing = next((part for part in self.PARTS if part not in value), None)
        return self.fault(MISSING_BY_PART[missing], missing) if missing else value

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the boxes."""
        return {part: [text_of(mapping(value).get(part))] for part in self.PARTS}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the whole account: for its owner, and for a clerk who opened it."""
        return _line(value, gettext, text_of(mapping(value).get("number")))

    def masked(self, value: JsonValue, gettext: Gettext) -> str:
        """Return the account with the last three digits only."""
        return _line(value, gettext, "****" + text_of(mapping(value).get("number"))[-3:])

    def plain(self, value: JsonValue) -> JsonValue:
        """Return the kind: nothing else of an account decides what is asked."""
        return mapping(value).get("kind")

    def sample(self) -> JsonValue:
        """Return the example, or an account that nobody has."""
        if self.example is not None:
            return self.example
        return {
            "bank": "見本銀行",
            "branch": "本店",
            "kind": "ordinary",
            "number": "0000000",
            "holder": "ミホン ハナコ",
        }

    def _part(self, part: str, typed: str) -> str | FieldError | None:
        if part in ("bank", "branch"):
            return free_text(self, typed, limit=NAME_MAX, part=part)
        if part == "kind":
            return typed if typed in KINDS else (self.fault(KIND_MISSING, part) if typed else None)
        if not half_width(typed):
            return None
        if part == "number":
            number = digits(typed[:40]).replace("-", "").replace(" ", "")
            is_number = NUMBER.fullmatch(number)
            return number.zfill(7) if is_number else self.fault(NOT_A_NUMBER, part)
        return self._holder(typed)

    def _holder(self, typed: str) -> str | FieldError:
        if has_refused(typed):
            return self.fault(REFUSED, "holder")
        if is_too_long(typed, HOLDER_MAX):
            return self.fault(TOO_LONG, "holder", max=HOLDER_MAX)
        folded = wide_kana(typed).upper()
        return folded if HOLDER.fullmatch(folded) else self.fault(NOT_KANA, "holder")


def _line(value: JsonValue, gettext: Gettext, number: str) -> str:
    part = {name: text_of(text) for name, text in mapping(value).items()}
    if not part.get("bank"):
        return ""
    kind = gettext(KINDS[part["kind"]]) if part.get("kind") in KINDS else ""
    return " ".join((part["bank"], part.get("branch", ""), kind, number, part.get("holder", "")))
