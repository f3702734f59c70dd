"""A section enters its own indicators and no other's; the DX office sees what is missing."""

from datetime import UTC, date, datetime

import pytest

from app.accounts import service as accounts
from app.accounts.models import Role, Section
from app.statistics.models import Definition, Figure
from app.statistics.service.indicators import editing, entering, registry
from tests.factories import add_staff
from tests.statistics.mailed import last_code

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


def _missing(session, city):
    duties = entering.duties(session, city, NOW, frozenset({"dx"}))
    return {duty.definition.slug for duty in duties if not duty.is_done}


def test_a_plan_that_names_two_sections_asks_both():
    names = {"park": "公園緑地課", "road": "維持課", "pipe": "管路保全課"}
    assert entering.sections_in("公園緑地課・維持課", names) == ("park", "road")


@pytest.mark.parametrize(
    ("grain", "told", "year", "due"),
    [
        ("year", (), 2026, "2026"),
        ("month", (), 2026, "2026-10"),
        ("month", ("2026-10", "2026-09"), 2026, "2026-08"),
        ("month", (), 2025, "2026-03"),
        ("month", tuple(f"2026-{month:02d}" for month in range(4, 11)), 2026, "2026-10"),
        ("month", (), 2027, "2027-04"),
    ],
)
def test_a_year_asks_for_itself_or_for_its_newest_month_without_a_value(grain, told, year, due):
    each = Definition("shared-work", "共同作業", unit="件", grain=grain)
    found = [Figure(each.slug, period, "", "1") for period in told]
    assert entering.due_in(each, found, NOW, year) == due


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
        others = {duty.definition.slug for duty in others}
    assert own == {"printouts"} and "printouts" not in others


def test_no_section_is_named_that_there_is_not(housed):
    with housed.writing() as session:
        assert not entering.name_owner(session, WHO, "printouts", "nothing")


def test_what_is_missing_is_told_by_section_until_it_is_in(housed, city):
    with housed.writing() as session:
        assert "printouts" in _missing(session, city)
        typed = {"indicator": "printouts", "period": "2026-10", "value": "1"}
        editing.keep_figure(session, WHO, editing.checked_figure(typed)[0])
        assert "printouts" not in _missing(session, city)


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


def test_the_report_waits_for_the_code_of_its_address(signed_in, counted):
    office, address = signed_in(Role.DX_OFFICE), "/staff/statistics/report"
    kept = _post(office, address, address, address="mihon@example.jp", day="5")
    assert kept.headers["location"].endswith("saved=mailed")
    assert "確認待ち" in office.get(address).text
    wrong = _post(office, address, address, deed="code", code="abc")
    assert wrong.status_code == 422 and "確認コードがちがいます" in wrong.text
    with counted.reading() as session:
        code = last_code(session)
    assert _post(office, address, address, deed="code", code=code).status_code == 303
    page = office.get(address).text
    assert "mihon@example.jp（確認済み）" in page and "確認待ち" not in page


def test_an_address_that_waits_is_taken_back(signed_in):
    office, address = signed_in(Role.DX_OFFICE), "/staff/statistics/report"
    _post(office, address, address, address="mihon@example.jp", day="5")
    assert _post(office, address, address, deed="undo").status_code == 303
    assert "確認待ち" not in office.get(address).text


def test_a_section_sets_its_own_address_and_no_others(clerk, counted):
    own = "/staff/indicator-mail/dx"
    assert "プリントアウト数：2026年10月" in clerk.get(own).text
    wrong = _post(clerk, own, own, address="mihon")
    assert wrong.status_code == 422 and 'value="mihon"' in wrong.text
    assert _post(clerk, own, own, address="mihon@example.jp").status_code == 303
    with counted.reading() as session:
        code = last_code(session)
    assert _post(clerk, own, own, deed="code", code=code).status_code == 303
    assert "mihon@example.jp（確認済み）" in clerk.get(own).text
    for section in ("park", "nothing"):
        assert clerk.get(f"/staff/indicator-mail/{section}").status_code == 404
        answer = _post(clerk, f"/staff/indicator-mail/{section}", own, address="a@example.jp")
        assert answer.status_code == 404


def test_the_list_of_what_is_missing_says_who_is_mailed(signed_in, housed):
    page = signed_in(Role.DX_OFFICE).get("/staff/statistics/indicators/missing").text
    assert "宛先がないので届きません" in page and "/staff/indicator-mail/dx" in page
