"""Figures that plans ask for by name: helped, reported, prepared, paid, led, entered in time."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.accounts.models import Role, Section
from app.calendar import service as calendar
from app.catalogue import service as catalogue
from app.catalogue.models import OnlineStatus, Procedure
from app.journal import service as journal
from app.journal.models import Event
from app.office_hours import classify
from app.procedures import forms, priority
from app.statistics.kpis import KPIS
from app.statistics.models.registry import FIVE_LESS
from app.statistics.service.indicators import editing, plan
from tests.factories import add_staff

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture
def house(counted):
    """Four procedures with forms of the house, all online."""
    with counted.writing() as session:
        catalogue.load_forms(session, NOW, forms().values())
        for code, form in (
            ("road-001", "road-damage"), ("citizen-090", "bereavement"), ("maternal-001", ""),
            ("care-insurance-001", "care-need-new"),
        ):  # fmt: skip
            session.add(Procedure(
                code=code, name=code, section="citizen", form=form, channels="own; counter",
                online_status=OnlineStatus.ONLINE, updated_at=NOW,
            ))  # fmt: skip
    return counted


@pytest.fixture
def arrive(house, city):
    """Notes an arrival of a procedure."""

    def note(procedure, *, channel="own", count=1, helped=False):
        with house.writing() as session:
            told = {
                "procedure": procedure, "channel": channel, "count": count,
                "arrival": classify(NOW, calendar.in_force(session, city)),
            }  # fmt: skip
            journal.record(session, NOW, event=Event.ARRIVED, **told)
            if helped:
                journal.record(session, NOW, event=Event.HELPED, detail="proxy", **told)

    return note


@pytest.fixture
def asked(house, city):
    """(value, rows of the table) of a KPI this fiscal year."""

    def ask(slug):
        with house.reading() as session:
            span = plan.span_of(session, city, NOW, 2026)
            return KPIS[slug].answer(session, span).value, KPIS[slug].table(session, span).rows

    return ask


def test_help_is_a_proxy_online_or_a_clerk_who_types(arrive, asked):
    arrive("care-insurance-001", count=6)
    arrive("care-insurance-001", helped=True)
    arrive("care-insurance-001", channel="counter", count=2)
    arrive("care-insurance-001", channel="phone")
    value, rows = asked("helped")
    assert value == Decimal("40.0")
    assert [count for _, count, _ in rows] == [1, 2, 0, 1, 6]


def test_reports_are_counted_by_any_way_and_other_filings_are_not(arrive, asked):
    arrive("road-001", count=3)
    arrive("road-001", channel="phone")
    arrive("care-insurance-001", count=5)
    assert asked("citizen-reports")[0] == 4


def test_a_visit_prepared_at_home_is_counted_and_one_at_the_counter_is_not(arrive, asked):
    arrive("citizen-090", count=2)
    arrive("citizen-090", channel="counter", count=9)
    assert asked("visits-prepared")[0] == 2


@pytest.mark.parametrize("slug", ["helped", "citizen-reports", "visits-prepared", "payment-ways"])
def test_without_anything_there_is_a_reason_and_no_number(house, city, slug):
    with house.reading() as session:
        answer = KPIS[slug].answer(session, plan.span_of(session, city, NOW, 2026))
    assert answer.value is None and answer.why


def test_ways_of_payment_count_once_a_section_confirmed_them(house, asked):
    with house.writing() as session:
        for code, by in (("road-001", "見本 花子"), ("maternal-001", "")):
            row = session.get(Procedure, code)
            row.payment_methods, row.confirmed_by = "窓口; コード決済", by
    value, rows = asked("payment-ways")
    assert value == 1 and {name for name, *_ in rows} == {"窓口", "コード決済"}


def test_a_section_is_led_by_an_account_in_use(house, asked):
    with house.writing() as session:
        for code in ("citizen", "school"):
            session.add(Section(code=code, name=code, valid_from=NOW.date()))
        session.flush()
        add_staff(session, NOW, role=Role.LEADER, sections=["citizen"])
        away = add_staff(session, NOW, role=Role.LEADER, sections=["school"])
        away.is_active = False
        session.add(away)
    assert asked("leaders")[0] == Decimal("50.0")


def test_there_are_27_priority_procedures_and_all_rows_of_one_must_be_online(house, asked):
    assert len(priority()) == 27
    value, rows = asked("priority-procedures")
    assert value == 1  # 妊娠の届出; 要介護・要支援認定 lacks its second row
    states = {name: state for name, state, *_ in rows}
    assert states["妊娠の届出"] == "終えられる"
    assert states["要介護・要支援認定の申請"] == "まだ"


def test_the_months_monitoring_counts_values_of_ended_months_by_class(house, asked, city):
    before, rows = asked("months-entered")
    with house.writing() as session:
        who = editing.Who("dx-1", NOW)
        for period in ("2026-10", "2026-11"):  # November has not ended
            typed = {"indicator": "printouts", "period": period, "value": "10"}
            editing.keep_figure(session, who, editing.checked_figure(typed)[0])
    after, rows = asked("months-entered")
    entered = {name: count for name, _, count, _ in rows}
    assert before == 0 < after
    assert entered.pop(FIVE_LESS["paperless"]) == 1 and set(entered.values()) == {0}


def test_the_funnel_tells_steps_by_title_in_the_order_of_the_form(house, asked):
    form = forms()["road-damage"]
    with house.writing() as session:
        own = {"procedure": "road-001", "section": "citizen"}
        journal.record(session, NOW, event=Event.STARTED, **own)
        for step in ("an-earlier-one", *(each.slug for each in reversed(form.steps))):
            journal.record(session, NOW, event=Event.STEP_DONE, step=step, **own)
    _, rows = asked("funnel")
    told = [stage for _, stage, *_ in rows if stage.startswith("ステップ")]
    titles = [*(step.title for step in form.steps), "an-earlier-one"]
    assert told == [f"ステップ「{title}」を終えた" for title in titles]
