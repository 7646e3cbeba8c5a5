"""A reader who knows every shown figure and the rules of hiding, and does the sums.

Written apart from the method it tests: it knows nothing of rectangles, only linear programming.
"""

from __future__ import annotations

from itertools import product
from math import ceil, floor, inf

import numpy as np
from scipy.optimize import linprog

from learning.figures import Hidden, Shown
from learning.suppression import TOTAL, Key, SafeTable

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

    known = [(row(key), figure.n) for key, figure in table.figures.items() if isinstance(figure, Shown)]
    least_margins = [(row(key), 1) for key in _margins_known_to_be_somebody(table)]
    bounds = [(floor_of, None) for floor_of in _floors(table, cells)]
    answer: dict[Key, float] = {}
    for key, figure in table.figures.items():
        if not isinstance(figure, Hidden):
            continue
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * row(key),
                A_eq=np.array([line for line, _ in known]) if known else None,
                b_eq=np.array([n for _, n in known]) if known else None,
                A_ub=-np.array([line for line, _ in least_margins]) if least_margins else None,
                b_ub=-np.array([n for _, n in least_margins]) if least_margins else None,
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
