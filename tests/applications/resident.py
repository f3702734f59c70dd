"""Owns a resident in tests: fills forms in over HTTP with samples, and keeps what a phone keeps."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from starlette.testclient import TestClient

from app import procedures
from app.forms.definition import Form, Step
from app.forms.journey import visible_steps
from app.forms.places import is_visible, places, put
from app.forms.values import input_name
from tests.browser import Browser

CLUB = "after-school-club"
PROPOSAL = "citizen-proposal"
VERSION = re.compile(r'name="_version" value="(\d+)"')
REMARK = re.compile(r"<[^>]+>")
SECOND = {"family": "見本", "given": "二子", "family_kana": "ミホン", "given_kana": "フタコ"}
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148"


class Phone(Browser):
    """A browser that shows the page of a 500 instead of raising what caused it."""

    def __init__(self, app, portal=None) -> None:
        TestClient.__init__(
            self, app, follow_redirects=False, raise_server_exceptions=False,
            headers={"user-agent": PHONE, "accept-language": "ja"},
        )  # fmt: skip
        self.portal = portal


class Resident:
    """One device that fills in one form at a time."""

    def __init__(self, browser: Browser, form: str | Form = CLUB, locale: str = "ja") -> None:
        self.browser = browser
        self.form = form if isinstance(form, Form) else procedures.forms()[form]
        self.locale = locale
        self.token = browser.csrf_token()
        self.base, self.version, self.answers = "", 1, {}

    @property
    def draft(self) -> str:
        """The public id of the draft."""
        return PurePosixPath(self.base).name

    def start(self, data: Mapping[str, str] | None = None, query: str = ""):
        """Begin a draft; remembers its address."""
        address = f"/{self.locale}/apply/{self.form.slug}"
        answer = self.send_form(f"{address}{query}", data or {})
        if answer.status_code == 303:
            self.base = answer.headers["location"].rpartition("/")[0]
            self.version, self.answers = 1, {}
        return answer

    def send_form(self, address: str, data, **more):
        """Post any form with the token of this browser."""
        return self.browser.post(address, {"_csrf": self.token} | dict(data), csrf=False, **more)

    def get(self, slug: str, **more):
        """A page of the draft."""
        return self.browser.get(f"{self.base}/{slug}", **more)

    def post(self, slug: str, data=None, *, version: int | str | None = None, **more):
        """Post a step as it stands; the draft's version is followed like a page would."""
        shown = self.version if version is None else version
        answer = self.send_form(
            f"{self.base}/{slug}", {"_version": str(shown)} | dict(data or {}), **more
        )
        if found := VERSION.search(answer.text):
            self.version = int(found[1])
        elif answer.status_code == 303:
            self.version += 1
        return answer

    def samples(self, slug: str, **own) -> dict[str, list[str]]:
        """What a resident types on a step: the samples, or `own` values by path (`__` = `.`)."""
        given = {path.replace("__", "."): value for path, value in own.items()}
        raw = {}
        for place in places(self.form, self.form.step(slug), self.answers):
            if place.field.asks and is_visible(self.form, place, self.answers):
                value = given.get(place.path, place.field.sample())
                put(self.answers, place, value)
                for part, typed in place.field.write(value).items():
                    raw[input_name(place.path, part)] = typed
        return raw

    def fill(self, *, until: str = "review", since: str = "", files=None, children: int = 1, **own):
        """Fill in every step before `until`; `files` by step, `own` values by path."""
        step = self._next("", since)
        while step is not None and step.slug != until:
            if step.repeat == "children" and step.owner:
                self._add_children(step, children)
            data = self.samples(step.slug, **own)
            answer = self.post(step.slug, data, files=(files or {}).get(step.slug))
            assert answer.status_code == 303, (step.slug, REMARK.sub("", answer.text)[:3000])
            step = self._next(step.slug)
        return self

    def _next(self, slug: str, since: str = "") -> Step | None:
        steps = visible_steps(self.form, self.answers)
        slugs = [step.slug for step in steps]
        here = slugs.index(since) if since else slugs.index(slug) + 1 if slug else 0
        return steps[here] if here < len(steps) else None

    def _add_children(self, step: Step, number: int) -> None:
        for _ in range(number - 1):
            answer = self.post(step.slug, {"_add": "children"})
            assert answer.status_code == 303
        self.answers["children"] = [{} for _ in range(number)]

    def ready(self, **more) -> "Resident":
        """A draft that waits on its review page."""
        assert self.start().status_code == 303
        return self.fill(**more)

    def send(self):
        """Press 「この内容で送信する」."""
        return self.send_form(f"{self.base}/review", {"_version": str(self.version)})

    def sent(self, **more) -> str:
        """Fill in and send; returns the address of the receipt."""
        answer = self.ready(**more).send()
        assert answer.status_code == 303, REMARK.sub("", answer.text)[:3000]
        return answer.headers["location"]

    def receipt(self) -> str:
        """The text of the receipt of what was sent."""
        page = self.browser.get(self.send().headers["location"])
        assert page.status_code == 200
        return page.text


def words(page: str) -> str:
    """The words of a page, without marks and with single spaces."""
    return " ".join(REMARK.sub(" ", page).split())
