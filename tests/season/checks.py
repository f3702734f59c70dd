"""Owns what must be true when a simulated season is over; each check is named by its claim."""

import re
from collections import Counter

from app.applications.models import Application, Correction, Ruling, RulingKind, StatusChange
from app.applications.service.season import letters
from app.audit import service as audit
from app.audit.models import Entry
from app.clock import JST
from app.journal.models import Event, Fact
from app.statistics.service import reconciling
from tests.season.clerks import PAPERS, Clerk, table
from tests.season.plan import Child, Family

API = "/api/v1/statistics/off-hours?from=2023-11-06&to=2023-11-30"
PAPER = "&channel=counter&channel=mail&channel=phone"
SECTIONS = frozenset({"school"})


def the_table_of_koriyama_is_exact_online_and_paper_is_counted_apart(season) -> str:
    """By the programming interface, with a token that an administrator made."""
    size, header = season.plan.size, season.admin.sign_in().token()
    told = season.admin.browser.get(API, headers=header).json()
    paper = season.admin.browser.get(API + PAPER, headers=header).json()
    assert (told["total"], told["off_hours"]["count"]) == (size.online, size.outside)
    assert told["in_hours"]["count"] == size.online - size.outside
    assert told["open_days"] == 18
    if size.online == 2791:
        assert (told["off_hours"]["share"], told["in_hours"]["share"]) == ("69.2", "30.8")
    assert (paper["total"], paper["off_hours"]["count"]) == (size.paper, 0)
    return f"{told['off_hours']} of {told['total']}, paper {paper['total']}"


def every_child_has_exactly_one_outcome(season) -> str:
    """承諾, 保留, 辞退 or 取下げ; nobody twice, nobody forgotten, nobody invented."""
    rows = {row.number: row for row in season.office.rows(Application)}
    children = {child.number: child for child in season.children()}
    assert len(children) == season.plan.size.online + season.plan.size.paper
    assert rows.keys() == children.keys()
    listed = season.selection.clerk.sign_in() and season.selection.handover()
    numbers = [row["申請番号"] for row in listed]
    assert len(numbers) == len(set(numbers))
    gone = {number for number, child in children.items() if child.is_gone}
    assert set(numbers) == children.keys() - gone | {season.late.number}
    assert {number for number, row in rows.items() if row.status == "withdrawn"} == gone
    found = Counter((row["状態"], row["決定"], row["決定の種類"]) for row in listed)
    assert {row["決定"] for row in listed} <= {"承諾", "保留"}
    assert len(gone) == season.plan.size.withdrawn
    return f"{dict(found)}, 取下げ {len(gone)}"


def no_club_ever_held_more_than_its_seats(season) -> str:
    """Told from what was decided and given back, in the order of time."""
    grades = {child.number: child.grade for child in season.children()}
    number = {row.id: row.number for row in season.office.rows(Application)}
    place = {}
    deeds = [(row.made_at, row.id, row) for row in season.office.rows(Ruling)]
    deeds += [
        (row.at, row.id, row)
        for row in season.office.rows(StatusChange, StatusChange.after == "declined")
    ]
    held: Counter[str] = Counter()
    most: Counter[str] = Counter()
    for _, _, row in sorted(deeds, key=lambda deed: deed[:2]):
        is_given = isinstance(row, Ruling)
        if is_given:
            place[row.application] = row.place_key
        club = place[row.application]
        for key in (club, f"{club}.{grades[number[row.application]]}"):
            held[key] += 1 if is_given else -1
            most[key] = max(most[key], held[key])
    seats = season.plan.seats
    assert all(most[key] <= seats[key] for key in seats)
    return f"{sum(held[key] for key in seats if '.' not in key)} of {_whole(seats)} seats"


def _whole(seats: dict[str, int]) -> int:
    return sum(many for key, many in seats.items() if "." not in key)


