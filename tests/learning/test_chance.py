from __future__ import annotations

import pytest

from learning.chance import Comparison, chance_of, real_differences


def test_thirty_of_sixty_one_and_forty_one_of_sixty_three_could_be_chance() -> None:
    assert real_differences([Comparison(41, 63, 30, 61)]) == (False,)


def test_a_large_change_is_not_chance() -> None:
    assert real_differences([Comparison(50, 63, 20, 61)]) == (True,)


def test_a_difference_real_by_itself_may_not_be_among_thirty() -> None:
    borderline, nothing = Comparison(40, 60, 27, 60), Comparison(30, 60, 30, 60)
    assert 0.01 < chance_of(borderline) < 0.05
    assert real_differences([borderline]) == (True,)
    assert real_differences([borderline, *[nothing] * 29])[0] is False


def test_very_large_groups_give_the_answer_of_the_exact_test() -> None:
    large = Comparison(1_300, 2_600, 1_210, 2_600)
    smaller = Comparison(1_245, 2_490, 1_159, 2_490)
    assert chance_of(large) == pytest.approx(chance_of(smaller), abs=0.01)


def test_nobody_asked_is_no_difference() -> None:
    assert chance_of(Comparison(0, 0, 3, 10)) == 1
