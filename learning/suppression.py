"""Hiding small numbers, so that no person can be recognised in a figure, a total or a difference.

A figure's fate depends only on coarser figures and never on finer ones: the grand total is settled first,
then each margin with the total in view, then the inside of the table with the margins in view. So two
tables about the same people always agree about the margins they share, and neither undoes what the other
hides.

Zeros are shown. A zero is about nobody, and hiding it would hide silence, which is what a service most
needs to see. They are hidden only where the whole line is hidden, because the group it belongs to is.

The inside of a table is protected by rectangles of hidden cells, the two-dimensional case of the hypercube
method (R. D. Repsilber, 1994; S. Giessing, 2003): inside a rectangle, counts can be moved round without
changing any shown figure, so each corner could have been any of at least `threshold` different numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from learning.figures import Figure, Hidden, Shown

TOTAL: Final = "*"
"""The name of a total along a dimension."""

Key = tuple[str, ...]


class BadTableError(ValueError):
    """A table that does not describe counts of people: wrong level, negative count, too many dimensions."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way of dividing people into groups that do not overlap."""

    name: str
    levels: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.levels or len(set(self.levels)) != len(self.levels) or TOTAL in self.levels:
            raise BadTableError(f"{self.name}: levels must be named, different, and none called {TOTAL!r}")


@dataclass(frozen=True)
class CountTable:
    """Counts by one or two dimensions; a cell that is not given is nought."""

    dimensions: tuple[Dimension, ...]
    counts: Mapping[Key, int] = field(default_factory=dict)
    _sums: Counter[Key] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 1 <= len(self.dimensions) <= 2:
            raise BadTableError("a table has one or two dimensions")
        for key, n in self.counts.items():
            known = len(key) == len(self.dimensions) and all(
                level in dimension.levels for level, dimension in zip(key, self.dimensions, strict=True)
            )
            if not known:
                raise BadTableError(f"no such cell: {key}")
            if n < 0:
                raise BadTableError(f"a count cannot be less than nought: {key}")

        sums: Counter[Key] = Counter()
        for key, n in self.counts.items():
            for at in product(*((level, TOTAL) for level in key)):
                sums[at] += n
        object.__setattr__(self, "_sums", sums)

    def cell(self, *key: str) -> int:
        """The count at `key`, summed along each dimension where the key says `TOTAL`."""
        return self._sums[key]


@dataclass(frozen=True)
class SafeTable:
    """The same table as it may be shown: every cell, margin and the total."""

    dimensions: tuple[Dimension, ...]
    figures: Mapping[Key, Figure]
    threshold: int

    def figure(self, *key: str) -> Figure:
        """The figure at `key`; `TOTAL` stands for a margin."""
        return self.figures[key]

    @property
    def hides(self) -> bool:
        """Whether anything is hidden, and so whether the note belongs under the table."""
        return any(isinstance(figure, Hidden) for figure in self.figures.values())


def hide_small_counts(table: CountTable, *, threshold: int) -> SafeTable:
    """Hide counts from 1 to `threshold - 1`, and enough others that none can be worked out.

    Each hidden figure could still be any of at least `threshold` different numbers for a reader who knows
    every shown figure and these rules.

    Rationale: a family must not be recognisable in a published figure.
    """
    if threshold < 2:
        raise BadTableError("a threshold under two hides nothing")
    if few := _hidden_as_a_whole(table, threshold):
        return few
    if len(table.dimensions) == 1:
        (levels,) = (dimension.levels for dimension in table.dimensions)
        line = [table.cell(level) for level in levels]
        return _safe(table, {(levels[i],) for i in _hidden_in_line(line, threshold)}, threshold)
    return _safe(table, _settle(table, threshold).hidden, threshold)


@dataclass(frozen=True)
class Nested:
    """Two tables with the same columns: `parts` has a row for each team, `wholes` one for each area."""

    wholes: SafeTable
    parts: SafeTable


