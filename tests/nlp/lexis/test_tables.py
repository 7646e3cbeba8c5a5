"""Tables answer for many what a dictionary answers for one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlp.lexis.tables import NONE, Keys, Runs

numbers = st.integers(min_value=0, max_value=2**40)


@given(st.lists(numbers, unique=True), st.lists(numbers))
def test_keys_are_found_where_they_stand_and_nothing_else_is(keys: list[int], others: list[int]) -> None:
    places = {key: at for at, key in enumerate(keys)}
    wanted = [*others, *keys]
    found = Keys(np.array(keys, dtype=np.int64)).places(np.array(wanted, dtype=np.int64))
    assert found.tolist() == [places.get(one, NONE) for one in wanted]


def test_runs_come_one_after_another_with_the_place_of_their_thing() -> None:
    at, found = Runs([[], [4, 5], [6]]).of(np.array([1, 0, 2, 1]))
    assert at.tolist() == [0, 0, 2, 3, 3]
    assert found.tolist() == [4, 5, 6, 4, 5]
