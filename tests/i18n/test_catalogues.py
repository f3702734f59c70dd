"""The locales shelf: complete, current, and every placeholder where its id has it."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from app import procedures
from app.forms.snapshot import messages
from app.i18n import catalogues
from app.i18n.messages import LOCALES, load_language, load_languages

FILES = sorted(LOCALES.glob("*/LC_MESSAGES/messages.po"))
SHIPPED = ("en", "ja_JP@easy")
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\([^)]*\)[a-z]")
KANA = re.compile(r"[ぁ-んァ-ヶ]")
HEADER = (
    "Project-Id-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms",
    "X-Address", "X-Name", "X-Html-Lang",
)  # fmt: skip


@pytest.fixture(scope="module")
def template():
    return catalogues.extract()


@pytest.fixture(params=FILES, ids=lambda path: path.parent.parent.name)
def path(request):
    return request.param


@pytest.fixture(params=SHIPPED)
def shipped(request):
    return LOCALES / request.param / "LC_MESSAGES" / "messages.po"


@cache
def read(path):
    """A catalogue of the shelf; no test changes it."""
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def languages():
    return load_languages()


def forms_of(text):
    return [text] if isinstance(text, str) else list(text or ())


def entries(path):
    """Every (id, form of its translation) of a catalogue."""
    return [
        (ident, text)
        for message in read(path)
        if message.id
        for text in forms_of(message.string)
        for ident in forms_of(message.id)[:1]
        if text
    ]


def test_the_catalogue_holds_exactly_the_texts_of_the_pages(path, template):
    assert path.read_text(encoding="utf-8") == catalogues.updated(path, template), "make messages"


def test_the_shipped_languages_lack_nothing(shipped):
    assert catalogues.untranslated(shipped) == []


def test_every_text_of_every_form_is_in_every_shipped_language(languages):
    for language in languages:
        if language.code in SHIPPED:
            for form in procedures.forms().values():
                assert language.missing((c, text) for c, text, _ in messages(form)) == []


def test_a_translation_has_the_placeholders_of_its_id(path):
    wrong = [
        ident
        for ident, text in entries(path)
        if set(PLACEHOLDER.findall(ident)) != set(PLACEHOLDER.findall(text))
    ]
    assert wrong == []


def test_no_translation_is_a_guess(path):
    assert [message.id for message in read(path) if message.id and message.fuzzy] == []


def test_no_translation_is_kept_for_a_text_that_is_gone(path):
    assert not read(path).obsolete


def test_the_header_says_everything(path):
    header = path.read_text(encoding="utf-8").partition("\n\n")[0]
    assert [name for name in HEADER if f'"{name}: ' not in header] == []


def test_every_language_has_an_address_of_its_own(languages):
    assert len(languages.by_address) == len(FILES)


def test_the_language_of_the_ids_is_a_header_only():
    assert [m.id for m in read(LOCALES / "ja" / "LC_MESSAGES" / "messages.po") if m.id] == []


def test_english_texts_hold_no_kana():
    path = LOCALES / "en" / "LC_MESSAGES" / "messages.po"
    assert [text for _, text in entries(path) if KANA.search(text)] == []


def test_easy_japanese_gives_no_clock_time_in_24_hours():
    path = LOCALES / "ja_JP@easy" / "LC_MESSAGES" / "messages.po"
    assert [text for _, text in entries(path) if re.search(r"(1[3-9]|2[0-3])時まで", text)] == []


# Bringing a catalogue up to date


@pytest.fixture
def work(tmp_path):
    """A catalogue with one text that stays, one guess, one countable text, one that is gone."""
    path = tmp_path / "xx" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=3; plural=0;\\n"\n\n'
        '# a translator\'s remark\nmsgid "次へ"\nmsgstr "Next"\n\n'
        '#, fuzzy\nmsgid "戻る"\nmsgstr "Perhaps back"\n\n'
        'msgid "{n}人"\nmsgstr "{n} people"\n\n'
        'msgid "昔の文"\nmsgstr "Gone"\n',
        encoding="utf-8",
    )
    return path


@pytest.fixture
def small():
    found = Catalog()
    found.add("次へ", locations=[("app/a.html", 3)])
    found.add("戻る", locations=[("app/a.html", 9)])
    found.add(("{n}人", "{n}人"), locations=[("app/b.html", 1)])
    return found


def test_a_translation_and_its_remark_are_kept(work, small):
    text = catalogues.updated(work, small)
    assert '# a translator\'s remark\n#: app/a.html\nmsgid "次へ"\nmsgstr "Next"\n' in text


def test_a_guess_is_asked_anew(work, small):
    assert 'msgid "戻る"\nmsgstr ""\n' in catalogues.updated(work, small)


def test_a_text_that_became_countable_is_asked_in_every_plural_form(work, small):
    text = catalogues.updated(work, small)
    assert 'msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n' in text


def test_a_text_that_is_gone_leaves(work, small):
    assert "昔の文" not in catalogues.updated(work, small)


def test_bringing_up_to_date_twice_changes_nothing(work, small):
    once = catalogues.updated(work, small)
    work.write_text(once, encoding="utf-8")
    assert catalogues.updated(work, small) == once


# A new language


@pytest.fixture(scope="module")
def nepali(tmp_path_factory):
    """A new language's folder, for tests that only read it."""
    folder = tmp_path_factory.mktemp("new") / "app" / "locales"
    catalogues.new_language("ne", folder)
    return folder / "ne"


