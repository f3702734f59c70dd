"""Owns the notices of decisions (通知書): what stands on each, and their order in one file.

Nothing of rank or points stands on them. Under 支援措置 the address stays off the paper, which is
handed over at the counter (住民基本台帳事務処理要領 第5-10).
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date

from pydantic import JsonValue
from sqlmodel import Session

from app.applications.models import Application, Decision, Intake, Ruling, RulingKind, Status
from app.applications.service.opened_answers import answers_of
from app.applications.service.season import rulings, tables
from app.applications.store import season as store
from app.applications.store.season import Sections
from app.catalogue import service as catalogue
from app.city import City
from app.clock import jst_date
from app.crypto import Keys
from app.forms.definition import Form, LegalBasis
from app.forms.fields.address import AddressField
from app.forms.fields.name import NameField, display_name
from app.forms.places import items
from app.forms.values import N_, Answers, mapping, text_of
from app.i18n.formats import format_date_ja, wareki

HANDED_OVER = "（住所は記載しません。窓口でお渡しします。）"
WORDS = {
    Decision.APPROVED: "承諾",
    Decision.REFUSED: "不承諾",
    Decision.WAITING: "保留",
    Decision.DISMISSED: "却下",
}
FULL = N_("希望された場所は、申込みが定員を超えているため（選考基準によります）。")
NOTES = {
    Decision.APPROVED: (N_("利用しないことになったときは、早めに辞退を届け出てください。"),),
    Decision.WAITING: (
        "空きが出て入所できることになったときは、あらためてお知らせします。"
        "保留の間の順番は、お答えしていません。",
    ),
}
_DISPOSITIONS = frozenset({LegalBasis.NATIONAL_LAW, LegalBasis.ORDINANCE, LegalBasis.RULE})


@dataclass(frozen=True)
class Letter:
    """One notice, as it is printed."""

    number: str
    document_number: str
    date: str
    address: tuple[str, ...]
    addressee: str
    mayor: str
    seal: str
    title: str
    body: str
    child: str
    decision: str
    place: str
    period: str
    reason: str
    decided_on: str
    notes: tuple[str, ...]
    instruction: tuple[str, ...]
    contact: str


@dataclass(frozen=True)
class Desk:
    """What every letter of a season takes from the house: keys, city, kind of seal."""

    keys: Keys
    city: City
    seal: str = "omitted"


def of_intake(
    session: Session, desk: Desk, intake: Intake, *, sections: Sections, kind: str = ""
) -> Iterator[Letter]:
    """The letters of an intake by place, grade and number; `kind`: only the first or moved-up."""
    every = {
        each.id: each for each in store.applications(session, intake=intake.id, sections=sections)
    }
    found = [
        (every[ruling.application], ruling)
        for ruling in rulings.latest(session, intake).values()
        if ruling.application in every and kind in ("", ruling.kind)
    ]
    grade = tables.in_force(session, intake).table.grade
    opened = [
        (application, ruling, answers_of(desk.keys, application))
        for application, ruling in found
        if application.status in (Status.DECIDED, Status.NOTIFIED)
    ]

    def order(each: tuple[Application, Ruling, Answers]) -> tuple[str, str, str]:
        application, ruling, answers = each
        return ruling.place_key or "~", _own(answers, grade), application.number

    places = tables.places(session, intake)
    for application, ruling, answers in sorted(opened, key=order):
        form = catalogue.form_by_fingerprint(session, application.fingerprint)
        paper = _Paper(desk, intake, form, application, ruling, answers)
        yield _letter(session, paper, places)


def of_application(
    session: Session, desk: Desk, intake: Intake, application: Application, ruling: Ruling
) -> Letter:
    """The letter of one decision."""
    answers = answers_of(desk.keys, application)
    form = catalogue.form_by_fingerprint(session, application.fingerprint)
    paper = _Paper(desk, intake, form, application, ruling, answers)
    return _letter(session, paper, tables.places(session, intake))


def is_appealable(form: Form, decision: Decision) -> bool:
    """Whether the notice tells how to appeal: of an unfavourable disposition only."""
    return decision != Decision.APPROVED and form.legal_basis in _DISPOSITIONS


def plain(letters: Iterable[Letter]) -> list[dict[str, object]]:
    """Letters as the template reads them."""
    return [asdict(each) for each in letters]


@dataclass(frozen=True)
class _Paper:
    """All that one letter is written from."""

    desk: Desk
    intake: Intake
    form: Form
    application: Application
    ruling: Ruling
    answers: Answers


def _letter(session: Session, paper: _Paper, places: dict[str, str]) -> Letter:
    city, ruling, application = paper.desk.city, paper.ruling, paper.application
    decision = Decision(ruling.decision)
    reason = rulings.reason_of(paper.desk.keys, application, ruling)
    name = paper.form.title.removesuffix("申請")
    moved_up = "（繰上げ）" if ruling.kind == RulingKind.MOVED_UP else ""
    arrived = format_date_ja(jst_date(application.received_at))
    section = catalogue.kept_procedure(session, application.procedure).section
    return Letter(
        number=application.number, document_number=ruling.document_number,
        date=_official(ruling.effective_on), address=_address(paper), addressee=_addressee(paper),
        mayor=f"{city.mayor_title}　{city.mayor_name}".rstrip(), seal=paper.desk.seal,
        title=f"{name}{WORDS[decision]}通知書{moved_up}",
        body=f"{arrived}に申請のあった{name}について、次のとおり{WORDS[decision]}と決定したので、"
        "通知します。",
        child=_child(paper), decision=WORDS[decision] + moved_up,
        place=places.get(ruling.place_key, ruling.place_key),
        period=_period(session, paper) if decision == Decision.APPROVED else "",
        reason=reason or (FULL if decision == Decision.WAITING else ""),
        decided_on=_official(ruling.decided_on), notes=NOTES.get(decision, ()),
        instruction=_instruction(paper, decision), contact=_contact(city, section),
    )  # fmt: skip


def _instruction(paper: _Paper, decision: Decision) -> tuple[str, ...]:
    """教示 of an unfavourable disposition (行政不服審査法82条1項、行政事件訴訟法46条1項)."""
    if not is_appealable(paper.form, decision):
        return ()
    mayor, city = paper.desk.city.mayor_title, paper.desk.city.name
    return (
        "1　この決定に不服がある場合は、この決定があったことを知った日の翌日から起算して"
        f"3か月以内に、{mayor}に対して審査請求をすることができます（決定の日の翌日から起算して1年を経過したときは、"
        "審査請求をすることができなくなります。）。",
        "2　この決定については、この決定があったことを知った日の翌日から起算して6か月以内に、"
        f"{city}を被告として（{mayor}が被告の代表者となります。）、処分の取消しの訴えを提起することができます"
        "（決定の日の翌日から起算して1年を経過したときは、提起することができなくなります。）。",
        "3　1の審査請求をした場合は、処分の取消しの訴えは、その審査請求に対する裁決があったことを"
        "知った日の翌日から起算して6か月以内に提起することができます（裁決の日の翌日から起算して1年を経過した"
        "ときは、提起することができなくなります。）。",
    )


def _address(paper: _Paper) -> tuple[str, ...]:
    if paper.application.is_masked:
        return (HANDED_OVER,)
    for field in paper.form.fields_of(None):
        if isinstance(field, AddressField):
            part = {key: text_of(value) for key, value in mapping(_top(paper, field.key)).items()}
            code = field.write(_top(paper, field.key))["postal"][0]
            lines = "".join(part.get(key, "") for key in ("prefecture", "city", "town"))
            return tuple(
                filter(None, (f"〒{code}" if code else "", lines, part.get("building", "")))
            )
    return ()


def _addressee(paper: _Paper) -> str:
    for field in paper.form.fields_of(None):
        if isinstance(field, NameField):
            return display_name(_top(paper, field.key))
    return ""


def _child(paper: _Paper) -> str:
    repeat = paper.form.one_application_per
    for field in paper.form.fields_of(repeat) if repeat else ():
        if isinstance(field, NameField):
            own = items(paper.answers, repeat or "")
            return display_name(own[0].get(field.key)) if own else ""
    return ""


def _period(session: Session, paper: _Paper) -> str:
    key = tables.in_force(session, paper.intake).table.starts
    year = paper.intake.target_year
    starts = _own(paper.answers, key)
    try:
        first = max(date.fromisoformat(starts), date(year, 4, 1))
    except ValueError:
        first = date(year, 4, 1)
    return f"{format_date_ja(first)}から{format_date_ja(date(year + 1, 3, 31))}まで"


def _contact(city: City, section: str) -> str:
    known = {each.code: each for each in city.sections}
    found = known.get(section)
    phone = found.phone if found and found.phone else city.contact.phone
    return f"担当：{found.name if found else ''}　電話：{phone}"


def _own(answers: Answers, key: str | None) -> str:
    """An answer of the child, else of the family."""
    for stored in answers.values():
        if isinstance(stored, list) and stored and isinstance(stored[0], dict) and key in stored[0]:
            return text_of(stored[0][key])
    return text_of(answers.get(key)) if key else ""


def _top(paper: _Paper, key: str) -> JsonValue:
    return paper.answers.get(key)


def _official(day: date) -> str:
    return f"{wareki(day)}{day.month}月{day.day}日"
