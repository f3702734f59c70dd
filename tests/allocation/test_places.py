"""Places: never too many, no justified envy, the same each time, siblings as they asked."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.allocation.places import (
    Candidate,
    Capacity,
    Why,
    allocate,
    common_wishes,
    in_order,
    next_in_line,
    order_key,
)

CLUBS, GRADES = ("a", "b", "c"), ("1", "2")
SEED = "intake"


@st.composite
def seasons(draw):
    """Children with few different points, so that ties happen; some of them bound siblings."""
    children = []
    for number in range(draw(st.integers(0, 14))):
        wishes = draw(st.lists(st.sampled_from(CLUBS), max_size=3, unique=True))
        children.append(
            Candidate(
                f"child-{number}", draw(st.integers(0, 3)), tuple(wishes),
                (draw(st.integers(0, 1)),), draw(st.sampled_from(GRADES)),
                draw(st.sampled_from(("", "", "", "family-1", "family-2"))),
            )
        )  # fmt: skip
    capacities = [Capacity(club, draw(st.integers(0, 4))) for club in CLUBS[:2]]
    if draw(st.booleans()):
        capacities.append(Capacity("a", draw(st.integers(0, 2)), "1"))
    return children, capacities


def reference(children, capacities, seed):
    """The same rule by trying: whoever's turn it is takes the first wish that breaks no limit."""
    result = {}
    for turn in sorted(children, key=lambda each: order_key(each, seed)):
        family = [
            each
            for each in children
            if each is turn or (turn.together and each.together == turn.together)
        ]
        is_last = all(order_key(each, seed) <= order_key(turn, seed) for each in family)
        if not is_last:
            continue
        lead = min(family, key=lambda each: order_key(each, seed))
        options = [club for club in lead.wishes if all(club in each.wishes for each in family)]
        options.sort(key=lambda club: sum(each.wishes.index(club) for each in family))
        for club in options:
            tried = result | {each.id: club for each in family}
            if fits(children, capacities, tried):
                result = tried
                break
    return result


def fits(children, capacities, places):
    known = {each.place for each in capacities}
    for limit in capacities:
        inside = [
            each
            for each in children
            if places.get(each.id) == limit.place and limit.grade in (None, each.grade)
        ]
        if len(inside) > limit.seats:
            return False
    return set(places.values()) <= known


@given(seasons())
def test_the_result_equals_an_independent_slow_one(season):
    children, capacities = season
    placed = {each.id: each.place for each in allocate(children, capacities, seed=SEED)}
    slow = reference(children, capacities, SEED)
    assert placed == {each.id: slow.get(each.id, "") for each in children}


@given(seasons())
def test_no_place_takes_more_than_its_capacity(season):
    children, capacities = season
    grade = {each.id: each.grade for each in children}
    placed = [each for each in allocate(children, capacities, seed=SEED) if each.place]
    for limit in capacities:
        inside = [
            each for each in placed
            if each.place == limit.place and limit.grade in (None, grade[each.id])
        ]  # fmt: skip
        assert len(inside) <= limit.seats


@given(seasons())
def test_nobody_has_reason_to_envy_somebody_behind(season):
    children, capacities = season
    by_id = {each.id: each for each in children}
    placed = {each.id: each for each in allocate(children, capacities, seed=SEED)}
    limited = {(each.place, each.grade) for each in capacities if each.grade}
    for one in (each for each in children if not each.together):
        own = placed[one.id]
        better = one.wishes[: own.wish - 1] if own.wish else one.wishes
        behind = [each for each in placed.values() if each.position > own.position]
        for other in behind:
            # A place limited by grade may stand open to another grade only.
            is_like = by_id[other.id].grade == one.grade or (other.place, one.grade) not in limited
            assert not (other.place in better and is_like)


@given(seasons(), st.randoms())
def test_the_order_in_which_children_are_read_changes_nothing(season, random):
    children, capacities = season
    shuffled = random.sample(children, len(children))
    assert allocate(children, capacities, seed=SEED) == allocate(shuffled, capacities, seed=SEED)


