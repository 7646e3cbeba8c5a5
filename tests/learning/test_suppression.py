from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.figures import Hidden, Shown, out_of, share
from learning.suppression import (
    TOTAL,
    BadTableError,
    CountTable,
    Dimension,
    Key,
    hide_nested,
    hide_small_counts,
)
from tests.learning.attacker import possible_numbers, possible_numbers_of_nested

SPEAKERS = Dimension("speaker", ("child", "family", "staff"))
SAID = Dimension("said", ("yes", "no"))

small_and_large = st.one_of(
    st.integers(0, 12), st.sampled_from([0, 0, 1, 9, 10, 11]), st.integers(10, 60), st.just(400)
)


def one_line(counts: list[int]) -> CountTable:
    levels = tuple(f"g{i}" for i in range(len(counts)))
    return CountTable(
        (Dimension("group", levels),), {(level,): n for level, n in zip(levels, counts, strict=True)}
    )


def grid(lines: list[list[int]]) -> CountTable:
    rows = Dimension("row", tuple(f"r{i}" for i in range(len(lines))))
    columns = Dimension("column", tuple(f"c{i}" for i in range(len(lines[0]))))
    counts: dict[Key, int] = {
        (row, column): n
        for row, line in zip(rows.levels, lines, strict=True)
        for column, n in zip(columns.levels, line, strict=True)
    }
    return CountTable((rows, columns), counts)


