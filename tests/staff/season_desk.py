"""Owns a season for tests of the workbench: children, every step by its page, parents watching."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from app.accounts.models import Role
from app.applications.models import AllocationRun, Application, Intake, Status
from app.applications.models import Submission as Send
from app.applications.models.season import ScoreChange
from tests.browser import without_tokens
from tests.clock import NOW
from tests.staff.desk import filled

CLUB = "after-school-club"
A, B = "sample-1-a", "sample-2"

SLIP = re.compile(r"[0-9a-f]{32}")
BESIDE = re.compile(r"FROM (outbox|drafts|draft_\w+|reminders|uploads|audit_head)")


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


class Parents:
    """The phone of one child's parents."""

    def __init__(self, browser, address, child, season) -> None:
        self.browser, self.address = browser, address
        self.child, self.season = child, season

    def page(self) -> str:
        """The status page without what is another for everybody."""
        text = without_tokens(self.browser.get(self.address).text)
        text = SLIP.sub("", text)
        return text.replace(self.child.number, "").replace("花子", "").replace("太郎", "")

    def asks(self) -> list[str]:
        """What the page asks the database."""
        found = []
        reader = self.season.desk.state.database.reader

        def note(_c, _u, statement, *_):
            # The workers of the house ask meanwhile: for mails that are due, drafts that are over.
            if statement.startswith("SELECT") and not BESIDE.search(statement):
                found.append(statement)

        event.listen(reader, "before_cursor_execute", note)
        try:
            self.browser.get(self.address)
        finally:
            event.remove(reader, "before_cursor_execute", note)
        return found


@pytest.fixture
def season(desk) -> Season:
    """A season to which children come."""
    return Season(desk)


@pytest.fixture
def two(season):
    """A child that gets the one seat, and one that does not."""
    return season.child("花子", grade="1"), season.child("太郎", grade="3")


@pytest.fixture
def see(season, phone):
    """What the parents of a child see, on a phone that opened their secret link."""

    def show(child):
        (send,) = season.office.rows(Send, Send.id == child.submission)
        secret = season.office.envelope(send).open("secret", send.secret).decode()
        browser = phone()
        browser.post(f"/ja/open/{secret}")
        return Parents(browser, f"/ja/applications/{child.number}", child, season)

    return show


def csv_of(season):
    """The list for decisions as it goes out."""
    return lines(season.clerk.get(f"{season.base}/rulings.csv").text)


def sent_back(season, rows):
    """Send a list back."""
    body = "\r\n".join(",".join(row) for row in rows).encode("utf-8-sig")
    return season.clerk.post(
        f"{season.base}/rulings", {"way": "file"}, files={"file": ("r.csv", body, "text/csv")}
    )


def filled_in(rows, **cells):
    """The list with days and number filled in on every line."""
    columns = rows[0]
    given = {"決裁日": "2026/11/1", "文書番号": "8郡学第1号", "施行日": "令和8年11月2日"} | cells
    return [columns] + [
        [given.get(column, cell) for column, cell in zip(columns, row, strict=True)]
        for row in rows[1:]
    ]
