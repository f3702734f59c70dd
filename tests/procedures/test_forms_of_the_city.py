"""What single shipped forms promise: who is asked what, and what nobody is asked."""

import pytest

from app import procedures
from app.catalogue import cells
from app.forms.answers import begin, validate_step
from app.forms.journey import eligibility_after, exit_of, visible_steps
from app.forms.places import is_visible, places

FORMS = procedures.forms()
REPORTS = ("road-damage", "park-equipment-damage", "water-leak", "vacant-house", "damage-report")
PAID_OUT = ("care-cost-refund", "housing-care-refund", "nhi-high-cost", "tax-direct-debit")
ASKED_ON_PAPER = (
    "care-need-new", "care-need-renewal", "care-cost-refund", "housing-care-refund", "nhi-join",
    "nhi-leave", "nhi-high-cost", "pension-exemption", "disability-certificate-reissue",
)  # fmt: skip


def seen(slug, **answers):
    """The keys of every question and statement that these answers show."""
    form = FORMS[slug]
    given = begin(form) | answers
    return {
        place.field.key
        for step in visible_steps(form, given)
        for place in places(form, step, given)
        if is_visible(form, place, given)
    }


def faults(slug, step, **answers):
    """The paths of what is wrong on a page with these answers."""
    form = FORMS[slug]
    given = begin(form) | answers
    return {error.path for error in validate_step(form, form.step(step), given, attached={})}


def fields(slug):
    return [field for step in FORMS[slug].steps for field in step.fields]


@pytest.mark.parametrize("slug", REPORTS)
def test_a_report_says_to_call_and_when_it_is_read(slug):
    first = fields(slug)[0]
    assert first.type == "statement"
    assert "電話" in first.text and "次の開庁日" in first.text


@pytest.mark.parametrize("slug", REPORTS)
def test_a_report_can_be_anonymous_and_without_a_photograph(slug):
    asked = [field for field in fields(slug) if field.type in ("name", "phone", "email", "upload")]
    assert asked and not any(field.required for field in asked)


@pytest.mark.parametrize("slug", ASKED_ON_PAPER)
def test_a_statutory_sheet_says_that_no_individual_number_is_needed(slug):
    assert any("記入不要" in field.text for field in fields(slug) if field.type == "statement")


@pytest.mark.parametrize("slug", PAID_OUT)
def test_money_goes_through_one_account_that_stays_closed(slug):
    accounts = [field for field in fields(slug) if field.type == "bank_account"]
    assert len(accounts) == 1 and accounts[0].sensitive


def test_only_a_leak_on_own_ground_speaks_of_the_owners_pipe():
    assert "own_pipe" in seen("water-leak", leak_place="premises")
    assert "own_pipe" not in seen("water-leak", leak_place="road")


def test_a_vacant_house_is_reported_without_naming_the_reporter_to_the_owner():
    assert "持ち主やほかの人に伝えることはありません" in FORMS["vacant-house"].purpose_of_use


def test_the_bereavement_list_follows_the_answers():
    listed = seen("bereavement", had_dog=True, had_pension=False)
    assert "do_dog" in listed and "do_pension" not in listed


def test_every_question_of_the_bereavement_checklist_leads_to_a_procedure():
    keys = {field.key for field in fields("bereavement")}
    asked = {key.removeprefix("had_") for key in keys if key.startswith("had_")} | {"head"}
    assert {f"do_{each}" for each in asked} <= keys


def test_nobody_dies_before_being_born():
    born_later = {"deceased_birth": "2026-04-02", "death_date": "2026-04-01"}
    assert "death_date" in faults("bereavement", "deceased", **born_later)


def test_a_job_does_not_end_before_it_began():
    job = {"job_from": "2020-04-01", "job_until": "2020-03-31"}
    assert "jobs.0.job_until" in faults("staff-recruitment", "history", jobs=[job])


def test_an_employer_is_not_told_sex_family_or_registered_domicile():
    labels = "".join(field.label for field in fields("staff-recruitment"))
    assert not any(word in labels for word in ("性別", "本籍", "家族", "国籍"))


def test_only_a_second_class_insured_names_the_specified_disease():
    assert "specified_disease" in seen("care-need-new", age_class="second")
    assert "specified_disease" not in seen("care-need-new", age_class="first")


def test_a_scooter_without_its_plate_is_explained():
    assert "plate_pledge" in seen("scooter-scrap", plate_return="no_plate")
    assert "plate_pledge" not in seen("scooter-scrap", plate_return="post_plate")


def test_a_stopped_direct_debit_asks_for_no_account():
    assert "debit_account" not in seen("tax-direct-debit", debit_action="stop")
    assert "debit_account" in seen("tax-direct-debit", debit_action="start")


def test_an_accident_by_another_person_is_told_of_its_own_notice():
    assert "accident_note" in seen("nhi-high-cost", accident="third_party")


def test_each_participant_of_a_class_is_one_application():
    assert FORMS["event-sign-up"].one_application_per == "participants"


def test_who_keeps_an_address_secret_can_say_so_where_it_is_asked():
    named = ("nhi-join", "nhi-leave", "pension-exemption", "evacuation-support", "scooter-scrap")
    assert all("support_measures" in seen(slug) for slug in named)


def test_an_own_form_needs_no_card_reader():
    # the platform proves identity by a photographed paper at most (L2) for its own forms
    own = [row for row in procedures.catalogue_rows() if "own" in cells.split(row["channels"])]
    assert {row["identity_level"] for row in own} <= {"L0", "L1", "L2"}


@pytest.mark.parametrize(
    ("slug", "step", "answer"),
    [
        ("bulky-waste", "source", {"source_kind": "business"}),
        ("child-allowance-claim", "reason", {"claimant_job": "public"}),
        ("moving-in-visit", "kind", {"move_kind": "out"}),
    ],
)
def test_who_is_in_the_wrong_place_is_led_out_early(slug, step, answer):
    form = FORMS[slug]
    assert exit_of(form, begin(form) | answer, form.step(step)) is not None
    assert exit_of(form, begin(form), form.step(step)) is None


def test_an_injury_at_work_is_told_before_the_receipts_are_typed():
    form = FORMS["nhi-high-cost"]
    step = form.step("month")
    hurt = begin(form) | {"accident": "at_work", "limit_shown": "not_applied"}
    ill = begin(form) | {"accident": "illness", "limit_shown": "not_applied"}
    assert [len(eligibility_after(form, each, step)) for each in (hurt, ill)] == [1, 0]


def test_a_renewal_asks_everybody_for_the_health_insurance():
    assert "insurer_name" in seen("care-need-renewal", age_class="first")
    assert "specified_disease" not in seen("care-need-renewal", age_class="first")
    assert "specified_disease" in seen("care-need-renewal", age_class="second")


def test_who_lost_a_job_says_whether_there_was_employment_insurance():
    assert "had_insurance" in seen("pension-exemption", special_reason="job_loss")
    assert "had_insurance" not in seen("pension-exemption", special_reason="no_special")


def test_joining_after_public_assistance_needs_its_notice():
    assert "loss_certificate" in seen("nhi-join", join_reason="welfare_end")
    assert "loss_certificate" not in seen("nhi-join", join_reason="birth")


def test_somebody_else_may_report_the_start_of_the_water():
    assert {"filer_name", "filer_phone"} <= set(seen("water-start", filer_relation="landlord"))
    assert "filer_name" not in seen("water-start", filer_relation="self")