grids = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda size: st.lists(
        st.lists(small_and_large, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


def test_a_small_count_is_hidden_and_so_is_the_one_that_would_give_it_away() -> None:
    safe = hide_small_counts(one_line([40, 30, 3]), threshold=10)
    assert [safe.figure(f"g{i}") for i in range(3)] == [Shown(40), Hidden(), Hidden()]
    assert safe.figure(TOTAL) == Shown(73)


def test_two_small_counts_do_not_hide_each_other_when_their_sum_is_small_too() -> None:
    safe = hide_small_counts(one_line([40, 2, 3]), threshold=10)
    assert safe.figure("g0") == Hidden()


def test_nothing_is_hidden_where_every_count_is_large() -> None:
    safe = hide_small_counts(grid([[20, 30], [40, 10]]), threshold=10)
    assert not safe.hides


def test_a_zero_is_shown_because_it_is_about_nobody() -> None:
    safe = hide_small_counts(one_line([40, 0, 30]), threshold=10)
    assert safe.figure("g1") == Shown(0)


def test_a_table_about_fewer_people_than_the_threshold_says_only_that() -> None:
    safe = hide_small_counts(one_line([4, 0, 2]), threshold=10)
    assert {str(figure) for figure in safe.figures.values()} == {"fewer than 10"}


def test_the_few_who_did_not_say_it_are_hidden_as_well_as_the_few_who_did() -> None:
    table = CountTable((SAID,), {("yes",): 57, ("no",): 4})
    assert hide_small_counts(table, threshold=10).figure("yes") == Hidden()


def test_a_margin_is_treated_the_same_in_every_table_that_holds_it() -> None:
    by_month = Dimension("month", ("May", "June"))
    whole = CountTable((SPEAKERS,), {("child",): 40, ("family",): 30, ("staff",): 3})
    crossed = CountTable(
        (SPEAKERS, by_month),
        {("child", "May"): 20, ("child", "June"): 20, ("family", "May"): 30, ("staff", "June"): 3},
    )
    one = hide_small_counts(whole, threshold=10)
    two = hide_small_counts(crossed, threshold=10)
    assert all(one.figure(speaker) == two.figure(speaker, TOTAL) for speaker in (*SPEAKERS.levels, TOTAL))


@given(st.lists(small_and_large, min_size=1, max_size=7), st.sampled_from([3, 5, 10]))
@settings(max_examples=150, deadline=None)
def test_no_hidden_count_in_a_line_can_be_worked_out(counts: list[int], threshold: int) -> None:
    safe = hide_small_counts(one_line(counts), threshold=threshold)
    assert all(
        possible >= threshold
        for key, possible in possible_numbers(safe).items()
        if safe.figures[key] == Hidden()
    )


@given(grids, st.sampled_from([3, 5, 10]))
@settings(max_examples=150, deadline=None)
def test_no_hidden_count_in_a_grid_can_be_worked_out(lines: list[list[int]], threshold: int) -> None:
    safe = hide_small_counts(grid(lines), threshold=threshold)
    narrow = {
        key: possible
        for key, possible in possible_numbers(safe).items()
        if possible < threshold and safe.figures[key] == Hidden()
    }
    assert not narrow


@given(grids, st.sampled_from([3, 5, 10]))
@settings(max_examples=150, deadline=None)
def test_no_shown_count_is_small_and_every_shown_count_is_true(
    lines: list[list[int]], threshold: int
) -> None:
    table = grid(lines)
    safe = hide_small_counts(table, threshold=threshold)
    shown = {key: figure.n for key, figure in safe.figures.items() if isinstance(figure, Shown)}
    assert all(n == 0 or n >= threshold for n in shown.values())
    assert all(n == table.cell(*key) for key, n in shown.items())


teams_of_areas = st.tuples(st.lists(st.integers(1, 3), min_size=1, max_size=4), st.integers(1, 4)).flatmap(
    lambda size: st.tuples(
        st.just(size[0]),
        st.lists(
            st.lists(small_and_large, min_size=size[1], max_size=size[1]),
            min_size=sum(size[0]),
            max_size=sum(size[0]),
        ),
    )
)


@given(teams_of_areas, st.sampled_from([3, 5, 10]))
@settings(max_examples=150, deadline=None)
def test_no_hidden_count_of_a_team_or_an_area_can_be_worked_out_from_both(
    found: tuple[list[int], list[list[int]]], threshold: int
) -> None:
    sizes, lines = found
    table = grid(lines)
    areas = [f"a{i}" for i, size in enumerate(sizes) for _ in range(size)]
    within = dict(zip(table.dimensions[0].levels, areas, strict=True))
    safe = hide_nested(table, within=within, threshold=threshold)
    rows, _ = (dimension.levels for dimension in table.dimensions)

    def nobody_hidden_is_in(kind: str, key: Key) -> bool:
        """A hidden area's cell where none of the hidden rows has anybody: what is learnt is a nought."""
        row, column = key
        lost = [each for each in rows if safe.parts.figure(each, TOTAL) == Hidden()]
        in_a_hidden_area = kind == "wholes" and row != TOTAL and safe.wholes.figure(row, TOTAL) == Hidden()
        return in_a_hidden_area and column != TOTAL and not sum(table.cell(each, column) for each in lost)

    narrow = {
        key: possible
        for key, possible in possible_numbers_of_nested(safe, within).items()
        if possible < threshold and not nobody_hidden_is_in(*key)
    }
    assert not narrow
    for each in (safe.wholes, safe.parts):
        assert all(
            figure.n == 0 or figure.n >= threshold
            for figure in each.figures.values()
            if isinstance(figure, Shown)
        )


def test_an_area_looks_the_same_with_its_teams_beside_it_and_without() -> None:
    table = grid([[20, 30], [4, 40], [12, 9], [30, 30]])
    within = {"r0": "a", "r1": "a", "r2": "b", "r3": "b"}
    alone = hide_small_counts(grid([[24, 70], [42, 39]]), threshold=10)
    wholes = hide_nested(table, within=within, threshold=10).wholes
    assert list(alone.figures.values()) == list(wholes.figures.values())


@pytest.mark.parametrize(
    ("dimensions", "counts"),
    [
        ((SPEAKERS,), {("uncle",): 1}),
        ((SPEAKERS,), {("child",): -1}),
        ((SPEAKERS, SAID, Dimension("team", ("a",))), {}),
        ((SPEAKERS,), {("child", "yes"): 1}),
    ],
)
def test_a_table_that_counts_no_real_group_is_refused(
    dimensions: tuple[Dimension, ...], counts: dict[Key, int]
) -> None:
    with pytest.raises(BadTableError):
        CountTable(dimensions, counts)


def test_a_share_is_not_said_where_either_part_is_hidden() -> None:
    assert share(Shown(41), Shown(63)) == 65
    assert share(Hidden(), Shown(63)) is None
    assert out_of(Shown(41), Shown(63)) == "41 of 63"
    assert out_of(Hidden(), Shown(63)) == "hidden"
