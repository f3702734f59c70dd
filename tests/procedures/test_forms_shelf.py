"""The shelf of shipped form documents: each one loads, passes the review and can be walked."""

import re
from functools import cache
from pathlib import Path

import pytest

from app.forms.answers import add_item, begin, parse_step, validate
from app.forms.document_text import read_document
from app.forms.field import MY_NUMBER_WORDS
from app.forms.fields.upload import UploadField
from app.forms.journey import documents, first_open, next_step, parts, visible_steps
from app.forms.lint import lint
from app.forms.places import is_visible, places, value_at
from app.forms.snapshot import dump, load, messages
from app.forms.values import input_name
from tests import languages

SHELF = Path(__file__).parents[2] / "app" / "procedures" / "forms"
DOCUMENTS = sorted(SHELF.glob("*.yaml"))
LANGUAGES = languages.shipped()
MARKUP = re.compile(r"<[a-z/]|&[a-z]+;")


@cache
def read(slug):
    """A shipped form, which is frozen: every test may have the same."""
    return load((SHELF / f"{slug}.yaml").read_bytes(), f"{slug}.yaml")


@pytest.fixture(params=DOCUMENTS, ids=lambda path: path.stem)
def form(request):
    return read(request.param.stem)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_the_quick_reader_of_our_own_documents_reads_what_the_careful_one_reads(path):
    text = path.read_bytes()
    assert read_document(text, "", is_ours=True) == read_document(text, "")


class Resident:
    """Fills in a form page by page with examples, changed by `choices` (path -> value)."""

    def __init__(self, form, items=None, **choices):
        self.form, self.choices = form, choices
        self.answers, self.done, self.attached = begin(form), [], {}
        for repeat, number in (items or {}).items():
            while len(self.answers[repeat]) < number:
                self.answers = add_item(form, self.answers, repeat)

    def walk(self):
        """Go to the review; every page is accepted after what it reveals has been answered."""
        for _ in range(60):
            slug = first_open(self.form, self.answers, attached=self.attached, done=self.done)
            if slug == "review":
                return self
            self.fill(self.form.step(slug))
            self.done.append(slug)
        raise AssertionError("the journey does not end")

    def fill(self, step):
        """Answer one page, again while answers open more of its questions."""
        parsed = None
        for _ in range(4):
            now = parsed.answers if parsed else self.answers
            raw = self.post(step, now)
            parsed = parse_step(self.form, step, raw, answers=self.answers, attached=self.attached)
            if parsed.is_valid:
                self.answers = parsed.answers
                return
        raise AssertionError(f"{step.slug}: {parsed.errors}")

    def post(self, step, answers):
        raw = {}
        for place in places(self.form, step, answers):
            field = place.field
            if not field.asks or not is_visible(self.form, place, answers):
                continue
            value = self.choices.get(place.path, self.choices.get(field.key, field.sample()))
            if value == {"mode": "now"}:
                self.attached[place.path] = 1
            for part, texts in field.write(value).items():
                raw[input_name(place.path, part)] = texts
        return raw


def test_every_answer_reads_in_every_complete_language(form):
    answers = Resident(form).walk().answers
    for code in ("ja", "en", "ja-easy"):
        language = LANGUAGES.by_address[code]
        for step in visible_steps(form, answers):
            for place in places(form, step, answers):
                if place.field.asks and (value := value_at(answers, place)) is not None:
                    shown = place.field.show(value, language.gettext, language.code)
                    assert shown, (code, place.path)


def test_the_slug_is_the_name_of_the_file(form):
    assert (SHELF / f"{form.slug}.yaml").exists()


def test_the_review_finds_nothing(form):
    assert lint(form) == []


def test_the_form_reads_back_from_its_dump(form):
    assert load(dump(form)) == form


def test_the_journey_can_be_walked_with_the_examples(form):
    resident = Resident(form).walk()
    assert validate(form, resident.answers, attached=resident.attached) == ()


def test_the_journey_can_be_walked_with_the_least(form):
    optional = {
        field.key: None for step in form.steps for field in step.fields if not field.required
    }
    resident = Resident(form, **optional).walk()
    assert validate(form, resident.answers, attached=resident.attached) == ()


def test_no_question_asks_for_the_individual_number(form):
    asked = [field.label for step in form.steps for field in step.fields if field.asks]
    assert not any(MY_NUMBER_WORDS.search(label) for label in asked)


def test_no_text_holds_markup(form):
    assert not any(MARKUP.search(text) for _, text, _ in messages(form))


def test_no_text_has_a_gap_from_a_folded_line(form):
    gap = re.compile(r"[ぁ-んァ-ヶ一-龥、。] [ぁ-んァ-ヶ一-龥]")
    assert not [text for _, text, _ in messages(form) if gap.search(text)]


def test_personal_names_in_examples_are_evident_samples(form):
    for step in form.steps:
        for field in step.fields:
            if field.type == "name":
                assert field.sample()["family"] in ("見本", "郡山")


# The flagship


@pytest.fixture
def club():
    return read("after-school-club")