def places_are_those_of_the_slow_reference(season) -> str:
    """Everybody of the final run, and everybody who moved up."""
    wanted = season.expected
    assert season.given == wanted
    assert len(season.declined) == season.plan.size.declined
    assert len(season.moved_up) == season.plan.size.declined
    without = sum(not place for place in wanted.values())
    return f"{len(wanted)} children, {without} wait, {len(season.moved_up)} moved up"


def every_letter_is_addressed_right(season) -> str:
    """Addressee, address, child, decision and club of every notice; nobody's twice."""
    known = {child.number: (family, child) for family, child in _pairs(season)}
    state = season.app.state
    with state.database.reading() as session:
        desk = letters.Desk(state.keys, state.city)
        found = list(letters.of_intake(session, desk, season.intake, sections=SECTIONS))
    for letter in found:
        family, child = known[letter.number]
        _check_letter(season, letter, family, child)
    expected = known.keys() - {n for n, (_, child) in known.items() if child.is_gone}
    assert sorted(each.number for each in found) == sorted(expected - set(season.declined))
    pdf = season.clerk.sign_in().browser.get(f"{season.selection.base}/letters.pdf")
    assert pdf.content.startswith(b"%PDF")
    printed = season.office.rows(Entry, Entry.action == "letters_printed")[-1]
    assert printed.detail.startswith(str(len(found)))
    return f"{len(found)} letters, {len(pdf.content) / 1e6:.1f} MB"


def _check_letter(season, letter, family: Family, child: Child) -> None:
    assert letter.addressee == f"見本 {family.parent['given']}"
    assert letter.child == child.title
    address = "".join(letter.address)
    assert address == letters.HANDED_OVER if family.is_masked else family.building in address
    is_up, place = child.number in season.moved_up, season.given[child.number]
    assert letter.decision == ("承諾（繰上げ）" if is_up else "承諾" if place else "保留")
    assert bool(letter.place) == (is_up or bool(place))
    number = "5郡学第456号" if is_up else PAPERS["文書番号"]
    assert letter.document_number == number


def _pairs(season) -> list[tuple[Family, Child]]:
    return [(family, child) for family in season.families() for child in family.children]


def audit_and_journal_reconcile_with_the_rows(season) -> str:
    """The chain holds; what it names and what the journal counts is what the tables hold."""
    with season.app.state.database.reading() as session:
        entries, broken = audit.verify(session)
        assert broken is None
        assert reconciling.reconcile(session).holds
    deeds = Counter(row.action for row in season.office.rows(Entry))
    facts: Counter[str] = Counter()
    for row in season.office.rows(Fact):
        facts[row.event] += row.count
    rulings = Counter(row.kind for row in season.office.rows(Ruling))
    rows = season.office.rows(Application)
    assert deeds["moved_up"] == rulings[RulingKind.MOVED_UP] == season.plan.size.declined
    assert facts[Event.ARRIVED] == len(rows)
    assert facts[Event.WITHDRAWN] == season.plan.size.withdrawn
    assert facts[Event.DECIDED] - facts[Event.DECISION_UNDONE] == rulings.total()
    answered = season.office.rows(Correction)
    assert facts[Event.CORRECTED] == len(answered) == season.plan.size.corrected
    accepted = season.office.rows(StatusChange, StatusChange.after == "accepted")
    assert all(row.staff for row in accepted)
    days = {row.at.astimezone(JST).weekday() for row in accepted}
    assert days <= {0, 1, 2, 3, 4}
    return f"{entries} entries, {facts.total()} facts"


def papers_that_came_are_missed_no_more(season) -> str:
    """Who handed in later lacks nothing; who brought it later to nobody still does."""
    rows = {row.number: row for row in season.office.rows(Application)}
    late = [child for family in season.plan.online if family.is_later for child in family.children]
    assert all(rows[child.number].missing_documents == 0 for child in late)
    return f"{len(late)} with later papers"


