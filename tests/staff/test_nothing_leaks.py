"""支援措置 and the ex-partner: everything that can be read is walked, and nothing of one is there.

Every reviewed route that is read is walked here or named with a reason: a new one cannot be
forgotten.
"""

import pytest

from app.accounts.models import Role
from app.applications.models import Application
from tests.applications.afterwards import Afterwards
from tests.applications.conftest import new_resident as new_resident
from tests.applications.conftest import phone as phone
from tests.season.clerks import TOKEN
from tests.staff.season_desk import Season
from tests.staff.two_families import HIDDEN, OTHER, World
from tests.walk import Walk, routes, text_of

# Pages of one case, for the clerk who works on it: names and words are read, whereabouts not.
OF_A_CASE = (
    "/staff/applications/{number}", "/staff/season/{intake}/points/{number}",
    "/staff/season/{intake}/letters",
)  # fmt: skip
# Two cases side by side: nothing of a hidden family but its number.
SIDE_BY_SIDE = "/staff/applications/{number}/beside"
NOT_WALKED = {
    "/staff/applications/{number}/attachments/{ident}":
        "the bytes that the family sent, as they are; tests/staff/test_case.py opens them",
    "/static/…": "files of the house, the same for everybody",
    "/{locale}/resume/{token}": "opens by a link of a mail; tests/applications/routes/test_resume",
    "/{locale}/late/{code}": "opens by a code; tests/applications/routes/test_late.py",
    "/{locale}/applications/{number}/change/{step}":
        "one's own answers, until the decision; tests/applications/routes walks it",
    "/{locale}/apply/{form}/check": "asks and keeps nothing",
    "/staff/applications/{number}/slip": "the paper of a case that was just typed in, handed over",
    "/staff/calendar/take-back": "days and hours only", "/staff/sign-in": "before anybody is known",
    "/staff/password": "a box for one's own password",
    "/staff/sign-in/openid": "leads to the organisation's provider, before anybody is known",
    "/staff/sign-in/openid/callback": "comes back from there, before anybody is known",
    "/staff/sign-in/openid/link": "a box for a code, before anybody is known",
    "/staff/sign-in/openid/out": "says that one is signed out",
    "/staff/applications/{number}/documents/{ident}/ask-again":
        "a page of a case with its document, drawn by the same door as the case",
    "/staff/intakes/{intake}/late": "needs an intake that is not over",
    "/staff/statistics/indicators/closed/{year}": "a closed year of typed-in figures",
    "/staff/statistics/indicators/{slug}": "typed-in figures",
    "/staff/statistics/indicators/{slug}.svg": "drawn of typed-in figures",
    "/staff/statistics/indicators/{slug}/progress.svg": "drawn of typed-in figures",
    "/staff/statistics/plan.svg": "drawn of typed-in figures",
    "/staff/statistics/kpis/{slug}.svg":
        "drawn of the months that stand on a page that is walked; this season is too short for one",
    "/staff/indicators/{slug}": "typed-in figures",
    "/staff/indicator-mail/{section}": "a section's own mail address and names of indicators",
    "/open-data/indicators.csv": "typed-in figures; asked for below all the same",
    "/open-data/indicators.json": "typed-in figures; asked for below all the same",
    "/staff/tokens/{mark}/revoke": "a mark of a token",
    "/service-worker.js": "a file of the house", "/city.css": "a file of the house",
}  # fmt: skip
OF_NOBODY = {
    "/staff/forms/{slug}": "forms hold questions, nobody's answers",
    "/staff/entries/{draft}": "what a clerk is typing in, for that clerk only",
    "/{locale}/apply/{form}/{draft}": "what a phone is typing in, for that phone only",
}  # fmt: skip


@pytest.fixture(scope="session")
def engine() -> str:
    """Pages are the same on both databases."""
    return "sqlite"


