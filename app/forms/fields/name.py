"""Owns a person's name: family and given, or one box in Roman letters, never cleaned up."""

from typing import Literal

from pydantic import JsonValue

from app.forms.characters import has_letter, has_refused, is_blank, is_too_long, katakana
from app.forms.field import Field
from app.forms.fields.text import REFUSED, TOO_LONG
from app.forms.values import N_, FieldError, Gettext, Raw, mapping, one, text_of

WRITTEN = ("family", "given", "foreign", "alias")
KANA = ("family_kana", "given_kana")
MAX = 100

FAMILY_MISSING = N_("姓（名字）を入力してください。")
GIVEN_MISSING = N_("名を入力してください。")
NO_LETTER = N_("名前の文字を入力してください。")
NOT_KANA = N_("カタカナかひらがなで入力してください。")
KANA_MISSING = N_("フリガナを入力してください。")
ALIAS = N_("（通称：{alias}）")
ALIAS_ALONE = N_("通称だけでなく、氏名も入力してください。")


class NameField(Field):
    """A name as on the residence record; `foreign` as on the 在留カード, in one box."""

    PARTS = (*WRITTEN, *KANA)
    MISSING = N_("氏名を入力してください。")
    SECONDS = 25

    type: Literal["name"] = "name"
    kana: Literal["no", "optional", "required"] = "optional"
    foreign: bool = True
    alias: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the boxes that the settings ask for."""
        left_out = {"foreign": not self.foreign, "alias": not self.alias or not self.foreign}
        left_out |= dict.fromkeys(KANA, self.kana == "no")
        return tuple(part for part in self.PARTS if not left_out.get(part))

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the parts that were filled in: names as typed, kana as full-width katakana."""
        value: dict[str, JsonValue] = {}
        for part in WRITTEN:
            typed = one(raw, part)
            if fault := self._refuse(typed, part):
                return fault
            if not is_blank(typed):
                value[part] = typed
        for part in KANA:
            typed = one(raw, part)
            if not is_blank(typed):
                folded = katakana(typed)
                if folded is None or is_too_long(folded, MAX):
                    return self.fault(NOT_KANA, part)
                value[part] = folded
        return self._incomplete(value) or value or None

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the boxes."""
        return {part: [text_of(mapping(value).get(part))] for part in self.parts}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return family and given (or the Roman name), then kana and 通称 in brackets."""
        part = {name: text_of(text) for name, text in mapping(value).items()}
        written = _joined(part, "family", "given")
        shown = [text for text in (written, part.get("foreign", "")) if text]
        kana = _joined(part, *KANA)
        text = " / ".join(shown) + (f"（{kana}）" if kana else "")
        if alias := part.get("alias"):
            text += gettext(ALIAS).format(alias=alias)
        return text

    def sample(self) -> JsonValue:
        """Return the example or an evident sample person."""
        if self.example is not None:
            return self.example
        kana: dict[str, JsonValue] = {"family_kana": "ミホン", "given_kana": "ハナコ"}
        return {"family": "見本", "given": "花子"} | ({} if self.kana == "no" else kana)

    def _refuse(self, typed: str, part: str) -> FieldError | None:
        if is_blank(typed):
            return None
        if has_refused(typed):
            return self.fault(REFUSED, part)
        if is_too_long(typed, MAX):
            return self.fault(TOO_LONG, part, max=MAX)
        if not has_letter(typed):
            return self.fault(NO_LETTER, part)
        return None

    def _incomplete(self, value: dict[str, JsonValue]) -> FieldError | None:
        has_japanese = "family" in value or "given" in value
        if has_japanese and "family" not in value:
            return self.fault(FAMILY_MISSING, "family")
        if has_japanese and "given" not in value:
            return self.fault(GIVEN_MISSING, "given")
        if value and not has_japanese and "foreign" not in value:
            return self.fault(ALIAS_ALONE if "alias" in value else FAMILY_MISSING, "family")
        if has_japanese and self.kana == "required" and len(value.keys() & set(KANA)) < 2:
            missing = next(part for part in KANA if part not in value)
            return self.fault(KANA_MISSING, missing)
        return None


def display_name(value: JsonValue) -> str:
    """Return the name alone, for headings and titles."""
    part = {name: text_of(text) for name, text in mapping(value).items()}
    return _joined(part, "family", "given") or part.get("foreign", "")


def _joined(part: dict[str, str], *names: str) -> str:
    return " ".join(part[name] for name in names if part.get(name))