def test_a_family_with_two_guardians_sees_fourteen_pages(club):
    assert len(visible_steps(club, Resident(club).walk().answers)) == 14


def test_a_single_guardian_is_asked_nothing_about_another(club):
    resident = Resident(club, has_second_guardian=False).walk()
    assert not [key for key in resident.answers if key.startswith("g2_")]
    assert "consent_records_2" not in resident.answers


def test_a_page_asks_few_things(club):
    answers = Resident(club).walk().answers
    for step in club.steps:
        first = [p for p in places(club, step, answers) if p.index in (None, 0)]
        assert sum(p.field.asks and is_visible(club, p, answers) for p in first) <= 10, step.slug


def test_two_children_are_one_send_and_two_applications(club):
    made = parts(club, Resident(club, items={"children": 2}).walk().answers)
    assert [len(part.answers["children"]) for part in made] == [1, 1]
    assert all(part.answers["g1_name"] == made[0].answers["g1_name"] for part in made)


def test_two_emergency_contacts_are_needed(club):
    assert club.repeat("contacts").min == 2


def test_everyone_may_live_without_other_relatives(club):
    assert begin(club)["household"] == []


@pytest.mark.parametrize(
    ("reason", "document"),
    [
        ("employed", "g1_doc_employment"), ("self_employed", "g1_doc_self_employed"),
        ("job_offer", "g1_doc_job_offer"), ("study", "g1_doc_study"),
        ("illness", "g1_doc_illness"), ("disability", "g1_doc_disability"),
        ("caring", "g1_doc_caring"), ("childbirth", "g1_doc_childbirth"),
        ("disaster", "g1_doc_disaster"), ("job_seeking", "g1_doc_job_seeking"),
        ("living_apart", "g1_doc_living_apart"), ("other", "g1_doc_other"),
    ],
)  # fmt: skip
def test_the_reason_decides_the_document(club, reason, document):
    resident = Resident(club, has_second_guardian=False, g1_reason=reason).walk()
    assert [each.path for each in documents(club, resident.answers)] == [document]


def test_both_guardians_are_asked_for_the_same_documents(club):
    def of(prefix):
        step = club.step(f"evidence-{prefix[1]}")
        return [(f.key.removeprefix(prefix), f.label, f.type) for f in step.fields]

    assert of("g1_") == of("g2_")


def test_every_document_can_come_later_or_on_paper(club):
    uploads = [f for step in club.steps for f in step.fields if isinstance(f, UploadField)]
    assert all(set(upload.modes) == {"now", "later", "paper"} for upload in uploads)


def test_an_employment_certificate_may_be_a_spreadsheet(club):
    assert ".xlsx" in club.field(None, "g1_doc_employment").accept


def test_refusing_a_look_up_asks_for_the_papers_instead(club):
    resident = Resident(club, consent_records_1={"answer": "disagree"}).walk()
    assert "doc_records_1" in [each.path for each in documents(club, resident.answers)]


def test_agreeing_to_everything_skips_the_page_of_papers(club):
    assert next_step(club, Resident(club).walk().answers, "consents") == "result"


def test_only_the_pledge_cannot_be_refused(club):
    consents = club.step("consents").fields
    assert [field.key for field in consents if not field.refusable] == ["pledge"]


def test_the_address_of_a_separated_guardian_is_never_asked(club):
    addresses = [f.key for step in club.steps for f in step.fields if f.type == "address"]
    assert addresses == ["g1_address"]


def test_health_disability_and_protection_are_sensitive(club):
    keys = ("support_measures", "circumstances", "g1_reason", "g2_reason", "g1_doc_illness")
    assert all(club.field(None, key).sensitive for key in keys)
    health = club.step("health").fields
    assert all(field.sensitive for field in health if field.asks)


def test_the_paper_sheets_question_for_the_individual_number_is_answered(club):
    note = club.field(None, "my_number_note")
    assert "記入不要" in note.text and not note.asks


# The two small forms


def test_a_proposal_is_one_page_of_six_questions():
    form = read("citizen-proposal")
    assert [len(step.fields) for step in form.steps] == [6]
    assert (form.kind, form.legal_basis) == ("report", "voluntary")


def test_a_proposal_needs_no_name():
    form = read("citizen-proposal")
    assert not form.field(None, "name").required and not form.field(None, "email").required


def test_a_damage_report_says_to_call_when_it_is_urgent():
    form = read("damage-report")
    assert form.steps[0].fields[0].label == "急ぐときは電話"


def test_a_damage_report_needs_neither_photograph_nor_contact():
    form = read("damage-report")
    later = [field for step in form.steps[1:] for field in step.fields]
    assert not any(field.required for field in later)


def test_every_sheet_names_what_it_follows(form):
    # a municipality, a law or an agency that publishes the sheet; never a sheet of nowhere
    assert re.search(r"[市区町村]|法|機構", form.source.title), form.source.title
    assert "見本）" not in form.source.title


def test_every_sheet_says_how_identity_and_signature_stand(form):
    remark = form.source.remark
    assert re.search(r"L[0-4]", remark) and "署名" in remark, remark
