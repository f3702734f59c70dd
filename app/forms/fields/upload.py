"""Owns the document to attach: now, later (後日提出) or on paper; the files are the room's."""

from typing import Annotated, Literal

from pydantic import Field as Setting
from pydantic import JsonValue

from app.forms.field import Field
from app.forms.values import N_, FieldError, Gettext, Raw, mapping, one, text_of

Mode = Literal["now", "later", "paper"]
CHOOSE = N_("出し方を選んでください。")
NO_FILE = N_("ファイルを選んでください。今ないときは「あとで出す」を選べます。")
NO_FILE_NOW = N_("ファイルを選んでください。")
MODE_LABELS: dict[str, str] = {
    "now": N_("今つける"),
    "later": N_("あとで出す（後日提出）"),
    "paper": N_("紙で出す（窓口・郵送）"),
}
DEFAULT_ACCEPT = (".jpg", ".jpeg", ".png", ".heic", ".pdf")


class UploadField(Field):
    """One kind of document; canonical value is `{"mode": now|later|paper}`."""

    PARTS = ("mode",)
    MISSING = CHOOSE
    SECONDS = 60

    type: Literal["upload"] = "upload"
    modes: Annotated[tuple[Mode, ...], Setting(min_length=1)] = ("now", "later", "paper")
    accept: Annotated[tuple[str, ...], Setting(min_length=1)] = DEFAULT_ACCEPT
    max_files: Annotated[int, Setting(ge=1, le=10)] = 5

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the mode."""
        typed = one(raw, "mode")
        if not typed:
            return None
        return {"mode": typed} if typed in self.modes else self.fault(CHOOSE)

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the chosen mode."""
        return {"mode": [text_of(self.plain(value))]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return how it is handed in; the files themselves are shown by the room."""
        mode = text_of(self.plain(value))
        return gettext(MODE_LABELS[mode]) if mode in MODE_LABELS else ""

    @property
    def kinds(self) -> str:
        """Return the accepted kinds of file as a reader knows them, JPEG once."""
        return "、".join(each.lstrip(".").upper() for each in self.accept if each != ".jpeg")

    def mode_label(self, mode: str) -> str:
        """Return the words for a mode, as a message id."""
        return MODE_LABELS[mode]

    def check(self, value: JsonValue, attached: int) -> FieldError | None:
        """Return an error for 「今つける」 without any file."""
        if self.plain(value) != "now" or attached:
            return None
        return self.fault(NO_FILE if "later" in self.modes else NO_FILE_NOW, "files")

    def assume(self, raw: Raw, attached: int) -> JsonValue:
        """Return 「今つける」 when a file came without any way of handing in being chosen."""
        means_now = attached > 0 and "mode" not in raw and "now" in self.modes
        return {"mode": "now"} if means_now else None

    def plain(self, value: JsonValue) -> JsonValue:
        """Return the mode."""
        return mapping(value).get("mode")

    def keys(self) -> tuple[str | bool, ...]:
        """Return the modes."""
        return self.modes

    def sample(self) -> JsonValue:
        """Return the mode that needs no file, where there is one."""
        return {"mode": "later" if "later" in self.modes else self.modes[-1]}
