"""A reader who knows every shown figure and the rules of hiding, and does the sums.

Written apart from the method it tests: it knows nothing of rectangles, only linear programming.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from math import ceil, floor, inf
from typing import Any

import numpy as np
from scipy.optimize import linprog

from learning.figures import Hidden, Shown
from learning.suppression import TOTAL, Key, Nested, SafeTable

SLACK = 1e-6


def possible_numbers(table: SafeTable) -> dict[Key, float]:
    """For each hidden figure, how many different whole numbers it could be."""
    levels = [dimension.levels for dimension in table.dimensions]
    cells = list(product(*levels))
    place = {cell: i for i, cell in enumerate(cells)}

    def row(key: Key) -> np.ndarray:
        line = np.zeros(len(cells))
        for cell in cells:
            if all(want in (TOTAL, at) for want, at in zip(key, cell, strict=True)):
                line[place[cell]] = 1
        return line

    return _ranges(
        wanted={key: row(key) for key, figure in table.figures.items() if isinstance(figure, Hidden)},
        known=[(row(key), figure.n) for key, figure in table.figures.items() if isinstance(figure, Shown)],
        at_least_one=[row(key) for key in _margins_known_to_be_somebody(table)],
        floors=_floors(table, cells),
    )


def possible_numbers_of_nested(tables: Nested, within: Mapping[str, str]) -> dict[tuple[str, Key], float]:
    """The same for a reader who has the table of the larger rows and that of the rows inside them."""
    rows, columns = (dimension.levels for dimension in tables.parts.dimensions)
    cells = list(product(rows, columns))

    def line(kind: str, key: Key) -> np.ndarray:
        row, column = key
        return np.array(
            [
                float((row in (TOTAL, at if kind == "parts" else within[at])) and column in (TOTAL, across))
                for at, across in cells
            ]
        )

    everything = [
        (kind, key, figure)
        for kind, table in (("wholes", tables.wholes), ("parts", tables.parts))
        for key, figure in table.figures.items()
    ]
    larger = tables.wholes
    places = list(product(*(dimension.levels for dimension in larger.dimensions)))
    somebody = [
        line("wholes", key)
        for key in (
            *_margins_known_to_be_somebody(larger),
            *(place for place, floor_of in zip(places, _floors(larger, places), strict=True) if floor_of),
        )
    ]
    # A hidden part of a shown row and a shown whole is somebody, because noughts beside it are shown.
    floors = [
        int(
            _hidden(tables.parts, row, column)
            and not _hidden(tables.parts, row, TOTAL)
            and not _hidden(larger, within[row], TOTAL)
            and not _hidden(larger, within[row], column)
            and any(
                tables.parts.figures[each, across] == Shown(0)
                for each in rows
                for across in columns
                if within[each] == within[row]
                and tables.parts.figures[each, TOTAL] != Shown(0)
                and larger.figures[within[row], across] != Shown(0)
            )
        )
        for row, column in cells
    ]
    return _ranges(
        wanted={(kind, key): line(kind, key) for kind, key, figure in everything if figure == Hidden()},
        known=[(line(kind, key), figure.n) for kind, key, figure in everything if isinstance(figure, Shown)],
        at_least_one=somebody,
        floors=floors,
    )


def _ranges(
    *,
    wanted: Mapping[Any, np.ndarray],
    known: list[tuple[np.ndarray, int]],
    at_least_one: list[np.ndarray],
    floors: Iterable[int],
) -> dict[Any, float]:
    bounds = [(floor_of, None) for floor_of in floors]
    answer: dict[Any, float] = {}
    for key, line in wanted.items():
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * line,
                A_eq=np.array([each for each, _ in known]) if known else None,
                b_eq=np.array([n for _, n in known]) if known else None,
                A_ub=-np.array(at_least_one) if at_least_one else None,
                b_ub=-np.ones(len(at_least_one)) if at_least_one else None,
                bounds=bounds,
                method="highs",
            )
            if found.status == 3:
                ends.append(sign * -inf)
            else:
                assert found.status == 0, found.message
                ends.append(sign * found.fun)
        low, high = ends
        answer[key] = inf if inf in (abs(low), abs(high)) else floor(high + SLACK) - ceil(low - SLACK) + 1
    return answer


def _hidden(table: SafeTable, *key: str) -> bool:
    return isinstance(table.figures[key], Hidden)


def _margins_known_to_be_somebody(table: SafeTable) -> list[Key]:
    """Hidden margins that cannot be nought, because noughts beside them are shown."""
    if len(table.dimensions) == 1 or _hidden(table, TOTAL, TOTAL):
        return []
    rows, columns = (dimension.levels for dimension in table.dimensions)
    found: list[Key] = []
    for line in ([(r, TOTAL) for r in rows], [(TOTAL, c) for c in columns]):
        if not all(_hidden(table, *key) for key in line):
            found += [key for key in line if _hidden(table, *key)]
    return found


def _floors(table: SafeTable, cells: list[Key]) -> list[int]:
    if len(table.dimensions) == 1:
        whole_line_hidden = all(_hidden(table, *cell) for cell in cells)
        return [int(_hidden(table, *cell) and not whole_line_hidden) for cell in cells]
    open_cells = [
        (r, c)
        for r, c in cells
        if not _hidden(table, r, TOTAL)
        and not _hidden(table, TOTAL, c)
        and table.figures[(r, TOTAL)] != Shown(0)
        and table.figures[(TOTAL, c)] != Shown(0)
    ]
    all_hidden = all(_hidden(table, *cell) for cell in open_cells)
    return [int(_hidden(table, *cell) and cell in open_cells and not all_hidden) for cell in cells]
