"""Owns a member of staff in tests who types in paper: a resident's hands at the office's desk."""

from app.applications.models import Intake
from tests.applications.resident import CLUB, Resident
from tests.browser import Browser

PROCEDURES = {CLUB: "school-001"}


class Typist(Resident):
    """One entry at a time, through the pages of `/staff/entries`."""

    def __init__(self, browser: Browser, intake: Intake | None = None, form: str = CLUB) -> None:
        super().__init__(browser, form)
        self.chosen = f"{PROCEDURES[form]}@{intake.id if intake else ''}"

    def begin(self, **own: str):
        """Begin an entry: came to the counter on 24 November 2026 at 9:15, unless told."""
        data = {
            "for": self.chosen, "channel": "counter", "arrived.era": "", "arrived.year": "2026",
            "arrived.month": "11", "arrived.day": "24", "arrived_time": "9:15", "late_reason": "",
        }  # fmt: skip
        answer = self.send_form("/staff/entries", data | own)
        if answer.status_code == 303:
            self.base = answer.headers["location"].rpartition("/")[0]
            self.version, self.answers = 1, {}
        return answer
