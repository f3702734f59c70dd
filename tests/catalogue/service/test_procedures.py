"""Owns the claims about procedures and forms as rows: shipped once, never overwritten, rated."""

from datetime import UTC, datetime, timedelta

import pytest

from app import procedures
from app.catalogue import service
from app.errors import NotFound
from app.forms import snapshot

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
ROW = {
    "code": "a-001", "name": "甲の届", "section": "citizen", "online_status": "online",
    "form": "", "system": "eltax",
}  # fmt: skip


def load(database, *rows):
    with database.writing() as session:
        return service.load_catalogue(session, NOW, rows)


def test_shipped_rows_are_loaded_where_there_are_none(database):
    assert load(database, ROW) == 1


def test_a_city_that_has_rows_keeps_them(database):
    load(database, ROW)
    assert load(database, ROW | {"code": "a-002"}) == 0


def test_the_whole_shipped_catalogue_loads(furnished):
    with furnished.reading() as session:
        assert service.online_rate(session).published == len(procedures.catalogue_rows())


def test_excluded_rows_can_be_left_out_of_the_rate(database):
    excluded = ROW | {"code": "a-002", "online_status": "excluded", "system": ""}
    load(database, ROW, excluded, excluded | {"code": "a-003", "online_status": "counter_only"})
    with database.reading() as session:
        assert service.online_rate(session).share == "33.3"
        assert service.online_rate(session).without_excluded.share == "50.0"


def test_a_rate_of_nothing_is_a_dash(database):
    with database.reading() as session:
        assert service.online_rate(session).share == "—"


def test_an_unpublished_procedure_is_not_found_but_kept(database):
    load(database, ROW | {"is_published": "no"})
    with database.reading() as session:
        assert service.kept_procedure(session, "a-001").name == "甲の届"
        with pytest.raises(NotFound):
            service.procedure(session, "a-001")


def test_a_form_serves_several_procedures(furnished):
    with furnished.reading() as session:
        found = service.procedures_with_form(session, "care-cost-refund")
    assert len(found) > 1


def test_forms_are_published_once(furnished):
    with furnished.writing() as session:
        assert service.load_forms(session, NOW, procedures.forms().values()) == 0


def test_a_new_revision_is_current_and_the_old_one_stays(furnished):
    form = procedures.forms()["damage-report"]
    changed = form.model_copy(update={"title": "見本の新しい題"})
    later = NOW + timedelta(days=400)
    with furnished.writing() as session:
        assert service.load_forms(session, later, [changed]) == 1
    with furnished.reading() as session:
        assert service.current_form(session, form.slug).title == "見本の新しい題"
        kept = service.form_by_fingerprint(session, snapshot.fingerprint(form))
    assert kept.title == form.title


def test_the_current_fingerprint_is_that_of_the_current_form(furnished):
    with furnished.reading() as session:
        form = service.current_form(session, "damage-report")
        assert service.current_fingerprint(session, form.slug) == snapshot.fingerprint(form)


def test_an_unknown_form_is_none(furnished):
    with furnished.reading() as session:
        assert service.current_form(session, "no-such-form") is None


def test_an_unknown_fingerprint_is_not_found(furnished):
    with furnished.reading() as session, pytest.raises(NotFound):
        service.form_by_fingerprint(session, "0" * 64)
