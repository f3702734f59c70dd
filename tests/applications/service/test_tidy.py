"""Bytes that no row names are swept a day later; nothing else is touched."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from app.applications.service.tidy import sweep
from app.storage import FolderStorage
from tests.clock import FakeClock

ORPHAN = "ab/ab" + "0" * 38


@pytest.fixture
def storage(tmp_path):
    return FolderStorage(tmp_path / "files")


@pytest.fixture
def put(storage, tmp_path, clock):
    """Keep bytes under a name, some hours ago."""

    def put(name, *, hours):
        storage.put(name, b"sealed")
        then = (clock.now() - timedelta(hours=hours)).timestamp()
        os.utime(tmp_path / "files" / name, (then, then))

    return put


@pytest.mark.parametrize(
    ("name", "hours", "swept"),
    [
        (ORPHAN, 25, 1),
        (f"{ORPHAN}.part", 25, 1),
        (ORPHAN, 23, 0),
        ("ab/somebody-elses", 99, 0),
        ("keys.txt", 99, 0),
    ],
)
def test_only_old_bytes_of_ours_without_a_row_go(app, storage, put, clock, name, hours, swept):
    put(name, hours=hours)
    assert sweep(app.state.database, storage, clock) == swept
    assert len(list(storage.names())) == 1 - swept


def test_bytes_of_a_draft_stay(app, resident):
    resident.start()
    page = resident.fill(until="evidence-1")
    step = resident.form.step("evidence-1")
    field = next(each.key for each in step.fields if each.type == "upload")
    page.send_form(
        f"{page.base}/evidence-1", {"_version": str(page.version), f"{field}.mode": "now"},
        files=[(f"{field}.files", ("証明書.pdf", b"%PDF-1.4\n%%EOF\n"))],
    )  # fmt: skip
    before = set(app.state.storage.names())
    assert before
    tomorrow = FakeClock(datetime.now(UTC) + timedelta(hours=30))
    sweep(app.state.database, app.state.storage, tomorrow)
    assert set(app.state.storage.names()) == before
