"""A section enters its own indicators and no other's; the DX office sees what is missing."""

from datetime import UTC, date, datetime

import pytest

from app.accounts import service as accounts
from app.accounts.models import Role, Section
from app.statistics.service.indicators import editing, entering, registry
from tests.factories import add_staff

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
WHO = editing.Who("dx-1", NOW)


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture
def housed(counted):
    """Two sections; one of them has the name that stands beside プリントアウト数 in the plan."""
    with counted.writing() as session:
        for code, name in (("dx", "DX戦略課"), ("park", "公園緑地課"), ("road", "維持課")):
            session.add(Section(code=code, name=name, valid_from=date(2020, 4, 1)))
    return counted


@pytest.fixture
def clerk(housed, site):
    """A browser of a clerk of the DX strategy section."""
    with housed.writing() as session:
        member = add_staff(session, NOW, role=Role.CLERK, sections=["dx"])
        site.cookies.set("staff", accounts.open_session(session, NOW, member))
    return site


def _token(page):
    return page.text.partition('name="_csrf" value="')[2].partition('"')[0]


def _post(browser, to, at, **cells):
    browser.cookies.set("seed", "s" * 32)
    token = _token(browser.get(at))
    return browser.post(to, data={"_csrf": token} | cells, follow_redirects=False)


def _enter(browser, slug, **cells):
    return _post(browser, f"/staff/indicators/{slug}", "/staff/indicators/printouts",
                 status="final", **cells)  # fmt: skip


def _value(database, city, slug):
    with database.reading() as session:
        return [f.value for f in registry.figures(session, city, slug).get(slug, [])]


def test_a_plan_that_names_two_sections_asks_both():
    names = {"park": "公園緑地課", "road": "維持課", "pipe": "管路保全課"}
    assert entering.sections_in("公園緑地課・維持課", names) == ("park", "road")


def test_a_clerk_enters_the_month_of_their_own_section(clerk, housed, city):
    assert "プリントアウト数" in clerk.get("/staff/indicators").text
    assert _enter(clerk, "printouts", period="2026-10", value="860,655").status_code == 303
    assert _value(housed, city, "printouts") == ["860655"]


def test_anothers_indicator_is_not_found_and_not_changed(clerk, housed, city):
    assert clerk.get("/staff/indicators/visitors").status_code == 404
    assert _enter(clerk, "visitors", period="2026-10", value="1").status_code == 404
    assert _value(housed, city, "visitors") == []


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"period": "2026-12", "value": "1"}, "期間を一覧から選んでください"),
        ({"period": "2026-10", "value": "たくさん"}, "値は数で書いてください"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_what_was_typed(clerk, cells, told):
    answer = _enter(clerk, "printouts", **cells, note="10月は移転の月")
    assert answer.status_code == 422
    assert told in answer.text and "10月は移転の月" in answer.text


def test_a_clerk_names_no_owner_and_reads_no_list_of_what_is_missing(clerk):
    assert clerk.get("/staff/statistics/indicators/missing").status_code == 403
    answer = _post(clerk, "/staff/statistics/indicators/visitors/owner",
                   "/staff/indicators/printouts", section="dx")  # fmt: skip
    assert answer.status_code == 403


def test_the_section_the_dx_office_names_may_enter_and_the_plans_no_longer(housed, city):
    with housed.writing() as session:
        assert entering.name_owner(session, WHO, "printouts", "park")
        own = {d.definition.slug for d in entering.duties(session, city, NOW, frozenset({"park"}))}
        others = entering.duties(session, city, NOW, frozenset({"dx"}))
    assert own == {"printouts"} and others == []


def test_no_section_is_named_that_there_is_not(housed):
    with housed.writing() as session:
        assert not entering.name_owner(session, WHO, "printouts", "nothing")


def test_what_is_missing_is_told_by_section_until_it_is_in(housed, city):
    with housed.writing() as session:
        before = dict(entering.by_section(entering.duties(session, city, NOW)))
        assert [duty.definition.slug for duty in before["DX戦略課"]] == ["printouts"]
        typed = {"indicator": "printouts", "period": "2026-10", "value": "1"}
        editing.keep_figure(session, WHO, editing.checked_figure(typed)[0])
        assert "DX戦略課" not in dict(entering.by_section(entering.duties(session, city, NOW)))


def test_what_the_product_works_out_nobody_is_asked_for(housed, city):
    with housed.reading() as session:
        slugs = {duty.definition.slug for duty in entering.duties(session, city, NOW)}
    assert "online-count" not in slugs and "visitors" in slugs


def test_the_dx_office_subscribes_sees_the_letter_and_ends_it(signed_in):
    office, address = signed_in(Role.DX_OFFICE), "/staff/statistics/report"
    assert "2026年10月の統計" in office.get(address).text
    wrong = _post(office, address, address, address="mihon", day="1")
    assert wrong.status_code == 422 and 'value="mihon"' in wrong.text
    kept = _post(office, address, address, address="mihon@example.jp", day="5")
    assert kept.status_code == 303 and "受け取りをやめる" in office.get(address).text
    _post(office, address, address, deed="end")
    assert "受け取りをやめる</button>" not in office.get(address).text


def test_a_clerk_subscribes_to_nothing(signed_in):
    assert signed_in(Role.CLERK).get("/staff/statistics/report").status_code == 403
