"""Ways between the pages of the workbench: no page is a dead end, no name stands twice."""

import re

import pytest

from tests.staff.desk import PROPOSAL
from tests.staff.season_desk import Season


@pytest.fixture
def season(desk) -> Season:
    """A season to which children come."""
    return Season(desk)


def test_a_case_of_a_season_leads_to_its_points(season):
    child = season.child()
    text = season.clerk.get(f"/staff/applications/{child.number}").text
    assert f'href="{season.base}/points/{child.number}"' in text


def test_a_case_without_a_table_speaks_of_no_points(desk):
    proposal = desk.arrive(PROPOSAL)
    answer = desk.clerk(proposal.section).get(f"/staff/applications/{proposal.number}")
    assert answer.status_code == 200
    assert "/points/" not in answer.text


@pytest.mark.parametrize("page", ["", "/points", "/seats"])
def test_the_pages_of_a_season_stand_under_intakes_in_the_menu(season, page):
    text = season.clerk.get(season.base + page).text
    assert 'href="/staff/intakes" aria-current="page"' in text


def test_parts_of_a_case_have_names_of_their_own(season):
    text = season.clerk.get(f"/staff/applications/{season.child().number}").text
    names = re.findall(r'<section[^>]*aria-labelledby="([^"]+)"', text)
    assert all(name.startswith("answers ") for name in names if name.partition("s-")[1])
    assert len(names) == len(set(names))


def test_the_morning_list_stands_under_the_queue_in_the_menu(page):
    assert 'href="/staff/" aria-current="page"' in page("/staff/morning")