def hide_nested(table: CountTable, *, within: Mapping[str, str], threshold: int) -> Nested:
    """Hide small counts where the rows of `table` stand in larger rows that are shown as well.

    `within` says in which larger row each row stands. The larger rows are settled first, as a table of their
    own. Then the rows inside each are protected under its figures, those that are hidden staying hidden: of a
    column that is hidden for the whole, every part is hidden. Larger rows that are hidden add up to something
    that a reader can work out, so the rows inside all of them are protected together, under that sum.

    Rationale: an area less the teams of it that are shown is the team that is not.
    """
    rows, columns = table.dimensions
    wholes = tuple(dict.fromkeys(within[row] for row in rows.levels))
    counts: Counter[Key] = Counter()
    for (row, column), n in table.counts.items():
        counts[within[row], column] += n
    larger = CountTable((Dimension(rows.name, wholes), columns), counts)
    if few := _hidden_as_a_whole(larger, threshold):
        everywhere = product((*rows.levels, TOTAL), (*columns.levels, TOTAL))
        parts: dict[Key, Figure] = dict.fromkeys(everywhere, few.figure(TOTAL, TOTAL))
        return Nested(few, SafeTable(table.dimensions, parts, threshold))

    settled = _settle(larger, threshold)
    hidden: set[Key] = {key for key in settled.hidden if key[0] == TOTAL}
    together = [settled.rows, *({whole} for whole in wholes if whole not in settled.rows)]
    for group in filter(None, together):
        inside = tuple(row for row in rows.levels if within[row] in group)
        kept = {key: n for key, n in table.counts.items() if key[0] in inside}
        lost = (
            settled.lost_together
            if group is settled.rows
            else {column for column in columns.levels if (*group, column) in settled.hidden}
        )
        part = CountTable((Dimension(rows.name, inside), columns), kept)
        hidden |= {key for key in _settle(part, threshold, lost=lost).hidden if key[0] != TOTAL}
    return Nested(_safe(larger, settled.hidden, threshold), _safe(table, hidden, threshold))


def _hidden_as_a_whole(table: CountTable, threshold: int) -> SafeTable | None:
    """The table that says only how few it is about; None where it is about nobody, or about enough."""
    extended = [(*dimension.levels, TOTAL) for dimension in table.dimensions]
    if not 0 < table.cell(*(TOTAL for _ in extended)) < threshold:
        return None
    figures: dict[Key, Figure] = dict.fromkeys(product(*extended), Hidden(under=threshold))
    return SafeTable(table.dimensions, figures, threshold)


def _safe(table: CountTable, hidden: Set[Key], threshold: int) -> SafeTable:
    extended = [(*dimension.levels, TOTAL) for dimension in table.dimensions]
    figures: dict[Key, Figure] = {
        key: Hidden() if key in hidden else Shown(table.cell(*key)) for key in product(*extended)
    }
    return SafeTable(table.dimensions, figures, threshold)


def _hidden_in_line(line: Sequence[int], threshold: int) -> set[int]:
    """The positions to hide in a line of counts whose total is shown and is nought or at least
    `threshold`."""
    hidden = {i for i, n in enumerate(line) if 0 < n < threshold}
    if not hidden:
        return set()
    # Zeros being shown, a reader knows that each hidden count is at least one.
    others = sorted((n, i) for i, n in enumerate(line) if n >= threshold)
    while sum(line[i] for i in hidden) - len(hidden) + 1 < threshold or len(hidden) < 2:
        if not others:
            return set(range(len(line)))
        hidden.add(others.pop(0)[1])
    return hidden


@dataclass(frozen=True)
class _Settled:
    """What is hidden in a table of two dimensions whose total is known.

    `lost_together` are the columns in which not even the sum of the hidden rows can be worked out.
    """

    hidden: Set[Key]
    rows: Set[str]
    lost_together: Set[str]