@pytest.fixture
def world(desk, new_resident, postbox) -> World:
    """The season of the two families."""
    return World(Season(desk), desk, new_resident, postbox)


def staff_begin(world: World) -> list[str]:
    """Every page of both families and of the season, by name."""
    numbers = [each.number for each in world.desk.office.rows(Application)]
    base, intake = world.season.base, world.season.intake.id
    cases = [
        f"/staff/applications/{number}{end}"
        for number in numbers
        for end in ("", "/beside", "/correction", "/new-link", "/next", "/print", "/sheet", "/slip",
                    "/status/decided", "/status/declined", "/status/withdrawn")
    ]  # fmt: skip
    return [
        "/staff/", *(f"/staff/?q={number}" for number in numbers), f"/staff/?intake={intake}",
        "/staff/morning", "/staff/applications.csv", f"/staff/applications.csv?intake={intake}",
        *cases, *(f"{base}{end}" for end in (
            "", "/report.csv", "/handover.csv", "/handover.xlsx", "/letters.pdf", "/points",
            "/report", "/rulings",
            "/rulings.csv", "/rulings.xlsx", "/seats", "/table", "/waiting",
        )),
        *world.runs,
        *(f"{base}/points/{number}" for number in numbers),
        *(f"{base}/letters/{number}.pdf" for number in numbers),
        f"/staff/statistics/season/{intake}", "/staff/intakes", f"/staff/intakes/{intake}",
        *(f"/staff/statistics/kpis/{slug}{end}" for slug in ("off-hours", "phones", "funnel")
          for end in ("", ".csv")),
        "/staff/statistics", "/staff/statistics/rows", "/staff/statistics/plan", "/staff/tokens",
        "/staff/statistics/reconciliation", "/staff/accounts", "/staff/calendar", "/staff/forms",
        "/staff/statistics/by-procedure.csv", "/staff/statistics/by-procedure.json",
        "/staff/statistics/by-procedure.svg", "/staff/statistics/by-procedure.xlsx",
    ]  # fmt: skip


PUBLIC = (
    "/", "/ja/", "/en/", "/ja/procedures", "/ja/procedures/school-001",
    "/ja/procedures/suggest?q=club", "/ja/apply/after-school-club",
    "/ja/apply/after-school-club/paper", "/ja/offline", "/ja/mine",
    "/open-data/arrivals-by-month.csv", "/open-data/arrivals.csv", "/open-data/catalog.json",
    "/open-data/indicators.csv", "/open-data/indicators.json",
    "/open-data/procedures.csv", "/open-data/procedures.json", "/api/v1/openapi.json",
    "/api/v1/procedures", "/api/v1/statistics/off-hours?from=2026-11-01&to=2026-11-30",
    "/manifest.webmanifest", "/robots.txt", "/healthz", "/readyz",
)  # fmt: skip
WAYS = ("", "/change", "/correct", "/decline", "/letter", "/withdraw")


def found_in(text: str, *kinds: str) -> list[str]:
    """What of the hidden family stands in a text."""
    return [each for kind in kinds for each in HIDDEN[kind] if each in text]


def wrong(route: str, address: str, text: str, own: set[str]) -> list[str]:
    """What must not stand there: on pages of the own cases names and words may."""
    is_own = any(number in address for number in own)
    if is_own and route.startswith(OF_A_CASE) and route != SIDE_BY_SIDE:
        return found_in(text, "whereabouts")
    if route == "/staff/season/{intake}/letters.pdf":
        return found_in(text, "whereabouts", "words")
    return found_in(text, *HIDDEN)


