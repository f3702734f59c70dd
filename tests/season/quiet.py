"""Owns what a resident or a stranger can read of results: to be the same until the release."""

import re

from tests.browser import without_tokens
from tests.season.people import Household

SLIP = re.compile(r"[0-9a-f]{32}")
BADGES = re.compile(
    r'<p><strong class="badge">[^<]+</strong>(?: <strong class="badge">([^<]+)</strong>)?</p>'
)
WAYS = ("", "/letter", "/change", "/correct", "/withdraw", "/decline")
PUBLIC = (
    "/open-data/arrivals.csv", "/open-data/procedures.json", "/api/v1/procedures", "/ja/",
    "/ja/procedures", "/ja/procedures/school-001", "/ja/apply/after-school-club",
)  # fmt: skip


def everything(homes: list[Household]) -> list[dict[str, tuple[int, str]]]:
    """All that these phones can read of their own, and the first of them of what is public."""
    found = []
    for home in homes:
        home.come_back()
        (child,) = home.family.children
        own = [f"/ja/applications/{child.number}{way}" for way in WAYS] + ["/ja/mine"]
        found.append(dict(_read(home, address, child.number) for address in own))
    return [*found, dict(_read(homes[0], address, "") for address in PUBLIC)]


def _read(home: Household, address: str, number: str) -> tuple[str, tuple[int, str]]:
    """A page without what is another every time, and for everybody."""
    answer = home.phone.get(address)
    text = SLIP.sub("", without_tokens(answer.text))
    return address.replace(number, ""), (answer.status_code, text.replace(number, ""))


def result(home: Household) -> dict[str, str]:
    """What the status page of a family says was decided, by number; it shows all its children."""
    home.come_back()
    children = home.family.children
    told = BADGES.findall(home.status(children[0]))
    return {child.number: word for child, word in zip(children, told, strict=True)}
