"""支援措置 and the ex-partner: everything that can be read is walked, and nothing of one is there.

Every reviewed route that is read is walked here or named with a reason: a new one cannot be
forgotten.
"""

from datetime import timedelta

import pytest

from app.accounts.models import Role
from app.applications.models import Application, Submission
from app.notifications.service import deliver
from tests.applications.afterwards import Afterwards, pdf
from tests.applications.conftest import new_resident as new_resident
from tests.applications.conftest import phone as phone
from tests.clock import NOW
from tests.season.clerks import TOKEN, VERSION
from tests.season.people import REVISION
from tests.staff.season_desk import PAPERS, Season
from tests.walk import Walk, routes, text_of

# The same child, whom two parents who live apart both apply for; the first lives in hiding.
CHILD = {"family": "見本", "given": "ふたば", "family_kana": "ミホン", "given_kana": "フタバ"}
SIBLING = CHILD | {"given": "みつば暁", "given_kana": "ミツバ"}
HIDDEN = {
    "whereabouts": ("暁町", "あかつき荘", "963-0107", "9630107", "090-1107-0107", "09011070107",
                    "090-2207-0107", "akatsuki@example.jp", "024-907-0107"),
    "names": ("赤月", "ひかり暁", "まこと暁", "みつば暁"),
    "words": ("あかつきの連絡", "あかつき製作所", "暁の理由", "赤月証明"),
}  # fmt: skip
OTHER = ("青空町", "あおぞら荘", "963-0208", "9630208", "090-3308-0208", "09033080208",
         "aozora@example.jp", "青空", "つばさ", "あおぞらの連絡", "あおぞら工業")  # fmt: skip

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
    "/staff/applications/{number}/documents/{ident}/ask-again":
        "a page of a case with its document, drawn by the same door as the case",
    "/staff/intakes/{intake}/late": "needs an intake that is not over",
    "/staff/statistics/indicators/closed/{year}": "a closed year of typed-in figures",
    "/staff/statistics/indicators/{slug}": "typed-in figures",
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


class World:
    """Two parents of one child with their phones, a clerk, and a season that is through."""

    def __init__(self, season, desk, new_resident, postbox) -> None:
        self.season, self.desk, self.postbox = season, desk, postbox
        self.clock = desk.state.clock
        self.clock.set(NOW - timedelta(days=2))
        self.hidden = self._apply(new_resident, (CHILD, SIBLING), HIDES)
        self.other = self._apply(new_resident, (CHILD,), PLAIN)
        desk.office.prove_addresses()
        self.hidden.write("あかつきの連絡です")
        self.other.write("あおぞらの連絡です")
        self.clock.set(NOW)
        self._correct()
        self._select()

    def _apply(self, new_resident, children, told) -> Afterwards:
        resident = new_resident()
        own = {f"children__{number}__name": each for number, each in enumerate(children)}
        own |= {f"children__{n}__birth_date": "2019-06-01" for n in range(len(children))}
        paper = pdf(f"{told['g1_name']['family']}証明.pdf")
        place = resident.sent(
            children=len(children), **told, **own,
            files={"evidence-1": [("g1_doc_employment.files", paper)]},
        )  # fmt: skip
        return Afterwards(resident, place.partition("?")[0])

    def _correct(self) -> None:
        """受付, 補正依頼 with a reason, and its answer."""
        clerk, number = self.season.clerk, self.hidden.number
        for each in self.desk.office.rows(Application):
            answer = clerk.post("/staff/accept", {"chosen": [f"{each.number}:{each.version}"]})
            assert answer.status_code == 200
        address = f"/staff/applications/{number}/correction"
        self.asking = clerk.get(address).text
        found = VERSION.search(self.asking)
        data = {"version": found[1], "mark": ["g1_phone", "g1_workplace"], "words": "暁の理由"}
        assert clerk.post(address, data).status_code == 303
        resident = self.hidden.resident
        self.come_back(self.hidden)
        page = resident.browser.get(f"/ja/applications/{number}/correct").text
        told = {
            "_revision": REVISION.search(page)[1], "g1_phone": "090-2207-0107",
            "g1_workplace": "あかつき製作所第二",
        }  # fmt: skip
        self.hidden.slip = self.hidden.new_slip()
        assert self.hidden.post("correct", told).status_code == 303

    def come_back(self, family: Afterwards) -> None:
        assert family.resident.send_form(self.link(family), {}).status_code == 303

    def link(self, family: Afterwards) -> str:
        """The secret link of a family."""
        rows = self.desk.office.rows(Application, Application.number == family.number)
        (send,) = self.desk.office.rows(Submission, Submission.id == rows[0].submission)
        secret = self.desk.office.envelope(send).open("secret", send.secret).decode()
        return f"/ja/open/{secret}"

    def _select(self) -> None:
        """Two runs to compare, 内定, 決裁, release; somebody gives a place back."""
        season, base = self.season, self.season.base
        for child in ("一", "二"):
            season.child(child, grade="6")
        assert season.clerk.post(f"{base}/review").status_code == 303
        season.seats(sample_1_a=3)
        season.score()
        before = season.run("前の案")
        season.seats(sample_1_a=2)
        run = season.run("案")
        assert season.make_final(run).status_code == 303
        assert season.clerk.post(f"{base}/rulings", PAPERS).status_code == 303
        season.release()
        season.leader = self.desk.clerk("school", role=Role.LEADER)
        assert season.clerk.post(f"{base}/notify", {"sure": "1"}).status_code == 303
        state = self.desk.state
        while deliver(state.database, state.keys, state.channels, state.clock):
            pass
        runs = f"{base}/runs/{run.id}"
        self.runs = [runs, f"{runs}?with={before.id}"]


