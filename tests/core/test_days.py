"""Days as people here count them, and how they read."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from core.days import day_in_words, moment_in_words, months_in_words, today


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 2, 23, 30, tzinfo=UTC), date(2026, 7, 3)),
        (datetime(2026, 12, 2, 23, 30, tzinfo=UTC), date(2026, 12, 2)),
    ],
)
def test_today_is_the_day_in_the_united_kingdom(moment: datetime, day: date) -> None:
    with time_machine.travel(moment, tick=False):
        assert today() == day


def test_days_and_moments_read_plainly() -> None:
    assert day_in_words(date(2026, 7, 3)) == "3 July 2026"
    assert moment_in_words(datetime(2026, 7, 2, 23, 5, tzinfo=UTC)) == "3 July 2026, 00:05"


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (1, "1 month"),
        (11, "11 months"),
        (12, "1 year"),
        (13, "1 year and 1 month"),
        (36, "3 years"),
        (54, "4 years and 6 months"),
    ],
)
def test_months_are_said_in_years_where_there_are_years(months: int, words: str) -> None:
    assert months_in_words(months) == words
