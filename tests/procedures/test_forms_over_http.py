"""Every shipped form is filled in and sent over HTTP; each of its pages reads in each language."""

import html

import pytest

from app import procedures
from app.accounts import service as accounts
from app.accounts.models import Role
from app.applications import service as applications
from app.catalogue import service as catalogue
from app.crypto import make_trial_keys
from app.main import create_app
from app.settings import Settings
from tests.applications.resident import Phone
from tests.browser import Browser
from tests.clock import NOW, FakeClock
from tests.factories import add_staff
from tests.languages import shipped
from tests.outbox import Postbox
from tests.postgres import FOLDER
from tests.procedures.applicant import Applicant
from tests.procedures.clerk import Clerk
from tests.templates import copied
from tests.unmarked import unmarked

FORMS = procedures.forms()
COMPLETE = ("ja", "en", "ja-easy")
# Words of Japanese sheets, which a reader of English has to find there or to write as they stand.
QUOTED = ("雇用（予定）期間", "認定有効期間", "「未定」")


@pytest.fixture(scope="module")
def city_hall(request, tmp_path_factory):
    """One city hall for all forms: what a form asks does not depend on the database."""
    folder = tmp_path_factory.mktemp("forms")
    with copied(request.config.stash[FOLDER], "sqlite", "furnished", folder) as url:
        settings = Settings(data_dir=folder / "var", database_url=url)
        make_trial_keys(settings.keys_file)
        app = create_app(settings, clock=FakeClock(), channels={"mail": Postbox()})
        with Browser(app) as running:
            yield app, running.portal
        app.state.database.close()


@pytest.fixture(scope="module")
def languages():
    """Address -> language, of the languages that are complete."""
    found = shipped().by_address
    return {code: found[code] for code in COMPLETE}


@pytest.fixture
def phone(city_hall):
    app, portal = city_hall
    return Phone(app, portal=portal)


@pytest.mark.http
@pytest.mark.parametrize("slug", sorted(FORMS))
def test_a_form_is_walked_in_every_language_and_sent(phone, languages, slug):
    applicant = Applicant(phone, slug)
    for step in applicant.walk():
        for code, language in languages.items():
            page = phone.get(applicant.base.replace("/ja/", f"/{code}/", 1) + f"/{step.slug}")
            assert page.status_code == 200, (code, step.slug)
            asked = [field.label for field in step.fields if not field.when]
            text = html.unescape(page.text)
            for label in [step.title, *asked]:
                assert language.gettext(label) in text, (code, step.slug, label)
            assert code != "en" or not left_in_japanese(page.text), step.slug
    sent = applicant.send()
    assert sent.status_code == 303, sent.text[:2000]
    assert phone.get(sent.headers["location"]).status_code == 200
    receipt = phone.get(sent.headers["location"].replace("/ja/", "/en/", 1))
    assert left_in_japanese(receipt.text) == []


@pytest.mark.http
@pytest.mark.parametrize("page", ["", "/check", "/paper"])
@pytest.mark.parametrize("slug", sorted(FORMS))
def test_what_stands_before_a_form_leaves_nothing_in_japanese(phone, slug, page):
    assert left_in_japanese(phone.get(f"/en/apply/{slug}{page}").text) == []


def left_in_japanese(page):
    return [text for text in unmarked(page) if not any(each in text for each in QUOTED)]


@pytest.mark.http
@pytest.mark.parametrize("slug", sorted(FORMS))
def test_the_paper_of_a_form_is_typed_in_at_the_counter(city_hall, slug):
    app, portal = city_hall
    with app.state.database.writing() as session:
        procedure = catalogue.procedures_with_form(session, slug)[0]
        intakes = [i for i in applications.all_intakes(session) if i.form == slug]
        member = add_staff(session, NOW, role=Role.CLERK, sections=[procedure.section])
        secret = accounts.open_session(session, NOW, member)
    desk = Browser(app, portal=portal)
    desk.cookies.set("staff", secret)
    clerk = Clerk(desk, slug, procedure=procedure.code, intake=next(iter(intakes), None))
    assert [step.slug for step in clerk.walk()]
    sent = clerk.send()
    assert sent.status_code == 303, sent.text[:2000]
    assert desk.get(sent.headers["location"]).status_code == 200
