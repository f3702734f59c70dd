"""Owns the city's colours as a style sheet: light and dark values whose contrast is sure.

The profile checks its primary colour against white. The rest follows from it: tints mixed with
the page, and for dark pages the same hue lightened until text in it can be read (WCAG 2.2, 1.4.3).
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

WHITE: Final = "#ffffff"
BLACK: Final = "#000000"
DARK_PAPER: Final = "#15171c"
READABLE: Final = 4.5
COMFORTABLE: Final = 7.0
_STEPS: Final = 50


@dataclass(frozen=True)
class CitySheet:
    """The look of one city in one request: the sheet all cities share, and its own colours."""

    primary: str
    hover: str
    shared: str = ""

    @cached_property
    def light(self) -> dict[str, str]:
        """The custom properties that differ from app.css on light pages."""
        return {
            "link": self.primary,
            "link-hover": self.hover,
            "primary": self.primary,
            "primary-hover": self.hover,
            "primary-tint": tint(self.primary, WHITE, 0.08),
            "primary-line": mix(self.primary, WHITE, 0.25),
        }

    @cached_property
    def dark(self) -> dict[str, str]:
        """The same on dark pages."""
        ground = mix(self.primary, DARK_PAPER, 0.2)
        shown = lightened(self.primary, ground, COMFORTABLE)
        hover = mix(shown, WHITE, 0.6)
        return {
            "link": shown,
            "link-hover": hover,
            "primary": shown,
            "primary-hover": hover,
            "on-primary": BLACK,
            "primary-tint": ground,
            "primary-line": mix(shown, DARK_PAPER, 0.4),
        }

    @cached_property
    def body(self) -> str:
        """The style sheet: what all cities share, then what is this one's own."""
        return self.shared + (
            f":root {{ {_declared(self.light)} }}\n"
            "@media screen and (prefers-color-scheme: dark) "
            f"{{ :root {{ {_declared(self.dark)} }} }}\n"
        )

    @cached_property
    def mark(self) -> str:
        """The hash of the content, so that it may be cached for a year."""
        return hashlib.sha256(self.body.encode()).hexdigest()[:10]

    @property
    def address(self) -> str:
        """Where pages load it from."""
        return f"/city.css?v={self.mark}"


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` after WCAG 2.2."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(colour: str, ground: str, share: float) -> str:
    """`colour` laid over `ground`; `share` 0 to 1 is how much of it shows."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def tint(colour: str, ground: str, share: float) -> str:
    """A background in the colour's hue on which the colour itself can still be read."""
    for step in range(_STEPS):
        found = mix(colour, ground, share * (1 - step / _STEPS))
        if contrast(colour, found) >= READABLE:
            return found
    return ground


def lightened(colour: str, ground: str, least: float) -> str:
    """The colour with just as much white as makes it readable on a dark ground."""
    for step in range(_STEPS):
        found = mix(colour, WHITE, 1 - step / _STEPS)
        if contrast(found, ground) >= least:
            return found
    return WHITE


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _declared(values: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in values.items())
