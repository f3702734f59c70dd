"""Owns what a resident in tests does on the status page, with the slip that the page holds."""

import re

from tests.applications.resident import SECOND, Resident

SLIP = re.compile(r'name="_slip" value="([0-9a-f]{32})"')
NUMBER = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
DOCUMENT = "g1_doc_employment"
PDF = b"%PDF-1.7\nsample"


class Afterwards:
    """A resident who has sent, on the status page; `slip` is that of a page opened once."""

    def __init__(self, resident: Resident, address: str) -> None:
        self.resident, self.address = resident, address
        self.number = NUMBER.search(address)[0]
        self.slip = self.new_slip()

    @classmethod
    def a_minute(cls, resident: Resident, clock, *, siblings: bool = False, **own) -> "Afterwards":
        """A minute after sending, for one child or for two."""
        more = {"children": 2, "children__1__name": SECOND} if siblings else {}
        sent = cls(resident, resident.sent(**more, **own))
        clock.advance(minutes=1)
        return sent

    def page(self) -> str:
        """The text of the status page."""
        answer = self.resident.browser.get(self.address)
        assert answer.status_code == 200
        return answer.text

    def new_slip(self) -> str:
        """Open the page once more."""
        return SLIP.search(self.page())[1]

    def post(self, deed: str, data=None, *, number: str = "", **more):
        """Post a form of the page."""
        address = f"/ja/applications/{number or self.number}/{deed}"
        return self.resident.send_form(address, {"_slip": self.slip} | dict(data or {}), **more)

    def hand_in(self, *papers, document: str = DOCUMENT, **more):
        """Hand in files, one PDF unless the test says otherwise."""
        files = [(f"{document}.files", each) for each in papers or [pdf()]]
        return self.post("documents", {"document": document}, files=files, **more)

    def write(self, body: str = "見本のメッセージです", **more):
        """Write to the office."""
        return self.post("messages", {"body": body}, **more)


def pdf(name: str = "証明書.pdf", body: bytes = PDF) -> tuple[str, bytes, str]:
    """A file as a browser sends it."""
    return (name, body, "application/pdf")