def _settle(table: CountTable, threshold: int, *, lost: Set[str] | None = None) -> _Settled:
    """The cells and margins to hide in a table of two dimensions whose total is known, and is nought or at
    least `threshold`.

    `lost` are the columns whose margins are hidden already; where it is not given they are settled here.
    """
    rows, columns = (dimension.levels for dimension in table.dimensions)
    hidden_rows = _hidden_in_line([table.cell(row, TOTAL) for row in rows], threshold)
    hidden_columns = (
        _hidden_in_line([table.cell(TOTAL, column) for column in columns], threshold)
        if lost is None
        else {j for j, column in enumerate(columns) if column in lost}
    )

    # The lines that are hidden add up to one line that a reader can work out: it is protected like any other.
    row_groups = _with_one_group(len(rows), hidden_rows)
    column_groups = _with_one_group(len(columns), hidden_columns)
    grid = [
        [
            sum(table.counts.get((rows[i], columns[j]), 0) for i in group for j in across)
            for across in column_groups
        ]
        for group in row_groups
    ]
    hidden_groups = _hidden_by_rectangles(grid, threshold)

    hidden: set[Key] = {(rows[i], TOTAL) for i in hidden_rows} | {(TOTAL, columns[j]) for j in hidden_columns}
    lost_together: set[str] = set()
    for (r, group), (c, across) in product(enumerate(row_groups), enumerate(column_groups)):
        one_of_many = not hidden_rows.isdisjoint(group) or not hidden_columns.isdisjoint(across)
        if (r, c) in hidden_groups or (one_of_many and grid[r][c] > 0):
            hidden |= {(rows[i], columns[j]) for i in group for j in across}
            if (r, c) in hidden_groups or not hidden_columns.isdisjoint(across):
                lost_together |= {columns[j] for j in across} if not hidden_rows.isdisjoint(group) else set()
    return _Settled(hidden, {rows[i] for i in hidden_rows}, lost_together)


def _with_one_group(length: int, hidden: set[int]) -> list[tuple[int, ...]]:
    """Each shown line by itself, and the hidden ones together."""
    groups: list[tuple[int, ...]] = [(i,) for i in range(length) if i not in hidden]
    return [*groups, tuple(sorted(hidden))] if hidden else groups


def _hidden_by_rectangles(grid: Sequence[Sequence[int]], threshold: int) -> set[tuple[int, int]]:
    """The positions to hide in a grid whose margins are all shown and all nought or at least `threshold`."""
    places = list(product(range(len(grid)), range(len(grid[0]))))
    hidden = {(r, c) for r, c in places if 0 < grid[r][c] < threshold}
    unprotected = sorted(hidden)
    protected: set[tuple[int, int]] = set()
    while unprotected:
        place = unprotected.pop(0)
        if place in protected:
            continue
        corners = _cheapest_rectangle(grid, place, hidden, threshold)
        if corners is None:
            # With every margin and its complement at least `threshold`, hiding the whole inside is always
            # enough.
            return {(r, c) for r, c in places if sum(grid[r]) and sum(line[c] for line in grid)}
        hidden |= corners
        protected |= corners
    return hidden


def _cheapest_rectangle(
    grid: Sequence[Sequence[int]], place: tuple[int, int], hidden: set[tuple[int, int]], threshold: int
) -> set[tuple[int, int]] | None:
    """The rectangle with a corner at `place` that hides least and leaves `threshold` possible numbers."""
    r, c = place
    best: tuple[int, int, int] | None = None
    for s, d in product(range(len(grid)), range(len(grid[0]))):
        if s == r or d == c:
            continue
        falling, rising = (grid[r][c], grid[s][d]), (grid[r][d], grid[s][c])
        if 0 in falling or 0 in rising:
            continue
        if (min(falling) - 1) + (min(rising) - 1) + 1 < threshold:
            continue
        lost = sum(grid[i][j] for i, j in ((s, d), (r, d), (s, c)) if (i, j) not in hidden)
        if best is None or (lost, s, d) < best:
            best = (lost, s, d)
    if best is None:
        return None
    _, s, d = best
    return {(r, c), (s, d), (r, d), (s, c)}
