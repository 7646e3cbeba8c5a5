"""Cases go to people who are not too close to them, the same amount to each."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from audit.allocation import AuditorAtHand, CaseToAllocate, allocate, is_conflict


def uid(number: int) -> UUID:
    return UUID(int=number)


def case(number: int, team: int = 1, practitioner: int | None = None) -> CaseToAllocate:
    return CaseToAllocate(uid(1000 + number), uid(team), uid(practitioner) if practitioner else None)


def test_nobody_judges_their_own_team_their_own_case_or_a_family_they_know() -> None:
    assert is_conflict(case(1, team=7), AuditorAtHand(uid(50), own_team_ids=frozenset({uid(7)})))
    assert is_conflict(case(1, practitioner=50), AuditorAtHand(uid(50)))
    assert is_conflict(case(1), AuditorAtHand(uid(50), involved_case_ids=frozenset({uid(1001)})))
    assert not is_conflict(case(1, team=7, practitioner=51), AuditorAtHand(uid(50)))


def test_a_case_that_nobody_may_take_is_named_and_not_forced_on_anybody() -> None:
    auditor = AuditorAtHand(uid(50), own_team_ids=frozenset({uid(1)}))
    result = allocate([case(1, team=1), case(2, team=2)], [auditor])
    assert result.without_auditor == (uid(1001),)
    assert result.given == {uid(1002): uid(50)}


def test_loads_are_even_even_when_the_first_choices_were_unlucky() -> None:
    """Only one auditor may take team 2, so everything of team 1 belongs to the other."""
    first = AuditorAtHand(uid(50))
    second = AuditorAtHand(uid(51), own_team_ids=frozenset({uid(2)}))
    result = allocate(
        [*(case(n, team=2) for n in range(4)), *(case(n, team=1) for n in range(4, 8))], [first, second]
    )
    assert sorted(result.given.values()).count(uid(50)) == 4


def test_people_who_already_hold_cases_get_fewer_new_ones() -> None:
    result = allocate([case(n) for n in range(4)], [AuditorAtHand(uid(50), load=4), AuditorAtHand(uid(51))])
    assert set(result.given.values()) == {uid(51)}


people = st.lists(st.frozensets(st.integers(1, 5), max_size=3), min_size=1, max_size=6)
teams = st.lists(st.integers(1, 5), max_size=25)


@given(own=people, listed=teams)
def test_no_conflict_is_ever_allocated_and_no_case_is_forgotten(
    own: list[frozenset[int]], listed: list[int]
) -> None:
    auditors = [AuditorAtHand(uid(50 + n), frozenset(map(uid, held))) for n, held in enumerate(own)]
    cases = [case(n, team) for n, team in enumerate(listed)]
    result = allocate(cases, auditors)
    by_id = {each.id: each for each in auditors}
    for each in cases:
        possible = [auditor for auditor in auditors if not is_conflict(each, auditor)]
        if each.id in result.given:
            assert not is_conflict(each, by_id[result.given[each.id]])
        else:
            assert not possible and each.id in result.without_auditor


@given(own=people, listed=teams)
def test_no_single_hand_over_would_make_the_loads_more_even(
    own: list[frozenset[int]], listed: list[int]
) -> None:
    auditors = [AuditorAtHand(uid(50 + n), frozenset(map(uid, held))) for n, held in enumerate(own)]
    cases = [case(n, team) for n, team in enumerate(listed)]
    given_to = allocate(cases, auditors).given
    load = {each.id: list(given_to.values()).count(each.id) for each in auditors}
    for each in cases:
        for auditor in auditors:
            if each.id in given_to and not is_conflict(each, auditor):
                assert load[given_to[each.id]] - load[auditor.id] <= 1


@given(own=people, listed=teams)
def test_the_order_of_the_lists_does_not_matter(own: list[frozenset[int]], listed: list[int]) -> None:
    auditors = [AuditorAtHand(uid(50 + n), frozenset(map(uid, held))) for n, held in enumerate(own)]
    cases = [case(n, team) for n, team in enumerate(listed)]
    assert allocate(cases, auditors) == allocate(cases[::-1], auditors[::-1])
