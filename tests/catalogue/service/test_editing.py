"""Owns the claims about editing: own sections only, recorded, shown at once, confirmed facts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from app.audit import service as audit
from app.audit.models import Entry
from app.catalogue import service
from app.errors import Conflict, NotFound

NOW = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)  # already the 22nd in Japan
SYSTEMS = {"mynaportal": "national_portal", "eltax": "other_online"}
CODE = "citizen-041"


@pytest.fixture
def edit(furnished):
    def make(code=CODE, sections=("citizen",), now=NOW, seen="", **changes):
        with furnished.writing() as session:
            return service.edit(
                session, now, actor="staff-1", actor_name="見本 花子", sections=sections,
                code=code, changes=changes, systems=SYSTEMS, seen=seen,
            )  # fmt: skip

    return make


@pytest.fixture
def row(furnished):
    def read(code=CODE):
        with furnished.reading() as session:
            return service.procedure(session, code)

    return read


def test_a_procedure_becomes_online_by_a_system_of_the_city(edit, row):
    edit(online_status="online", system="mynaportal")
    assert (row().online_status, row().channels) == ("online", "national_portal; counter")


def test_a_procedure_becomes_online_by_an_own_form(edit, row):
    edit(online_status="online", form="citizen-proposal")
    assert row().channels == "own; counter"


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"online_status": "online"}, "online_status"),
        ({"online_status": "online", "form": "no-such-form"}, "form"),
        ({"online_status": "online", "system": "moon"}, "system"),
        ({"online_status": "planned", "reason": ""}, "reason"),
        ({"section": "no-such-section"}, "section"),
        ({"fee": "=1+1"}, "fee"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_is_refused_by_its_cell(edit, row, changes, cell):
    before = row()
    assert set(edit(**changes).problems) == {cell}
    assert row() == before


def test_leaving_online_closes_the_way_residents_see(edit, row):
    edit(online_status="online", system="mynaportal")
    edit(online_status="counter_only", reason="来庁が必要なため")
    assert (row().channels, row().system) == ("counter", "")


def test_a_change_of_status_is_recorded_with_who_and_when(edit, furnished):
    edit(online_status="planned", reason="令和9年度の予定")
    with furnished.reading() as session:
        lines = {line.cell: line for line in service.history(session, CODE)}
    line = lines["online_status"]
    assert (line.actor, line.actor_name, line.at) == ("staff-1", "見本 花子", NOW)
    assert (line.before, line.after) == ("counter_only", "planned")


def test_a_change_stands_in_the_audit_chain(edit, furnished):
    edit(online_status="planned", reason="令和9年度の予定")
    with furnished.reading() as session:
        entries = session.exec(select(Entry).where(Entry.subject == f"procedure:{CODE}"))
        assert [entry.action for entry in entries] == ["procedure.edit"]
        assert audit.verify(session)[1] is None


def test_nothing_changed_records_nothing(edit, furnished, row):
    assert edit(name=row().name).changed == ()
    with furnished.reading() as session:
        assert service.history(session, CODE) == []


def test_another_sections_procedure_is_not_found(edit):
    with pytest.raises(NotFound):
        edit(sections=("school",), fee="300円")


def test_an_absent_procedure_is_not_found(edit):
    with pytest.raises(NotFound):
        edit(code="none", fee="300円")


def test_a_fact_is_unconfirmed_until_somebody_confirms_it(edit, row):
    edit(fee="300円")
    assert (row().fee, row().confirmed_on) == ("300円", None)


def test_the_day_of_confirmation_is_the_day_in_japan(edit, row):
    edit(fee="300円", confirmed_by="見本 太郎")
    assert (row().confirmed_by, row().confirmed_on) == ("見本 太郎", date(2026, 11, 22))


def test_a_changed_fact_loses_its_confirmation(edit, row):
    edit(fee="300円", confirmed_by="見本 太郎")
    edit(fee="400円")
    assert (row().confirmed_by, row().confirmed_on) == ("", None)


def test_a_change_of_status_keeps_the_confirmation_of_facts(edit, row):
    edit(fee="300円", confirmed_by="見本 太郎")
    edit(online_status="planned", reason="令和9年度の予定")
    assert row().confirmed_by == "見本 太郎"


def test_an_edit_of_an_older_state_is_refused(edit, row):
    seen = row().updated_at.isoformat()
    edit(now=NOW + timedelta(minutes=1), plain_name="先の変更", seen=seen)
    with pytest.raises(Conflict):
        edit(now=NOW + timedelta(minutes=2), plain_name="後の変更", seen=seen)


def test_an_edit_is_in_search_at_the_next_request(edit, furnished):
    def codes():
        with furnished.reading() as session:
            return [each.code for each in service.find(session, service.Wish("ゆきだるま")).entries]

    assert codes() == []
    edit(keywords="ゆきだるま")
    assert codes() == [CODE]


def test_the_rate_tells_how_many_a_section_has_confirmed(edit, furnished):
    edit(fee="300円", confirmed_by="見本 太郎")
    with furnished.reading() as session:
        assert service.online_rate(session).confirmed == 1
