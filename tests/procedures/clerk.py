"""Owns a member of staff who types in the paper of any shipped form, with its examples."""

from app.applications.models import Intake
from tests.procedures.applicant import Applicant


class Clerk(Applicant):
    """Begins an entry where an applicant begins a draft; the pages in between are the same."""

    def __init__(self, browser, form: str, *, procedure: str, intake: Intake | None) -> None:
        super().__init__(browser, form)
        self.chosen = f"{procedure}@{intake.id if intake else ''}"

    def start(self, data=None, query=""):
        """Begin with what came to the counter on 24 November 2026 at 9:15."""
        answer = self.send_form(
            "/staff/entries",
            {
                "for": self.chosen, "channel": "counter", "arrived.era": "", "arrived.year": "2026",
                "arrived.month": "11", "arrived.day": "24", "arrived_time": "9:15",
                "late_reason": "",
            },
        )  # fmt: skip
        if answer.status_code == 303:
            self.base = answer.headers["location"].rpartition("/")[0]
            self.version, self.answers = 1, {}
        return answer

    def post(self, slug, data=None, **more):
        """Post a step, and look where it leads."""
        answer = super().post(slug, data, **more)
        if answer.status_code == 303:
            led = self.browser.get(answer.headers["location"])
            assert led.status_code == 200, (slug, answer.headers["location"], led.status_code)
        return answer
