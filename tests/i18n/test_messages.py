"""A language is a directory; what it does not say is said in the official Japanese."""

import pytest

from app.i18n.messages import LocaleBroken, load_language, load_languages

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals={count}; plural={rule};\\n"
"X-Address: {address}\\n"
"X-Name: {name}\\n"
"X-Html-Lang: {address}\\n"

"""
ENTRIES = """
msgid "申請"
msgstr "Application"

msgctxt "button"
msgid "申請"
msgstr "Apply"

msgid "{name}さん"
msgstr "Dear {name}"

#, fuzzy
msgid "受付"
msgstr "Guess"

msgid "未訳"
msgstr ""

msgid "{n}件"
msgid_plural "{n}件"
msgstr[0] "{n} thing"
msgstr[1] "{n} things"
"""


@pytest.fixture
def shelf(tmp_path):
    """A maker of language directories: `shelf("en", entries)`."""

    def make(code, entries="", *, address=None, count=2, rule="(n != 1)", procedures=None):
        folder = tmp_path / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        header = HEADER.format(address=address or code, name=code, count=count, rule=rule)
        (folder / "messages.po").write_text(header + entries, encoding="utf-8")
        if procedures is not None:
            (folder / "procedures.po").write_text(header + procedures, encoding="utf-8")
        return folder.parent

    return make


@pytest.fixture
def english(shelf):
    return load_language(shelf("en", ENTRIES, procedures='msgid "出生届"\nmsgstr "Birth"\n'))


@pytest.fixture
def japanese(shelf):
    return load_language(shelf("ja", count=1, rule="0"))


def test_a_text_is_translated_by_its_japanese_id(english):
    assert english.gettext("申請") == "Application"


def test_a_context_tells_two_meanings_apart(english):
    assert english.gettext("申請", context="button") == "Apply"


def test_a_place_is_filled(english):
    assert english.gettext("{name}さん", name="Hanako") == "Dear Hanako"


def test_braces_of_a_text_without_places_stay(english):
    assert english.gettext("{name}さん") == "Dear {name}"


@pytest.mark.parametrize("text", ["受付", "未訳", "知らない言葉"], ids=["fuzzy", "empty", "absent"])
def test_a_gap_falls_back_to_the_official_wording(english, text):
    assert english.gettext(text) == text


@pytest.mark.parametrize(("n", "text"), [(1, "1 thing"), (0, "0 things"), (2, "2 things")])
def test_a_number_takes_the_form_of_the_language(english, n, text):
    assert english.ngettext("{n}件", "{n}件", n) == text


def test_a_number_without_translation_is_said_in_japanese(japanese):
    assert japanese.ngettext("{n}件", "{n}件", 3) == "3件"


def test_a_catalogue_text_says_whether_it_is_translated(english):
    assert english.procedure_text("出生届") == ("Birth", True)
    assert english.procedure_text("婚姻届") == ("婚姻届", False)


def test_japanese_is_complete_without_an_entry(japanese):
    assert japanese.missing([(None, "申請")]) == []
    assert japanese.procedure_text("出生届") == ("出生届", True)


def test_what_is_missing_can_be_listed(english):
    assert english.missing([(None, "申請"), (None, "受付")]) == [(None, "受付")]


@pytest.mark.parametrize("line", ["X-Address", "X-Name", "X-Html-Lang"])
def test_a_header_that_lacks_a_name_is_refused_by_its_file(shelf, line):
    folder = shelf("en")
    path = folder / "LC_MESSAGES" / "messages.po"
    kept = [each for each in path.read_text(encoding="utf-8").splitlines() if line not in each]
    path.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(LocaleBroken, match=r"messages\.po"):
        load_language(folder)


def test_a_shelf_without_japanese_is_refused(shelf, tmp_path):
    shelf("en")
    with pytest.raises(LocaleBroken, match="ja"):
        load_languages(tmp_path)


def test_a_language_is_found_by_its_address(shelf, tmp_path):
    shelf("ja")
    shelf("zh_Hans", address="zh-hans")
    assert load_languages(tmp_path).by_address["zh-hans"].code == "zh_Hans"


def test_a_language_is_found_by_its_code_and_one_that_went_reads_japanese(shelf, tmp_path):
    shelf("ja")
    shelf("zh_Hans", address="zh-hans")
    languages = load_languages(tmp_path)
    assert languages.of_code("zh_Hans").address == "zh-hans"
    assert languages.of_code("ne").is_japanese


def test_japanese_easy_japanese_and_english_come_first(shelf, tmp_path):
    for code, address in (("id", "id"), ("en", "en"), ("ja_JP@easy", "ja-easy"), ("ja", "ja")):
        shelf(code, address=address)
    assert [each.address for each in load_languages(tmp_path)] == ["ja", "ja-easy", "en", "id"]


def test_a_directory_is_all_a_new_language_needs(shelf, tmp_path):
    shelf("ja")
    before = [each.code for each in load_languages(tmp_path)]
    shelf("ne")
    assert [each.code for each in load_languages(tmp_path)] == [*before, "ne"]


def test_the_shipped_shelf_is_whole():
    languages = load_languages()
    assert {"ja", "ja-easy", "en"} <= set(languages.by_address)
    assert languages.japanese.name == "日本語"


def test_no_address_is_that_of_two_languages():
    addresses = [each.address for each in load_languages()]
    assert len(addresses) == len(set(addresses))
