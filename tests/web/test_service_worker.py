"""Tests of which addresses the service worker may keep."""

import re
from pathlib import Path

import pytest

WORKER = Path(__file__).resolve().parents[2] / "app" / "static" / "service-worker.js"


def pattern() -> re.Pattern[str]:
    """The worker's own expression, read from its source."""
    text = WORKER.read_text(encoding="utf-8")
    locale = re.search(r'const LOCALE = "(.+)";', text)[1]
    public = re.search(r"const PUBLIC = new RegExp\(`(.+)`\);", text)[1]
    return re.compile(public.replace("${LOCALE}", locale))


@pytest.mark.parametrize(
    "path", ["/ja/", "/ja-easy/", "/zh-hans/procedures", "/fil/procedures/tennyu-todoke"]
)
def test_public_pages_are_kept(path):
    assert pattern().match(path)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/staff/",
        "/staff/procedures",
        "/api/v1/procedures",
        "/open-data/procedures.csv",
        "/ja/apply/after-school-club",
        "/ja/apply/after-school-club/x/review",
        "/ja/applications/7C4X-9QRM-C",
        "/ja/open/SECRET",
    ],
)
def test_personal_pages_are_never_kept(path):
    assert not pattern().match(path)
