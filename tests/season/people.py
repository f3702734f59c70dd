"""Owns what the families of a simulated season do, each on a phone of its own, by HTTP only."""

import re
from typing import Any

from app import procedures
from tests.applications.afterwards import NUMBER, SLIP, pdf
from tests.applications.resident import CLUB, Phone, Resident
from tests.browser import Browser
from tests.season.plan import TOKYO, Child, Family, Guardian
from tests.staff.typist import Typist

ADDRESS = procedures.forms()[CLUB].field(None, "g1_address")
SECRET = re.compile(r"/open/([A-Za-z0-9_-]+)")
REVISION = re.compile(r'name="_revision" value="(\d+)"')


def answers(family: Family) -> dict[str, Any]:
    """What a family answers, by path; what is left out is the sample of its question."""
    assert ADDRESS is not None
    told: dict[str, Any] = {
        "g1_name": family.parent, "support_measures": family.is_masked,
        "g1_address": ADDRESS.sample() | {"building": family.building},
        "has_second_guardian": len(family.guardians) == 2,
        "circumstances": ["single_parent"] if family.is_single else ["none"],
        "siblings_place": family.together,
    }  # fmt: skip
    for number, guardian in enumerate(family.guardians, 1):
        told |= _work(f"g{number}", guardian)
        if not family.is_later:
            mode = "now" if family.channel == "own" else "paper"
            told[document(number, guardian)] = {"mode": mode}
    for number, child in enumerate(family.children):
        own = _own(child)
        told |= {f"children__{number}__{key}": value for key, value in own.items()}
    return told


def document(number: int, guardian: Guardian) -> str:
    """The question that asks for a guardian's paper."""
    name = {"employed": "employment"}.get(guardian.reason, guardian.reason)
    return f"g{number}_doc_{name}"


def _work(who: str, guardian: Guardian) -> dict[str, Any]:
    told: dict[str, Any] = {f"{who}_reason": guardian.reason}
    if guardian.days:
        told |= {f"{who}_work_days": guardian.days, f"{who}_work_hours": guardian.hours}
    return told


def _own(child: Child) -> dict[str, Any]:
    clubs = dict(zip(("club_1", "club_2", "club_3"), [*child.wishes, None, None], strict=False))
    return clubs | {
        "name": child.name, "grade": str(child.grade), "period": child.period,
        "class_type": "special_needs" if child.is_special else "regular",
        "care_topics": ["handbook"] if child.has_handbook else ["none"],
        "care_detail": "療育手帳", "enrolment": "continuing" if child.is_continuing else "new",
        "start_date": "2024-04-01", "birth_date": f"{2018 - child.grade}-06-01",
    }  # fmt: skip


class Household:
    """A family with its phone: sends, hands in, corrects, withdraws, reads, declines."""

    def __init__(self, app, portal, family: Family) -> None:
        self.family = family
        self.phone = Phone(app, portal=portal)
        self.resident = Resident(self.phone)

    def apply(self) -> None:
        """Fill in everything, with photos of the papers or without, and send."""
        family = self.family
        place = self.resident.sent(
            children=len(family.children), files=self._papers(), **answers(family)
        )
        page = self.get(place)
        numbers, secret = dict.fromkeys(NUMBER.findall(page)), SECRET.search(page)
        assert len(numbers) == len(family.children), (place, numbers)
        for child, number in zip(family.children, numbers, strict=True):
            child.number = number
        assert secret
        self.link = f"/ja/open/{secret[1]}"

    def come_back(self) -> None:
        """Open the secret link that was kept: a day after sending the device alone is forgotten."""
        answer = self.resident.send_form(self.link, {})
        assert answer.status_code == 303, (answer.status_code, answer.text[:2000])

    def _papers(self) -> dict[str, list[tuple[str, tuple[str, bytes, str]]]]:
        if self.family.is_later:
            return {}
        return {
            f"evidence-{number}": [(f"{document(number, guardian)}.files", pdf())]
            for number, guardian in enumerate(self.family.guardians, 1)
        }

    def get(self, address: str) -> str:
        """A page that must be there."""
        answer = self.phone.get(address)
        assert answer.status_code == 200, (address, answer.status_code, answer.text[:500])
        return answer.text

    def status(self, child: Child) -> str:
        """The status page of a child."""
        return self.get(f"/ja/applications/{child.number}")

    def _post(self, child: Child, deed: str, data: dict[str, str], **more: Any) -> None:
        address = f"/ja/applications/{child.number}"
        found = SLIP.search(self.status(child))
        slip = {"_slip": found[1]} if found else {}
        answer = self.resident.send_form(f"{address}/{deed}", slip | data, **more)
        assert answer.status_code == 303, (deed, answer.status_code, answer.text[:3000])

    def hand_in(self) -> None:
        """Hand the papers in that were to come later."""
        self.come_back()
        for number, guardian in enumerate(self.family.guardians, 1):
            path = document(number, guardian)
            files = [(f"{path}.files", pdf())]
            self._post(self.family.children[0], "documents", {"document": path}, files=files)

    def correct(self) -> None:
        """Answer the request: another telephone number, and fewer hours of work."""
        self.come_back()
        child, guardian = self.family.children[0], self.family.guardians[0]
        page = self.get(f"/ja/applications/{child.number}/correct")
        found = REVISION.search(page)
        assert found
        told = {"_revision": found[1], "g1_phone": "090-1111-2222"}
        if guardian.days:
            assert 'name="g1_work_hours"' in page
            guardian.hours = 60
            told["g1_work_hours"] = "60"
        self._post(child, "correct", told)

    def withdraw(self, child: Child) -> None:
        """取下げ."""
        self.come_back()
        self.get(f"/ja/applications/{child.number}/withdraw")
        self._post(child, "withdraw", {})
        child.is_gone = True

    def decline(self, child: Child) -> None:
        """辞退."""
        self.come_back()
        self.get(f"/ja/applications/{child.number}/decline")
        self._post(child, "decline", {})


def type_in(browser: Browser, intake, family: Family) -> None:
    """A paper application, typed in by a clerk with the instant it reached the office."""
    local = family.moment.astimezone(TOKYO)
    typist = Typist(browser, intake)
    begun = typist.begin(**{
        "channel": family.channel, "arrived.year": str(local.year),
        "arrived.month": str(local.month), "arrived.day": str(local.day),
        "arrived_time": f"{local:%H:%M}",
    })  # fmt: skip
    assert begun.status_code == 303, begun.text[:3000]
    typist.fill(children=1, **answers(family))
    sent = typist.send()
    assert sent.status_code == 303, sent.text[:3000]
    found = NUMBER.search(sent.headers["location"])
    assert found
    family.children[0].number = found[0]
