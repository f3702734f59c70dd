"""Owns a season for tests of the workbench: a few children, and every step by its own page."""

import re
from datetime import timedelta

from app.accounts.models import Role
from app.applications.models import AllocationRun, Application, Intake, Status
from app.applications.models.season import ScoreChange
from tests.clock import NOW
from tests.staff.desk import filled

CLUB = "after-school-club"
A, B = "sample-1-a", "sample-2"


def boxes(**days: str) -> dict[str, str]:
    """Days as their three boxes hold them."""
    parts = ("year", "month", "day")
    return {
        f"{name}_{part}": typed
        for name, day in days.items()
        for part, typed in zip(parts, day.split("-"), strict=True)
    }


PAPERS = {"way": "hand", "document_number": "8郡学第123号", "sure": "1"} | boxes(
    decided_on="2026-11-01", effective_on="令和8-11-2"
)


class Season:
    """An intake with its children; `clerk` works, `leader` is the second person."""

    def __init__(self, desk, *, release=timedelta(minutes=20)) -> None:
        self.desk, self.office = desk, desk.office
        self.clerk = desk.clerk("school")
        self.leader = desk.clerk("school", role=Role.LEADER)
        self.intake: Intake = self.office.new_intake(
            NOW - timedelta(days=20), NOW - timedelta(days=1), release_at=NOW + release
        )
        self.base = f"/staff/season/{self.intake.id}"

    def child(self, name="一郎", *, grade="1", wishes=(A,), status=Status.REVIEWING, **more):
        """A child that applied; more points for a lower grade."""
        top = more.pop("top", {})
        answers = filled(CLUB, name) | top
        own = {"grade": grade} | {f"club_{n}": club for n, club in enumerate(wishes, 1)}
        for missing in range(len(wishes) + 1, 4):
            answers["children"][0].pop(f"club_{missing}", None)
        answers["children"][0].update(own)
        return self.desk.arrive(
            child=name, changes=answers, intake=self.intake, status=status, **more
        )

    def seats(self, **places):
        """How many each place takes."""
        data = {f"seats.{place.replace('_', '-')}": str(many) for place, many in places.items()}
        assert self.clerk.post(f"{self.base}/seats", data).status_code == 303

    def score(self):
        """Compute the points."""
        assert self.clerk.post(f"{self.base}/score").status_code == 303

    def run(self, name="案1") -> AllocationRun:
        """Make a run."""
        answer = self.clerk.post(f"{self.base}/runs", {"name": name})
        assert answer.status_code == 303, answer.text
        ident = answer.headers["location"].rpartition("/")[2]
        (found,) = self.office.rows(AllocationRun, AllocationRun.id == ident)
        return found

    def make_final(self, run: AllocationRun):
        """The second person makes it final."""
        return self.leader.post(f"{self.base}/runs/{run.id}/final", {"sure": "1"})

    def to_final(self, **seats) -> AllocationRun:
        """Everything up to 内定."""
        self.seats(**(seats or {"sample_1_a": 1}))
        self.score()
        run = self.run()
        assert self.make_final(run).status_code == 303
        return run

    def rule(self, **changes):
        """Record the decisions by hand."""
        return self.clerk.post(f"{self.base}/rulings", PAPERS | changes)

    def to_ruled(self, **seats):
        """Everything up to the recorded decisions."""
        self.to_final(**seats)
        assert self.rule().status_code == 303

    def release(self):
        """Let the moment of the release come; who works then has just signed in."""
        self.desk.state.clock.set(self.intake.release_at)
        self.clerk = self.desk.clerk("school")

    def now(self, application: Application) -> Application:
        """An application as it stands now."""
        return self.desk.now(application)

    def changes(self) -> list[ScoreChange]:
        """The changes of points by hand."""
        return self.office.rows(ScoreChange)


def lines(text: str) -> list[list[str]]:
    """The cells of a CSV of ours."""
    return [line.split(",") for line in re.sub("\ufeff", "", text).splitlines()]
