from __future__ import annotations

import pytest

from learning.differencing import Block, TooCloseError, refuse_small_differences


def cohort(**counts: int) -> dict[Block, int]:
    """`cohort(north_may_child=3)`."""
    return {Block(*name.split("_")): n for name, n in counts.items()}


YEAR = cohort(north_may_child=30, north_june_child=40)


def test_figures_that_add_three_voices_to_published_ones_are_refused() -> None:
    with pytest.raises(TooCloseError, match="fewer than 10"):
        refuse_small_differences(YEAR | cohort(south_may_child=3), published=[("Spring", YEAR)], threshold=10)


def test_figures_that_leave_out_three_voices_are_refused() -> None:
    with pytest.raises(TooCloseError):
        refuse_small_differences(YEAR, published=[("Spring", YEAR | cohort(south_may_child=3))], threshold=10)


def test_a_voice_that_came_late_to_a_published_month_is_a_difference() -> None:
    with pytest.raises(TooCloseError):
        refuse_small_differences(
            cohort(north_may_child=31, north_june_child=40), published=[("Spring", YEAR)], threshold=10
        )


def test_a_difference_that_is_small_for_one_kind_of_speaker_only_is_refused() -> None:
    wider = YEAR | cohort(south_may_child=20, south_may_staff=3)
    with pytest.raises(TooCloseError):
        refuse_small_differences(wider, published=[("Spring", YEAR)], threshold=10)


def test_a_correction_with_the_very_same_figures_is_allowed() -> None:
    refuse_small_differences(YEAR, published=[("Spring", YEAR)], threshold=10)


def test_a_different_season_has_nobody_in_common_and_is_allowed() -> None:
    refuse_small_differences(cohort(north_july_child=4), published=[("Spring", YEAR)], threshold=10)


def test_a_large_difference_is_allowed() -> None:
    refuse_small_differences(YEAR | cohort(south_may_child=25), published=[("Spring", YEAR)], threshold=10)
