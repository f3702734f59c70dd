"""Owns two parents of one child who apply apart, one under 支援措置, and a season with both."""

from datetime import timedelta

from app.accounts.models import Role
from app.applications.models import Application, Submission
from app.notifications.service import deliver
from tests.applications.afterwards import Afterwards, pdf
from tests.clock import NOW
from tests.season.clerks import VERSION
from tests.season.people import REVISION
from tests.staff.season_desk import PAPERS

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
