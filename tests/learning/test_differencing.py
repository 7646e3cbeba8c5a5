from __future__ import annotations

from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.differencing import Months, PublishedPeriod, TooCloseError, parts_of
from learning.figures import Hidden, Shown, together
from learning.periods import months_later

START = date(2026, 1, 1)


def months(first: int, last: int) -> Months:
    """`months(1, 3)` is January to March."""
    return tuple(months_later(START, n - 1) for n in range(first, last + 1))


def published(*spans: tuple[int, int]) -> list[PublishedPeriod]:
    return [PublishedPeriod(f"{first} to {last}", frozenset(months(first, last))) for first, last in spans]


QUARTERS = published((1, 3), (4, 6), (7, 9), (10, 12))


def test_months_beside_nothing_published_are_one_part() -> None:
    assert parts_of(months(1, 6), []) == [months(1, 6)]


def test_a_year_is_put_together_from_its_published_quarters() -> None:
    assert parts_of(months(1, 12), QUARTERS) == [months(1, 3), months(4, 6), months(7, 9), months(10, 12)]


def test_what_is_left_of_a_year_is_a_part_of_its_own() -> None:
    found = parts_of(months(1, 12), published((4, 6)))
    assert found == [(*months(1, 3), *months(7, 12)), months(4, 6)]


def test_the_last_quarter_may_follow_its_year_where_the_others_are_published() -> None:
    assert parts_of(months(10, 12), [*QUARTERS[:3], *published((1, 12))]) == [months(10, 12)]


@pytest.mark.parametrize("wanted", [(1, 3), (2, 2), (5, 8), (6, 7)])
def test_months_that_cut_a_published_period_in_two_are_refused(wanted: tuple[int, int]) -> None:
    with pytest.raises(TooCloseError, match="1 to 6"):
        parts_of(months(*wanted), published((1, 6)))


def test_the_same_period_again_and_months_apart_from_it_are_allowed() -> None:
    assert parts_of(months(1, 6), published((1, 6))) == [months(1, 6)]
    assert parts_of(months(7, 8), published((1, 6))) == [months(7, 8)]


spans = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(lambda ends: (min(ends), max(ends)))


@given(st.lists(spans, min_size=1, max_size=8), st.data())
def test_no_sum_or_difference_of_published_figures_gives_a_figure_that_a_part_hides(
    wanted: list[tuple[int, int]], data: st.DataObject
) -> None:
    """A reader solves for each part; every part that hides a figure stays unsolved, whatever is published."""
    allowed: list[PublishedPeriod] = []
    for span in wanted:
        try:
            parts_of(months(*span), allowed)
        except TooCloseError:
            continue
        allowed += published(span)
    every = sorted({month for period in allowed for month in period.months})
    parts = parts_of(every, allowed)
    figures = {part: data.draw(st.sampled_from([Hidden(), Shown(20)]), label=str(part[0])) for part in parts}

    known: list[list[int]] = []
    for period in allowed:
        inside = parts_of(period.months, allowed)
        assert {month for part in inside for month in part} == period.months
        if together(figures[part] for part in inside) != Hidden():
            known.append([int(part in inside) for part in parts])
    hidden = [i for i, part in enumerate(parts) if figures[part] == Hidden()]
    assert all(line[i] == 0 for line in known for i in hidden)
    rank = np.linalg.matrix_rank(known) if known else 0
    for size in (1, 2):
        for chosen in combinations(hidden, size):
            asked = [int(i in chosen) for i in range(len(parts))]
            assert np.linalg.matrix_rank([*known, asked]) == rank + 1
