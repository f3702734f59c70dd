"""Tests of the look: DADS values, contrast in light and dark, and the weight of what pages load."""

import gzip
import re
from pathlib import Path

import pytest

from deploy.vendor import PARTS

APP = Path(__file__).resolve().parents[2] / "app"
STATIC = APP / "static"
CSS = (STATIC / "css" / "app.css").read_text(encoding="utf-8")
VARIABLE = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});(?: /\* ([a-z0-9-]+) \*/)?")
TEXT_PAIRS = [
    ("ink", "paper"), ("ink", "tint"), ("ink", "primary-tint"), ("ink", "warning-tint"),
    ("ink-soft", "paper"), ("ink-soft", "tint"), ("ink-soft", "primary-tint"),
    ("link", "paper"), ("link", "tint"), ("link", "primary-tint"), ("link-hover", "primary-tint"),
    ("on-primary", "primary"), ("on-primary", "primary-hover"), ("error", "paper"),
    ("error", "error-tint"), ("success", "success-tint"), ("ink", "heat-1"), ("ink", "heat-2"),
    ("ink", "heat-3"), ("heat-ink", "heat-4"), ("heat-ink", "heat-5"),
]  # fmt: skip
BORDER_PAIRS = [
    ("line-strong", "paper"), ("primary", "paper"), ("error", "paper"), ("success", "paper"),
    ("warning", "paper"),
]  # fmt: skip


def colours(scheme: str) -> dict[str, str]:
    """The custom properties of light, or of light overlaid with dark."""
    light, dark = CSS.split("prefers-color-scheme: dark", 1)
    found = {name: value for name, value, _ in VARIABLE.findall(light)}
    if scheme == "dark":
        found |= {name: value for name, value, _ in VARIABLE.findall(dark.split("\n}\n")[0])}
    return found


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT_PAIRS)
def test_text_has_the_contrast_of_wcag_1_4_3(scheme, front, back):
    shown = colours(scheme)
    assert contrast(shown[front], shown[back]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("line", "back"), BORDER_PAIRS)
def test_edges_of_controls_have_the_contrast_of_wcag_1_4_11(scheme, line, back):
    shown = colours(scheme)
    assert contrast(shown[line], shown[back]) >= 3


def test_every_value_named_after_a_dads_token_is_the_tokens_value():
    tokens = (STATIC / "vendor" / "tokens.css").read_text(encoding="utf-8")
    known = dict(re.findall(r"--color-([a-z0-9-]+): (#[0-9a-f]{6});", tokens))
    named = [(token, value) for _, value, token in VARIABLE.findall(CSS) if token]
    assert len(named) > 20
    assert [pair for pair in named if known.get(pair[0]) != pair[1]] == []


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("css/app.css", 6144),
        ("css/staff.css", 2048),
        ("js/app.js", 3072),
        ("service-worker.js", 2048),
    ],
)
def test_own_files_stay_within_their_weight(name, most):
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) <= most


def test_every_vendored_part_is_there():
    assert [name for name in PARTS if not (STATIC / "vendor" / name).stat().st_size] == []


def test_no_template_carries_inline_style_or_script():
    inline = re.compile(r"""<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=["']|javascript:""")
    templates = sorted((APP / "templates").rglob("*.html"))
    found = [path.name for path in templates if inline.search(path.read_text(encoding="utf-8"))]
    assert found == []
