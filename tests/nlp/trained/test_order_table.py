"""How words stand in many texts is seen as it would be in each alone."""

import numpy as np

from nlp.lexis.numbers import UNKNOWN
from nlp.trained.order_table import OrderTable
from nlp.trained.standing import Cells
from nlp.trained.word_table import WordTable
from tests.nlp.trained.written_out import order_features

ROWS = [
    ["she", "not", "ring", "me", "back", "", "ring", "me"],
    [],
    ["ring"],
    ["", "one", "", "", "two", "three", ""],
    ["unheard", "ring", "of"],
]
TYPED = [["she", "doesnt", "rings"], [], ["ring"], ["one"], ["unheard"]]
COLUMNS = {
    name: column
    for column, name in enumerate(
        sorted(
            {
                name
                for row, typed in zip(ROWS, TYPED, strict=True)
                for name in order_features(row, typed)
                if "unheard" not in name
            }
        )
    )
}
WORDS = WordTable({stem: at for at, stem in enumerate(sorted({one for row in ROWS for one in row if one}))})


def cells_of(table: OrderTable, rows: list[list[str]], typed: list[list[str]]) -> Cells:
    stems = [(at, WORDS.numbers.get(stem, UNKNOWN)) for at, row in enumerate(rows) for stem in row]
    words = [(at, table.typed[word]) for at, row in enumerate(typed) for word in row if word in table.typed]
    (stem_rows, numbers), (rows_typed, columns) = (
        np.array(found, dtype=np.int64).reshape(-1, 2).T for found in (stems, words)
    )
    return table.cells_of(numbers, stem_rows, columns, rows_typed)


def test_every_way_to_stand_is_found_and_none_besides() -> None:
    cells = cells_of(OrderTable(COLUMNS, WORDS), ROWS, TYPED)
    assert sorted(zip(cells.rows.tolist(), cells.columns.tolist(), strict=True)) == sorted(
        (number, COLUMNS[name])
        for number, (row, typed) in enumerate(zip(ROWS, TYPED, strict=True))
        for name in order_features(row, typed)
        if name in COLUMNS
    )


def test_words_stand_together_inside_one_sentence_only() -> None:
    assert order_features(["one", "", "two", "three", "four"], []) == {
        "b one", "e one", "b two", "b two three", "e four", "e three four", "k two four",
    }  # fmt: skip


def test_nothing_to_read_is_no_trouble() -> None:
    table = OrderTable(COLUMNS, WORDS)
    assert len(cells_of(table, [], []).rows) == 0
    assert len(cells_of(table, [[]], [[]]).rows) == 0