def nothing_of_a_masked_family_is_in_a_list_or_a_file(season) -> str:
    """Lists, CSV, exports and statistics, as a clerk of the section sees them (支援措置)."""
    masked = [family for family in season.families() if family.is_masked]
    assert masked
    secrets = [family.building for family in masked]
    secrets += [child.name["given"] + end for family in masked for child in family.children
                for end in ("<", ",", '"')]  # fmt: skip
    clerk, base = season.clerk.sign_in(), season.selection.base
    walked = set(_lists(clerk, base))
    for address in sorted(walked):
        text = clerk.get(address)
        assert not [each for each in secrets if each in text], address
    return f"{len(masked)} families, {len(walked)} pages and files"


def _lists(clerk: Clerk, base: str) -> list[str]:
    """Every list and file of the section, page by page."""
    intake = base.rpartition("/")[2]
    runs = re.findall(rf"{base}/runs/[0-9a-f]+", clerk.get(base))
    whole = [
        "/staff/", "/staff/morning", "/staff/applications.csv",
        f"/staff/applications.csv?intake={intake}", f"/staff/?intake={intake}", base, *runs,
        *(f"{base}/{page}" for page in (
            "points", "seats", "rulings", "rulings.csv", "waiting", "handover.csv", "report",
        )),
    ]  # fmt: skip
    paged = [f"{base}/points?page={number}" for number in range(1, 4)]
    return whole + paged + [f"/staff/?page={number}" for number in range(1, 4)]


def nobody_else_reads_what_belongs_to_one_family(season) -> str:
    """With the phone of another family every page and letter of a child is not found."""
    homes = list(season.homes.values())
    chosen = homes[:: max(1, len(homes) // 12)]
    for home, other in zip(chosen, chosen[1:] + chosen[:1], strict=True):
        other.come_back()
        for child in home.family.children:
            address = f"/ja/applications/{child.number}"
            for way in ("", "/letter", "/change", "/correct", "/withdraw", "/decline"):
                assert other.phone.get(address + way).status_code == 404, way
    return f"{len(chosen)} families"


def what_the_club_system_takes_over_is_true(season) -> str:
    """Grade, club and decision of every row of the hand-over."""
    known = {child.number: (family, child) for family, child in _pairs(season)}
    rows = table(season.clerk.sign_in().get(f"{season.selection.base}/handover.csv"))
    for row in rows:
        family, child = known[row["申請番号"]]
        place = season.moved_up.get(child.number) or season.given[child.number]
        assert (row["場所コード"], row["学年コード"]) == (place, str(child.grade))
        assert row["支援措置"] == ("あり" if family.is_masked else "")
        assert row["決定"] == ("承諾" if place else "保留")
    return f"{len(rows)} rows"


def before_the_release_nothing_tells_a_result(season) -> str:
    """Every page, way and public file is byte for byte what it was before the decisions."""
    for before, after in season.seen:
        for then, now in zip(before, after, strict=True):
            assert not [address for address in then if then[address] != now[address]]
    return f"{len(season.seen[0][0])} phones, {len(season.seen[0][0][0])} addresses each, twice"


def within_a_minute_of_the_release_all_see_their_own(season) -> str:
    """Everybody on a phone, by their own status page."""
    expected = {
        child.number: "" if child.is_gone else "承諾" if season.given[child.number] else "保留"
        for family in season.plan.online
        for child in family.children
    }
    assert season.told == expected
    return f"{len(expected)} status pages"


ALL = (
    the_table_of_koriyama_is_exact_online_and_paper_is_counted_apart,
    every_child_has_exactly_one_outcome,
    no_club_ever_held_more_than_its_seats,
    places_are_those_of_the_slow_reference,
    before_the_release_nothing_tells_a_result,
    within_a_minute_of_the_release_all_see_their_own,
    every_letter_is_addressed_right,
    audit_and_journal_reconcile_with_the_rows,
    papers_that_came_are_missed_no_more,
    nothing_of_a_masked_family_is_in_a_list_or_a_file,
    nobody_else_reads_what_belongs_to_one_family,
    what_the_club_system_takes_over_is_true,
)
