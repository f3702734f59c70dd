"""Owns what a clerk does at the bench in tests, through the pages themselves."""

import html
import json
import re

from app.catalogue.models import FormRevision, Procedure
from tests.applications.office import OWN

VERSION = re.compile(r'name="_version" value="(\d+)"')
ERROR = re.compile(r'<p class="field__error"[^>]*>(.*?)</p>', re.S)
CODE = f"{OWN}bench"


class Bench:
    """A form that a clerk makes: its address, and deeds on it."""

    def __init__(self, desk, clerk, title: str = "見本の申込") -> None:
        self.desk, self.clerk, self.office = desk, clerk, desk.office
        begun = clerk.post(
            "/staff/forms/new", {"title": title, "section": "school", "how": "blank"}
        )
        assert begun.status_code == 303, begun.text
        self.address = begun.headers["location"]
        self.slug = self.address.rpartition("/")[2]

    def page(self, path: str = "", status: int = 200) -> str:
        """The text of a page of the form."""
        answer = self.clerk.get(self.address + path)
        assert answer.status_code == status, (path, answer.status_code, answer.text[-600:])
        return html.unescape(answer.text)

    def version(self) -> str:
        """The version the form's page shows."""
        found = VERSION.search(self.page())
        return found[1] if found else "0"

    def post(self, path: str, data: dict, *, status: int = 303, seen: str = "") -> str:
        """Post a page of the form as it stands now; returns where it leads, or its text."""
        sent = {"_version": seen or self.version(), **data}
        answer = self.clerk.post(self.address + path, sent)
        assert answer.status_code == status, (path, answer.status_code, ERROR.findall(answer.text))
        return answer.headers.get("location", "") or html.unescape(answer.text)

    def do(self, deed: str, **more: str) -> str:
        """One deed of the list: `field-up:q1`."""
        return self.post("/edit", {"do": deed, **more})

    def add(self, step: str, kind: str, label: str, **settings) -> str:
        """A new question with its settings; returns its key."""
        leads = self.post("/add", {"step": step, "type": kind, "label": label})
        key = leads.rpartition("/")[2].partition("?")[0]
        if settings:
            self.change(key, label=label, **settings)
        return key

    def change(self, key: str, *, status: int = 303, seen: str = "", **settings) -> str:
        """Post the page of a question with every box it holds, some of them changed."""
        boxes = {"required": "1", "autofill": "", "hint": ""} | settings
        return self.post(f"/fields/{key}", boxes, status=status, seen=seen)

    def publish(self, *, status: int = 303, **more: str) -> str:
        """Publish what is on the bench."""
        return self.post("/publish", {"when": "now", "looked": "1", **more}, status=status)

    def offer(self) -> None:
        """A procedure of the section, online by this form."""
        now = self.desk.state.clock.now()
        with self.desk.state.database.writing() as session:
            sample = session.get_one(Procedure, "school-001")
            own = {"code": CODE, "form": "", "online_status": "counter_only", "updated_at": now}
            session.add(Procedure(**sample.model_dump() | own))
        assert self.post("/procedures", {"procedures": CODE}).endswith("done=attached")

    def revisions(self) -> list[FormRevision]:
        """What was published or tried out of this form."""
        return self.office.rows(FormRevision, FormRevision.slug == self.slug)

    def document(self) -> dict:
        """The document of the newest revision."""
        newest = max(self.revisions(), key=lambda each: each.published_at)
        return json.loads(newest.document)


def mark(key: str, test: str, value) -> str:
    """What the box of a condition posts."""
    return json.dumps([key, test, value], ensure_ascii=False, separators=(",", ":"))
