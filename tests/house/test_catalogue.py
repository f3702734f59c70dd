"""The shipped catalogue is complete: each row helps a resident, none is filler, none invents.

`law_sources.csv` holds the rows by national law that the survey does not know and whose law and
article were seen elsewhere: `whole` when paragraph and item were, `article` when the article was.
"""

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from app import city as cities
from app.catalogue import cells
from app.catalogue.models import ONLINE_CHANNELS, LegalBasis, OnlineStatus
from app.procedures import CATALOGUE, LIFE_EVENTS, catalogue_rows, forms

KANA = re.compile(r"[ぁ-ゖー・、 　A-Za-z0-9]+")
CODE = re.compile(r"([a-z]+(?:-[a-z]+)*)-\d{3}")
LAW_SOURCES = Path(__file__).parent / "law_sources.csv"
MOST_UNSEEN = 0  # rows whose article nobody has seen in a text; this number only becomes less


@pytest.fixture(scope="module")
def rows():
    return catalogue_rows()


@pytest.fixture(scope="module")
def online(rows):
    return [row for row in rows if row["online_status"] == OnlineStatus.ONLINE]


@pytest.fixture(params=cities.shipped())
def city(request):
    return cities.load(request.param)


def codes(rows, wrong):
    return [row["code"] for row in rows if wrong(row)]


def stem(name):
    """A name without what may not tell two procedures apart: brackets, numbers, form suffixes."""
    bare = re.sub(r"\([^()]*\)", "", unicodedata.normalize("NFKC", name))
    bare = re.sub(r"第?[0-9一二三四五六七八九十]+(号|種|回|期|条|項)(の[0-9]+)?(様式)?", "", bare)
    return re.sub(
        r"様式|その[0-9]+|[0-9]+|[ ・、]|(の)?(申請書|届出書|届書|申込書|請求書)$", "", bare
    )


def test_there_are_about_1800_procedures(rows):
    assert 1780 <= len(rows) <= 1820


def test_between_21_and_24_percent_are_online(rows, online):
    assert 21 <= 100 * len(online) / len(rows) <= 24


def test_every_code_stands_once(rows):
    assert [code for code, n in Counter(row["code"] for row in rows).items() if n > 1] == []


def test_every_code_begins_with_its_section(rows):
    def wrong(row):
        found = CODE.fullmatch(row["code"])
        return not found or found[1] != row["section"]

    assert codes(rows, wrong) == []


def test_every_row_can_be_read_by_the_catalogue(rows):
    for row in rows:
        cells.check_whole(cells.read(row))


def test_no_two_rows_differ_by_number_bracket_or_suffix_alone(rows):
    stems = Counter(stem(row["name"]) for row in rows)
    assert {name: n for name, n in stems.items() if n > 1} == {}


def test_no_summary_stands_twice(rows):
    assert [text for text, n in Counter(row["summary"] for row in rows).items() if n > 1] == []


def test_no_plain_name_repeats_the_official_one(rows):
    assert codes(rows, lambda row: row["plain_name"] == row["name"]) == []


@pytest.mark.parametrize("cell", ["name", "kana", "plain_name", "summary", "documents", "channels"])
def test_a_cell_that_residents_need_is_filled(rows, cell):
    assert codes(rows, lambda row: not row[cell].strip()) == []


def test_every_kana_is_hiragana(rows):
    assert codes(rows, lambda row: not KANA.fullmatch(row["kana"])) == []


def test_every_summary_is_one_sentence_of_a_phones_width(rows):
    def wrong(row):
        return not row["summary"].endswith("。") or not 15 <= len(row["summary"]) <= 90

    assert codes(rows, wrong) == []


def test_every_life_event_is_known_to_every_city(rows, city):
    used = {each for row in rows for each in cells.split(row["life_events"])}
    assert used <= set(city.life_events)
    assert used == set(LIFE_EVENTS)


def test_every_section_is_one_of_every_city(rows, city):
    assert {row["section"] for row in rows} <= {section.code for section in city.sections}