HIDES = {
    "support_measures": True, "has_second_guardian": True, "g1_reason": "employed",
    "g1_name": {"family": "赤月", "given": "ひかり暁", "family_kana": "ア", "given_kana": "ヒ"},
    "g2_name": {"family": "赤月", "given": "まこと暁", "family_kana": "ア", "given_kana": "マ"},
    "g1_address": {"postal": "9630107", "prefecture": "福島県", "city": "見本市", "town": "暁町1",
                   "building": "あかつき荘107"},
    "g1_phone": "09011070107", "g1_workplace": "あかつき製作所", "g1_work_phone": "0249070107",
    "email": "akatsuki@example.jp",
}  # fmt: skip
PLAIN = {
    "support_measures": False, "has_second_guardian": False, "g1_reason": "employed",
    "g1_name": {"family": "青空", "given": "つばさ", "family_kana": "ア", "given_kana": "ツ"},
    "g1_address": {"postal": "9630208", "prefecture": "福島県", "city": "見本市", "town": "青空町2",
                   "building": "あおぞら荘208"},
    "g1_phone": "09033080208", "g1_workplace": "あおぞら工業", "email": "aozora@example.jp",
}  # fmt: skip


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
    "/open-data/procedures.csv", "/open-data/procedures.json", "/api/v1/openapi.json",
    "/api/v1/procedures", "/api/v1/statistics/off-hours?from=2026-11-01&to=2026-11-30",
    "/manifest.webmanifest", "/healthz", "/readyz",
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
            assert answer.status_code == 404 or "0件" in answer.text or found_in(
                answer.text, *HIDDEN
            ) == [], address  # fmt: skip


def test_the_walk_would_see_what_it_looks_for(world):
    """The words are on the family's own page and the notice; the reader of PDFs reads them."""
    world.come_back(world.hidden)
    page = world.hidden.resident.browser.get(world.hidden.address).text
    assert found_in(page, "names", "words")
    number = world.hidden.number
    notice = world.season.leader.get(f"{world.season.base}/letters/{number}.pdf")
    assert "赤月" in text_of(notice)
    assert number in text_of(notice)