def test_a_new_language_is_named_in_its_own_script(nepali):
    assert load_language(nepali).name == "नेपाली"


def test_a_new_language_falls_back_to_the_official_wording(nepali):
    assert load_language(nepali).gettext("次へ") == "次へ"


def test_a_new_language_waits_for_every_text(nepali, template):
    path: Path = nepali / "LC_MESSAGES" / "messages.po"
    assert len(catalogues.untranslated(path)) == len(template)


@pytest.mark.parametrize("code", ["tl", "ja_easy", "xq", "../ne", ""])
def test_a_code_that_babel_reads_otherwise_is_refused(tmp_path, code):
    with pytest.raises(catalogues.NoSuchLanguage):
        catalogues.new_language(code, tmp_path)


def test_a_language_is_not_made_twice(nepali):
    with pytest.raises(catalogues.NoSuchLanguage):
        catalogues.new_language("ne", nepali.parent)


def test_the_command_names_its_verbs_when_misused(capsys):
    assert (catalogues.main([]), "update" in capsys.readouterr().err) == (2, True)


# The catalogue's own texts


@pytest.mark.parametrize("column", ["name", "summary", "documents"])
def test_every_procedure_one_can_finish_online_is_in_every_shipped_language(column, languages):
    rows = [row for row in procedures.catalogue_rows() if row["online_status"] == "online"]
    texts = [text for row in rows for text in row[column].split("; ") if text]
    for language in languages:
        missing = [text for text in texts if not language.procedure_text(text)[1]]
        assert (language.code, missing) == (language.code, [])


def test_no_text_of_the_catalogue_is_translated_that_no_procedure_has(languages):
    rows = procedures.catalogue_rows()
    texts = {row[column] for row in rows for column in ("name", "summary")}
    texts |= {text for row in rows for text in row["documents"].split("; ")}
    for language in languages:
        assert (language.code, set(language.procedures) - texts) == (language.code, set())


@pytest.mark.parametrize("name", ["messages.po", "procedures.po"])
def test_no_text_stands_twice_in_a_catalogue(name):
    for path in LOCALES.glob(f"*/LC_MESSAGES/{name}"):
        lines = path.read_text(encoding="utf-8").splitlines()
        ids = [
            (previous, line)
            for previous, line in zip(["", *lines], lines, strict=False)
            if line.startswith('msgid "') and line != 'msgid ""'
        ]
        with_context = [(p if p.startswith("msgctxt") else "", line) for p, line in ids]
        assert len(with_context) == len(set(with_context)), path.parent.parent.name