def test_every_law_row_names_law_and_article(rows):
    def wrong(row):
        by_law = row["basis"] == LegalBasis.NATIONAL_LAW
        return by_law and not (row["law"] and row["article"])

    assert codes(rows, wrong) == []


def test_an_article_is_written_as_laws_write_it(rows):
    # The survey of procedures writes 第28の8条 for 第28条の8, and some digits wide.
    miswritten = re.compile(r"[０-９,]|第[0-9]+の[0-9]+|条[0-9]")
    assert codes(rows, lambda row: miswritten.search(row["article"])) == []


def test_a_law_row_that_was_checked_says_what_was_seen(rows):
    stands = {(row["code"], row["law"], row["article"]) for row in rows}
    seen = law_sources()
    assert [each for each in seen if tuple(each.values())[:3] not in stands] == []
    assert [each for each in seen if each["seen"] not in ("whole", "article")] == []
    assert [each for each in seen if not each["source"]] == []


def test_few_law_rows_rest_on_what_nobody_has_seen(rows):
    seen = {each["code"] for each in law_sources()}
    by_law = [row for row in rows if row["basis"] == LegalBasis.NATIONAL_LAW]
    unseen = codes(by_law, lambda row: not row["survey_id"] and row["code"] not in seen)
    assert len(unseen) <= MOST_UNSEEN


def law_sources():
    with LAW_SOURCES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_only_law_rows_name_a_law(rows):
    def wrong(row):
        by_law = row["basis"] == LegalBasis.NATIONAL_LAW
        return not by_law and (row["law"] or row["article"] or row["survey_id"])

    assert codes(rows, wrong) == []


def test_an_excluded_row_gives_its_reason(rows):
    excluded = [row for row in rows if row["online_status"] == OnlineStatus.EXCLUDED]
    assert excluded
    assert codes(excluded, lambda row: not row["reason"]) == []


def test_an_online_row_leads_to_one_place(online):
    assert codes(online, lambda row: bool(row["form"]) == bool(row["system"])) == []


def test_an_own_form_lies_on_the_shelf_and_is_a_channel(online):
    own = [row for row in online if row["form"]]
    shelf = forms()

    def wrong(row):
        return row["form"] not in shelf or "own" not in cells.split(row["channels"])

    assert own
    assert codes(own, wrong) == []


def test_an_outside_system_is_one_of_every_city_with_its_channel(online, city):
    def wrong(row):
        system = city.systems.get(row["system"])
        return system is None or system.channel not in cells.split(row["channels"])

    assert codes([row for row in online if row["system"]], wrong) == []


def test_every_form_of_the_shelf_is_reached_from_the_catalogue(online):
    assert set(forms()) <= {row["form"] for row in online}


def test_a_row_that_is_not_online_has_no_online_channel(rows):
    def wrong(row):
        open_channels = ONLINE_CHANNELS & set(cells.split(row["channels"]))
        return row["online_status"] != OnlineStatus.ONLINE and (
            open_channels or row["form"] or row["system"]
        )

    assert codes(rows, wrong) == []


def test_facts_that_a_city_decides_are_left_empty(rows):
    decided = {*cells.FACTS, "confirmed_by", "confirmed_on", "volume", "volume_online"}
    assert not [row["code"] for row in rows for cell in decided if row.get(cell)]


def test_no_row_asks_for_the_individual_number(rows):
    # 番号利用法19条: a specific personal number is not taken by the city hall's general forms.
    def wrong(row):
        asked = row["documents"].replace("マイナンバーカード", "")
        return "個人番号" in asked or "マイナンバー" in asked

    assert codes(rows, wrong) == []


def test_a_seal_is_asked_for_by_very_few(rows):
    assert sum(row["seal"] == "yes" for row in rows) < len(rows) / 50


def test_the_file_is_utf8_without_a_mark_and_sorted_by_code(rows):
    assert not CATALOGUE.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [row["code"] for row in rows] == sorted(row["code"] for row in rows)
