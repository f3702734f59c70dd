"""The pages of every shipped city leave a reader of English nothing in Japanese without a mark."""

import re

import pytest

from app import city as cities
from app.crypto import make_trial_keys
from app.main import create_app
from app.procedures import catalogue_rows
from app.settings import Settings
from tests.browser import Browser
from tests.clock import FakeClock
from tests.outbox import Postbox
from tests.postgres import FOLDER
from tests.templates import copied
from tests.unmarked import unmarked

PAGES = ("", "procedures", "procedures?q=moving", "procedures?q=zzzz", "mine", "offline", "none")
# The tab of a browser shows one text: nothing inside it can be marked as another language.
TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


@pytest.fixture(scope="module", params=cities.shipped())
def reader(request, tmp_path_factory):
    """Somebody at the pages of one city; what they say does not depend on the database."""
    folder = tmp_path_factory.mktemp(request.param)
    with copied(request.config.stash[FOLDER], "sqlite", "furnished", folder) as url:
        settings = Settings(data_dir=folder / "var", database_url=url, city=request.param)
        make_trial_keys(settings.keys_file)
        app = create_app(settings, clock=FakeClock(), channels={"mail": Postbox()})
        with Browser(app) as browser:
            yield browser
        app.state.database.close()


def one_of_each():
    """A procedure of each outside system, section, kind of rule and state."""
    chosen = {}
    for row in catalogue_rows():
        for column in ("system", "section", "basis", "online_status"):
            chosen.setdefault((column, row[column]), row["code"])
    return sorted(set(chosen.values()))


@pytest.mark.http
@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_city_leaves_nothing_in_japanese(reader, page):
    assert unmarked(reader.get(f"/en/{page}").text) == []


@pytest.mark.http
def test_a_procedure_of_a_city_leaves_nothing_in_japanese(reader):
    pages = {code: reader.get(f"/en/procedures/{code}") for code in one_of_each()}
    assert {answer.status_code for answer in pages.values()} == {200}
    left = {code: unmarked(TITLE.sub("", answer.text)) for code, answer in pages.items()}
    assert {code: texts for code, texts in left.items() if texts} == {}


@pytest.mark.http
@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("ja", "月～金 8:30～17:15（祝日・年末年始を除く）"),
        ("ja-easy", "月曜日から金曜日 午前8時30分から午後5時15分まで（祝日と"),
        ("en", "Mon–Fri 8:30 AM–5:15 PM (closed on public holidays and at New Year)"),
    ],
)
def test_the_hours_of_a_city_are_told_in_the_readers_language(reader, locale, told):
    # Babel parts the time from its AM with a space that does not break.
    assert told in reader.get(f"/{locale}/").text.replace("\u202f", " ")
