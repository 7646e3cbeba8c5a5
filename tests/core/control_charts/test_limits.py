from __future__ import annotations

import pytest

from core.control_charts import Better, Meaning, Rule, control_chart

STEADY = [10, 12, 11, 9, 10, 11, 12, 10, 9, 11, 10, 12]


def chart(values: list[float], better: Better = Better.up):
    found = control_chart(values, better=better)
    assert found is not None
    return found


def test_limits_stand_two_point_six_six_moving_ranges_from_the_mean() -> None:
    found = chart([10, 14, 10, 14])
    assert (found.mean, found.lower, found.upper) == pytest.approx((12, 12 - 2.66 * 4, 12 + 2.66 * 4))


def test_ordinary_ups_and_downs_are_not_a_signal() -> None:
    assert {point.meaning for point in chart(STEADY).points} == {Meaning.ordinary}


def test_a_point_outside_a_limit_is_a_signal() -> None:
    found = chart([*STEADY, 30])
    assert found.points[-1].rules >= {Rule.outside}
    assert found.points[-1].meaning is Meaning.improvement


def test_seven_on_one_side_are_a_signal_and_six_are_not() -> None:
    low, high = [8, 9, 8, 9, 8, 9, 8], [11, 12, 11, 12, 11, 12, 11]
    assert all(Rule.run in point.rules for point in chart([*low, *high]).points)
    assert not any(Rule.run in point.rules for point in chart([*low[:6], *high[:6]]).points)


def test_seven_rising_are_a_signal_and_six_are_not() -> None:
    rising = [5, 6, 7, 8, 9, 10, 11]
    assert all(Rule.trend in point.rules for point in chart(rising).points)
    assert not any(Rule.trend in point.rules for point in chart(rising[:6]).points)


def test_two_of_three_close_to_the_same_limit_are_a_signal() -> None:
    found = chart([*[8, 12] * 8, 21, 10, 21])
    assert found.mean + (found.upper - found.mean) * 2 / 3 < 21 < found.upper
    assert Rule.near_limit in found.points[16].rules
    assert Rule.near_limit in found.points[18].rules
    assert Rule.near_limit not in found.points[17].rules


@pytest.mark.parametrize(
    ("better", "meaning"),
    [(Better.up, Meaning.concern), (Better.down, Meaning.improvement), (Better.neither, Meaning.change)],
)
def test_whether_a_fall_is_good_is_the_measures_own_setting(better: Better, meaning: Meaning) -> None:
    assert chart([*STEADY, 0], better).points[-1].meaning is meaning


def test_limits_of_fewer_than_twelve_points_are_trial_limits() -> None:
    assert chart(list(STEADY[:11])).trial
    assert not chart(list(STEADY)).trial


def test_one_point_has_no_chart() -> None:
    assert control_chart([4], better=Better.up) is None


def test_a_count_has_no_limit_below_nought() -> None:
    found = control_chart([1, 5, 1, 5], better=Better.up, least=0)
    assert found is not None and found.lower == 0


def test_values_that_never_move_are_ordinary() -> None:
    assert {point.meaning for point in chart([5.0] * 12).points} == {Meaning.ordinary}