@pytest.mark.slow
def test_every_page_and_file_is_walked_and_nothing_of_a_hidden_family_is_there(world, desk, phone):
    own = {row.number for row in desk.office.rows(Application) if row.is_masked}
    assert len(own) == 2
    correction = "/staff/applications/{number}/correction"
    leaks, reached = {}, {correction}
    assert wrong(correction, world.hidden.number, world.asking, own) == []
    admin = desk.clerk("school", role=Role.ADMIN)
    token = TOKEN.search(admin.post("/staff/tokens", {"label": "見本"}).text)[1]
    readers = [
        (world.season.leader, staff_begin(world), {}),
        (desk.clerk("school", role=Role.DX_OFFICE), staff_begin(world), {}),
        (admin, staff_begin(world), {}),
        (world.other.resident.browser, residents_begin(world, world.other), {}),
        (phone(), PUBLIC, {"Authorization": f"Bearer {token}"}),
    ]
    for browser, begin, headers in readers:
        walk = Walk(browser, headers=headers)
        for route, address, text in walk.pages(begin):
            if told := wrong(route, address, text, own):
                leaks[address] = told
        reached |= {route for route, count in walk.reached.items() if count}
    assert leaks == {}
    left = set(routes()) - reached - NOT_WALKED.keys()
    forgotten = sorted(route for route in left if not route.startswith(tuple(OF_NOBODY)))
    assert not forgotten, " ".join(forgotten)
    assert NOT_WALKED.keys() <= set(routes())


def residents_begin(world: World, family: Afterwards) -> list[str]:
    """What a phone of a family asks for: its own, and all that is public."""
    world.come_back(family)
    own = f"/ja/applications/{family.number}"
    english = own.replace("/ja/", "/en/")
    drafts = [
        f"{family.resident.base}/{step.slug}" for step in family.resident.form.steps
    ]  # fmt: skip
    return [*(f"{own}{way}" for way in WAYS), english, world.link(family), *PUBLIC, *drafts]


def test_nothing_of_one_parent_is_on_the_phone_of_the_other(world, desk):
    """Both ways: by address, and on everything their own phones can read."""
    for family, foreign in ((world.hidden, world.other), (world.other, world.hidden)):
        world.come_back(family)
        for way in WAYS:
            address = f"/ja/applications/{foreign.number}{way}"
            assert family.resident.browser.get(address).status_code == 404, address
        secrets = OTHER if family is world.hidden else sum(HIDDEN.values(), ())
        for _, address, text in Walk(family.resident.browser, most=1).pages(
            residents_begin(world, family)
        ):
            assert [each for each in secrets if each in text] == [], address


def test_no_mail_says_more_than_that_there_is_news(world):
    letters = world.postbox.letters
    assert {letter.recipient for letter in letters} == {"akatsuki@example.jp", "aozora@example.jp"}
    secrets = [*sum(HIDDEN.values(), ()), *OTHER, "承諾", "保留"]
    for letter in letters:
        assert [each for each in secrets if each in letter.subject + letter.body] == []
    own = {row.number: row for row in world.desk.office.rows(Application)}
    for letter in letters:
        named = [row for number, row in own.items() if number in letter.body]
        assert {row.is_masked for row in named} <= {letter.recipient.startswith("akatsuki")}


def test_there_is_no_way_out_but_mail(world):
    """Another channel (push) is to be asked the same as mail is above."""
    assert set(world.desk.state.channels) == {"mail"}


def test_an_office_that_has_nothing_to_do_with_it_finds_nothing(world, stranger):
    for address in staff_begin(world):
        if world.season.intake.id in address or any(
            row.number in address for row in world.desk.office.rows(Application)
        ):
            answer = stranger.get(address)
            assert answer.status_code == 404 or found_in(answer.text, *HIDDEN) == [], address


def test_the_walk_would_see_what_it_looks_for(world):
    """The words are on the family's own page and the notice; the reader of PDFs reads them."""
    world.come_back(world.hidden)
    page = world.hidden.resident.browser.get(world.hidden.address).text
    assert found_in(page, "names", "words")
    number = world.hidden.number
    notice = world.season.leader.get(f"{world.season.base}/letters/{number}.pdf")
    assert "赤月" in text_of(notice)
    assert number in text_of(notice)
