"""What a resident types is nowhere but in sealed values and on the resident's own pages."""

import shutil
from contextlib import suppress

import pytest
import structlog
from sqlmodel import SQLModel, select

from app import procedures
from app.notifications.service import deliver
from tests.applications.resident import CLUB
from tests.postgres import FOLDER

WORD = "かなりや七三"
LATIN = "Canary7f3a"
PHONE = "09073217321"
WRITTEN = (PHONE, "090-7321-7321", "2011-07-30", "7f3a.canary@sample.example", "9638601")
FORBIDDEN = [text.encode() for text in (WORD, LATIN, LATIN.lower(), *WRITTEN)]
NAME = {"family": WORD, "given": WORD, "alias": WORD, "foreign": LATIN.upper()}
VALUES = {
    "name": NAME | {"family_kana": "カナリヤ", "given_kana": "カナリヤ"},
    "text": WORD,
    "longtext": f"{WORD}\n{LATIN}",
    "phone": PHONE,
    "email": "7f3a.canary@sample.example",
    "date": "2011-07-30",
    "address": {"postal": "9638601", "prefecture": WORD, "city": WORD, "town": WORD},
    "upload": {"mode": "now"},
}
FORBIDDEN += ["カナリヤ".encode(), LATIN.upper().encode()]
PDF = b"%PDF-1.7\n" + WORD.encode() + LATIN.encode()


def canaries():
    """A canary for every field of the club form that takes more than a choice."""
    form = procedures.forms()[CLUB]
    values = {"children__0__care_topics": ["food_allergy"], "g1_reason": "employed"}
    for step in form.steps:
        for number in range(3) if step.repeat else [None]:
            for field in step.fields:
                place = field.key if number is None else f"{step.repeat}__{number}__{field.key}"
                if field.type in VALUES:
                    kept = VALUES[field.type]
                    if field.type == "name":
                        kept = {part: kept[part] for part in field.parts if part in kept}
                    values[place] = kept
    return values


def papers(field):
    return [(f"{field}.files", (f"{WORD}.pdf", PDF, "application/pdf"))]


class Listening:
    """A browser's ear: every address it was sent to."""

    def __init__(self, browser):
        self.heard = []
        browser.event_hooks["response"].append(self.note)

    def note(self, response):
        self.heard += [str(response.url), response.headers.get("location", "")]


@pytest.fixture
def visit(resident, office, clock, postbox, capfd):
    """A whole visit with canaries everywhere; what was logged and which addresses were used."""
    structlog.reset_defaults()
    ear = Listening(resident.browser)
    own = canaries()
    resident.start()
    raw = resident.samples("guardian-1", **own)
    resident.post("guardian-1", raw | {"g1_phone": f"{PHONE}x"})
    resident.post("guardian-1", raw | {"_later": "1"})
    resident.post("guardian-1", raw | {"_language": "en"})
    resident.post("guardian-1", raw, version=1)
    resident.fill(
        files={step: papers(field) for step, field in (
            ("evidence-1", "g1_doc_employment"), ("evidence-2", "g2_doc_employment"))},
        **own,
    )  # fmt: skip
    resident.get("guardian-1")
    resident.receipt()
    deliver(office.database, office.state.keys, {"mail": postbox}, clock)
    return "".join(capfd.readouterr()), ear.heard


def found(bytes_):
    return [text.decode() for text in FORBIDDEN if text in bytes_]


def rows(office):
    """Every value of every row, as text and bytes."""
    with office.database.reading() as session:
        for table in SQLModel.metadata.sorted_tables:
            for row in session.execute(select(table)):
                for value in row:
                    yield bytes(value) if isinstance(value, bytes) else str(value).encode()


def test_the_canaries_are_on_the_residents_own_receipt(resident, visit):
    """Otherwise the tests below would find nothing because nothing was typed."""
    page = resident.receipt()
    missing = [text for text in (WORD, LATIN, "090-7321-7321") if text not in page]
    assert missing == []


def test_no_row_of_any_table_holds_a_canary(visit, office):
    assert found(b"\n".join(rows(office))) == []


def test_no_byte_of_the_database_holds_a_canary(visit, office, engine, request, tmp_path):
    if engine == "sqlite":
        path = office.state.settings.database.removeprefix("sqlite:///")
        copies = [path, f"{path}-wal"]
    else:
        data = request.config.stash[FOLDER] / "pg" / "data"
        with office.database.writer.connect() as connection:
            oid = connection.exec_driver_sql(
                "SELECT oid FROM pg_database WHERE datname = current_database()"
            ).scalar()
        copies = [*(data / "base" / str(oid)).iterdir(), *(data / "pg_wal").glob("0*")]
    everything = b""
    for path in copies:
        # A running PostgreSQL gives a segment of its log a new name whenever it likes.
        with suppress(FileNotFoundError):
            everything += shutil.copyfile(path, tmp_path / "x").read_bytes()
    assert b"evidence-1" in everything
    assert found(everything) == []


def test_no_stored_file_holds_a_canary(visit, office):
    assert len(office.stored) == 2
    assert found(b"".join(path.read_bytes() for path in office.stored)) == []


def test_no_name_of_a_stored_file_holds_a_canary(visit, office):
    assert found("".join(map(str, office.stored)).encode()) == []


def test_no_line_of_the_log_holds_a_canary(visit):
    log, _ = visit
    assert log.count("request") > 15
    assert found(log.encode()) == []


def test_no_line_of_the_log_holds_an_address_with_a_number(visit, resident, office):
    log, _ = visit
    assert [text for text in (resident.draft, "/open/") if text in log] == []


def test_no_address_holds_a_canary(visit):
    _, addresses = visit
    assert len(addresses) > 30
    assert found("\n".join(addresses).encode()) == []


def test_no_mail_holds_a_canary(visit, postbox):
    (letter,) = postbox.letters
    assert found((letter.subject + letter.body).encode()) == []
