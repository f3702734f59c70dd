"""The class of a device: four words, and nothing finer."""

import pytest

from app.applications.service import device_class

AGENTS = {
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148": "phone",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0 Mobile Safari/537.36": "phone",
    "Mozilla/5.0 (Linux; Android 15; SM-X910) Chrome/140.0 Safari/537.36": "tablet",
    "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) Mobile/15E148": "tablet",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36": "desktop",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15": "desktop",
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/140.0": "desktop",
    "curl/8.0": "unknown",
    "": "unknown",
    "\u65e5\u672c" * 5000: "unknown",
}


@pytest.mark.parametrize(("agent", "expected"), AGENTS.items())
def test_a_browser_is_told_by_its_own_words(agent, expected):
    assert device_class.of(agent) == expected
