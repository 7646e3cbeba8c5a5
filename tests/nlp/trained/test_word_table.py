"""Many texts at once are seen as each would be alone."""

import math

import numpy as np
import pytest

from nlp.lexis.numbers import UNKNOWN
from nlp.trained.standing import Cells
from nlp.trained.word_table import WordTable
from tests.nlp.trained.written_out import word_features

ROWS = [
    ["she", "not", "ring", "me", "back", "", "ring", "me"],
    [],
    ["ring", "ring", "ring"],
    ["not", "one", "two", "three", "four", "five"],
    ["unheard", "ring", "of"],
    ["not", "", "ring"],
    ["not", "not", "ring"],
]
COLUMNS = {
    name: column
    for column, name in enumerate(
        sorted({name for row in ROWS for name in word_features(row) if "unheard" not in name})
    )
}


def cells_of(table: WordTable, rows: list[list[str]]) -> Cells:
    stems = [table.numbers.get(stem, UNKNOWN) for row in rows for stem in row]
    of_rows = np.repeat(np.arange(len(rows)), np.array([len(row) for row in rows], dtype=np.int64))
    return table.cells_of(np.array(stems, dtype=np.int64), of_rows)


def test_every_feature_of_every_row_is_found_and_none_besides() -> None:
    cells = cells_of(WordTable(COLUMNS), ROWS)
    assert sorted(zip(cells.rows.tolist(), cells.columns.tolist(), strict=True)) == sorted(
        (number, COLUMNS[name])
        for number, row in enumerate(ROWS)
        for name in word_features(row)
        if name in COLUMNS
    )


def test_what_stands_often_is_damped() -> None:
    cells = cells_of(WordTable(COLUMNS), [ROWS[2]])
    values = dict(zip(cells.columns.tolist(), cells.values.tolist(), strict=True))
    assert values == pytest.approx({COLUMNS["ring"]: 1 + math.log(3), COLUMNS["ring ring"]: 1 + math.log(2)})


def test_what_a_not_turns_ends_with_the_sentence_and_four_stems_on() -> None:
    turned = {name for name in word_features(ROWS[3]) if name.startswith("¬")}
    assert turned == {"¬ one", "¬ two", "¬ three", "¬ four"}
    assert not any(name.startswith("¬") for name in word_features(ROWS[5]))


def test_nothing_to_read_is_no_trouble() -> None:
    assert len(cells_of(WordTable(COLUMNS), []).rows) == 0
    assert len(cells_of(WordTable({}), [["ring"]]).rows) == 0
