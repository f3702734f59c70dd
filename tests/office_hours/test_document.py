"""The stored form of a calendar version."""

import json
from dataclasses import replace
from datetime import date, time

import pytest

from app.office_hours import SpecialDay, SpecialKind, parse_cao_csv
from app.office_hours.document import ProfileDocumentError, dump, fingerprint, load
from app.office_hours.holidays import holidays_of


@pytest.fixture
def full(profile):
    rows = [f"{d.year}/{d.month}/{d.day},{name}" for d, name in holidays_of(2026).items()]
    return replace(
        profile,
        holidays=parse_cao_csv("\n".join(rows).encode()),
        specials=(
            SpecialDay(date(2026, 3, 29), SpecialKind.OPENING, time(9), time(12), "見本"),
            SpecialDay(date(2026, 8, 31), SpecialKind.CLOSING),
        ),
        valid_from=date(2026, 4, 1),
    )


def test_a_profile_is_read_back_as_it_was_stored(profile, full):
    assert load(dump(profile)) == profile
    assert load(dump(full)) == full


def test_a_stored_profile_says_from_and_to(full):
    special = json.loads(dump(full))["specials"][0]
    assert (special["from"], special["to"]) == ("09:00:00", "12:00:00")


def test_equal_profiles_give_equal_text(full):
    assert dump(load(dump(full))) == dump(full)


def test_the_fingerprint_follows_the_rules_and_not_the_version(profile, full):
    assert fingerprint(replace(profile, version="v2")) == fingerprint(profile)
    assert fingerprint(full) != fingerprint(profile)


def changed(profile, **changes):
    return json.dumps(json.loads(dump(profile)) | changes)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"format": 2}, "format"),
        ({"weekly": {}}, "no office time"),
        ({"weekly": {"mon": ["8-17"]}}, "08:30-17:15"),
        ({"year_end": {"first": "12-29", "last": "2-3"}}, "year_end.last"),
        ({"holidays": {"years": [2026], "days": {"2027-01-01": "元日"}}}, "2027-01-01"),
        ({"specials": [{"day": "2026-08-31", "kind": "festival"}]}, "specials.0.kind"),
        ({"specials": [{"day": "2026-08-31", "kind": "special_opening"}]}, "needs its times"),
        ({"mayor": "見本 花子"}, "mayor"),
    ],
)
def test_a_document_that_cannot_be_meant_is_refused_by_its_key(profile, changes, problem):
    with pytest.raises(ProfileDocumentError, match=problem):
        load(changed(profile, **changes))


@pytest.mark.parametrize("text", ["", "null", "[]", "{"])
def test_what_is_no_document_is_refused(text):
    with pytest.raises(ProfileDocumentError):
        load(text)
