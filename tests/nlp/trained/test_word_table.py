"""Many texts at once are seen as each would be alone."""

import math

import pytest

from nlp.trained.features import word_features
from nlp.trained.word_table import WordTable

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


def test_every_feature_of_every_row_is_found_and_none_besides() -> None:
    cells = WordTable(COLUMNS).cells(ROWS)
    assert sorted(zip(cells.rows.tolist(), cells.columns.tolist(), strict=True)) == sorted(
        (number, COLUMNS[name])
        for number, row in enumerate(ROWS)
        for name in word_features(row)
        if name in COLUMNS
    )


def test_what_stands_often_is_damped() -> None:
    cells = WordTable(COLUMNS).cells([ROWS[2]])
    values = dict(zip(cells.columns.tolist(), cells.values.tolist(), strict=True))
    assert values == pytest.approx({COLUMNS["ring"]: 1 + math.log(3), COLUMNS["ring ring"]: 1 + math.log(2)})


def test_what_a_not_turns_ends_with_the_sentence_and_four_stems_on() -> None:
    turned = {name for name in word_features(ROWS[3]) if name.startswith("¬")}
    assert turned == {"¬ one", "¬ two", "¬ three", "¬ four"}
    assert not any(name.startswith("¬") for name in word_features(ROWS[5]))


def test_nothing_to_read_is_no_trouble() -> None:
    assert len(WordTable(COLUMNS).cells([]).rows) == 0
    assert len(WordTable({}).cells([["ring"]]).rows) == 0
