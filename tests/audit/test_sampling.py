"""The sample is by chance, fair to teams, and the same every time."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.sampling import Candidate, draw_sample, share_places


def cases(**teams: int) -> list[Candidate]:
    return [Candidate(f"{team}-{n}", team) for team, count in teams.items() for n in range(count)]


def test_the_same_seed_gives_the_same_sample_whatever_the_order_of_the_list() -> None:
    listed = cases(north=40, south=25, east=3)
    first = draw_sample(listed, size=12, seed="spring", reserves=4)
    random.Random(1).shuffle(listed)
    assert draw_sample(listed, size=12, seed="spring", reserves=4) == first
    assert draw_sample(listed, size=12, seed="autumn", reserves=4) != first


def test_every_team_is_looked_at_when_there_are_places_enough() -> None:
    sample = draw_sample(cases(large=97, small=1, tiny=2), size=5, seed="a")
    assert {reference.split("-")[0] for reference in sample.chosen} == {"large", "small", "tiny"}


def test_reserves_are_never_among_the_chosen() -> None:
    sample = draw_sample(cases(north=10, south=10), size=6, seed="a", reserves=5)
    assert len(sample.reserves) == 5
    assert not set(sample.chosen) & set(sample.reserves)


def test_a_sample_larger_than_the_list_is_the_whole_list() -> None:
    sample = draw_sample(cases(north=3, south=2), size=50, seed="a", reserves=5)
    assert len(sample.chosen) == 5 and sample.reserves == ()


def test_a_reference_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        draw_sample([Candidate("1", "a"), Candidate("1", "b")], size=1, seed="a")


def test_each_case_has_about_the_same_chance() -> None:
    listed = cases(north=20)
    drawn = [reference for n in range(400) for reference in draw_sample(listed, size=5, seed=str(n)).chosen]
    times = [drawn.count(candidate.reference) for candidate in listed]
    assert min(times) > 60 and max(times) < 140  # 100 expected; five standard deviations are 43


@given(
    sizes=st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 60), min_size=1, max_size=9),
    size=st.integers(1, 200),
)
def test_places_add_up_and_no_team_gives_more_than_it_has(sizes: dict[str, int], size: int) -> None:
    places = share_places(sizes, size=size, seed="s")
    assert sum(places.values()) == min(size, sum(sizes.values()))
    assert all(0 <= places[team] <= sizes[team] for team in places)