@given(seasons())
def test_bound_siblings_are_at_one_place_or_at_none(season):
    children, capacities = season
    placed = {each.id: each.place for each in allocate(children, capacities, seed=SEED)}
    for family in {each.together for each in children if each.together}:
        assert len({placed[each.id] for each in children if each.together == family}) == 1


@given(seasons())
def test_every_child_has_exactly_one_outcome(season):
    children, capacities = season
    placed = allocate(children, capacities, seed=SEED)
    assert Counter(each.id for each in placed) == Counter(each.id for each in children)


@given(seasons())
def test_after_an_allocation_nobody_can_move_up(season):
    children, capacities = season
    by_id = {each.id: each for each in children}
    placed = allocate(children, capacities, seed=SEED)
    inside = [(by_id[each.id], each.place) for each in placed if each.place]
    waiting = [by_id[each.id] for each in placed if not each.place]
    late = next_in_line(waiting, inside, capacities, seed=SEED)
    # Only a family passed over at its turn could fit now; nobody leaves, so nobody does.
    assert late == []


def child(name, points=0, wishes=("a",), **more):
    return Candidate(name, points, tuple(wishes), **more)


def test_another_seed_draws_other_lots_among_equals():
    equals = [child(str(number)) for number in range(12)]
    first = [each.id for each in in_order(equals, "one")]
    assert first != [each.id for each in in_order(equals, "two")]


def test_ties_are_broken_before_the_lot():
    first, second = child("x", ties=(1,)), child("y", ties=(0,))
    placed = allocate([first, second], [Capacity("a", 1)], seed=SEED)
    assert [each.id for each in placed if each.place] == ["y"]


def test_the_story_tells_rank_and_cutoff_of_a_full_wish():
    best, last = child("best", 9), child("last", 1, ("a", "b"))
    capacities = [Capacity("a", 1), Capacity("b", 1)]
    outcome = {each.id: each for each in allocate([best, last], capacities, seed=SEED)}["last"]
    assert (outcome.place, outcome.wish) == ("b", 2)
    told = outcome.story[0]
    assert (told.why, told.capacity, told.wishers, told.rank, told.cutoff) == (Why.FULL, 1, 2, 2, 9)


def test_a_limit_by_grade_is_told_as_such():
    placed = allocate(
        [child("first", 2, grade="1"), child("second", 1, grade="1")],
        [Capacity("a", 5), Capacity("a", 1, "1")],
        seed=SEED,
    )
    assert [each.story[0].why for each in placed] == [Why.GIVEN, Why.GRADE_FULL]


def test_a_place_without_capacity_takes_nobody():
    (only,) = allocate([child("x")], [], seed=SEED)
    assert only.story[0].why == Why.NO_CAPACITY


def test_bound_siblings_do_not_overtake_others():
    strong, weak = child("s", 9, together="f"), child("w", 1, together="f")
    other = child("o", 5)
    placed = {
        each.id: each.place
        for each in allocate([strong, weak, other], [Capacity("a", 2)], seed=SEED)
    }
    assert placed == {"s": "", "w": "", "o": "a"}


def test_bound_siblings_take_the_wish_that_suits_both_best():
    one, two = child("1", 9, ("a", "b"), together="f"), child("2", 1, ("b", "a"), together="f")
    assert common_wishes([one, two]) == ["a", "b"]
    assert common_wishes([one, replace(two, wishes=("c", "b"))]) == ["b"]


def test_the_next_in_line_takes_a_freed_seat_by_the_best_open_wish():
    waiting = [child("low", 1), child("high", 5, ("b", "a"))]
    found = next_in_line(
        waiting, [(child("x"), "a")], [Capacity("a", 2), Capacity("b", 0)], seed=SEED
    )
    assert [(place, [each.id for each in group]) for place, group in found] == [("a", ["high"])]
