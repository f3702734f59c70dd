"""Owns what the club section does in a simulated season, by the pages of the workbench only."""

import csv
import io
import re
from dataclasses import dataclass

from app.accounts.models import Role
from app.clock import JST
from tests.browser import Browser
from tests.factories import PASSWORD, add_staff
from tests.staff.season_desk import boxes

PROCEDURE = "school-001"
CHOSEN = re.compile(r'name="chosen" value="([^"]+)"')
VERSION = re.compile(r'name="version" value="(\d+)"')
NEXT_UP = re.compile(r'name="number" value="([^"]+)"')
EDIT = re.compile(r"/staff/intakes/([0-9a-f]{32})")
TOKEN = re.compile(r"<code>(tnh_[^<]+)</code>")
PAPERS = {"決裁日": "2024-01-26", "文書番号": "5郡学第123号", "施行日": "2024-02-09"}


@dataclass(frozen=True)
class Terms:
    """The days of an intake as a clerk types them into three boxes and a time."""

    opens: str = "2023-11-6 0:00"
    closes: str = "2023-11-30 23:59"
    documents: str = "2023-12-15 23:59"
    release: str = "2024-02-9 9:00"

    def boxes(self) -> dict[str, str]:
        """What is posted."""
        data = {"name": "令和6年度 見本の一次募集", "target_year": "令和6", "quota": ""}
        for name, text in vars(self).items():
            day, clock = text.split()
            parts = dict(zip(("year", "month", "day"), day.split("-"), strict=True))
            data |= {f"{name}_{part}": value for part, value in parts.items()}
            data[f"{name}_time"] = clock
        return data


class Clerk:
    """One clerk; signs in at every session, for sessions end after fifteen idle minutes."""

    def __init__(self, app, portal, login: str, role: Role = Role.CLERK) -> None:
        self.app, self.portal, self.login = app, portal, login
        self.browser = Browser(app, portal=portal)
        sections = [] if role == Role.ADMIN else ["school"]
        with app.state.database.writing() as session:
            add_staff(session, app.state.clock.now(), role=role, sections=sections, login=login)

    def sign_in(self) -> "Clerk":
        """Come to work."""
        self.browser = Browser(self.app, portal=self.portal)
        self.post("/staff/sign-in", {"login": self.login, "password": PASSWORD})
        return self

    def get(self, address: str) -> str:
        """A page that must be there."""
        answer = self.browser.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.text

    def post(self, address: str, data=None, *, code: int = 303, **more) -> str:
        """A deed that must succeed; where it leads, or its page."""
        answer = self.browser.post(address, data or {}, **more)
        assert answer.status_code == code, (address, answer.status_code, answer.text[-4000:])
        return answer.headers.get("location") or answer.text

    def open_intake(self, terms: Terms) -> str:
        """Make the intake; returns its id."""
        before = set(EDIT.findall(self.get("/staff/intakes")))
        self.post("/staff/intakes/new", terms.boxes() | {"procedure": PROCEDURE})
        (made,) = set(EDIT.findall(self.get("/staff/intakes"))) - before
        return made

    def accept_all(self) -> int:
        """受付 of everything that waits, a page of the queue at a time."""
        count = 0
        while chosen := CHOSEN.findall(self.get("/staff/?status=arrived")):
            self.post("/staff/accept", {"chosen": chosen}, code=200)
            count += len(chosen)
        return count

    def ask_for_correction(self, number: str, marks: tuple[str, ...]) -> None:
        """補正を求める, with a reason on every marked question."""
        address = f"/staff/applications/{number}/correction"
        found = VERSION.search(self.get(address))
        assert found
        data = {"version": found[1], "mark": list(marks), "words": ""}
        self.post(address, data | {f"why.{mark}": "書類と違います" for mark in marks})

    def token(self) -> dict[str, str]:
        """The header of a new token of the programming interface."""
        found = TOKEN.search(self.post("/staff/tokens", {"label": "見本"}, code=200))
        assert found
        return {"Authorization": f"Bearer {found[1]}"}


class Selection:
    """The steps of the selection, on its own pages; a second person makes runs final."""

    def __init__(self, clerk: Clerk, leader: Clerk, intake: str) -> None:
        self.clerk, self.leader, self.base = clerk, leader, f"/staff/season/{intake}"

    def prepare(self, seats: dict[str, int]) -> None:
        """審査中, seats, points."""
        self.clerk.post(f"{self.base}/review")
        typed = {f"seats.{place}": str(many) for place, many in seats.items()}
        self.clerk.post(f"{self.base}/seats", typed)
        self.score()

    def score(self) -> None:
        """採点."""
        self.clerk.post(f"{self.base}/score")

    def run(self, name: str) -> str:
        """割振り; returns the address of the run."""
        return self.clerk.post(f"{self.base}/runs", {"name": name})

    def make_final(self, run: str) -> None:
        """内定, by the second person."""
        self.leader.post(f"{run}/final", {"sure": "1"})

    def ruling_list(self) -> list[dict[str, str]]:
        """起案: the list as it leaves."""
        return table(self.clerk.get(f"{self.base}/rulings.csv"))

    def rule(self) -> None:
        """決裁: the list comes back with days and number."""
        rows = [row | PAPERS for row in self.ruling_list()]
        body = io.StringIO(newline="")
        writer = csv.DictWriter(body, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        file = ("rulings.csv", body.getvalue().encode("utf-8-sig"), "text/csv")
        self.clerk.post(f"{self.base}/rulings", {"way": "file"}, files={"file": file})

    def notify(self) -> None:
        """通知済み."""
        self.clerk.post(f"{self.base}/notify", {"sure": "1"})

    def next_up(self) -> list[str]:
        """Who is proposed for the free seats."""
        return NEXT_UP.findall(self.clerk.get(f"{self.base}/waiting"))

    def move_up(self, numbers: list[str]) -> None:
        """繰上げ with a paper of its own, decided today."""
        today = f"{self.clerk.app.state.clock.now().astimezone(JST):%Y-%m-%d}"
        papers = {"document_number": "5郡学第456号"}
        papers |= boxes(decided_on=today, effective_on=today)
        self.clerk.post(f"{self.base}/waiting", papers | {"number": numbers})

    def handover(self) -> list[dict[str, str]]:
        """What the club system takes over."""
        return table(self.clerk.get(f"{self.base}/handover.csv"))


def table(text: str) -> list[dict[str, str]]:
    """The rows of a CSV of ours."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
