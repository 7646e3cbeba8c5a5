"""Periods in words, and whole months counted."""

from __future__ import annotations

from datetime import date, timedelta

from core.days import day_in_words


def period_in_words(start: date, end: date) -> str:
    """ "July to September 2026" where the months are whole, else the two days."""
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1
    if not whole:
        return f"{day_in_words(start)} to {day_in_words(end)}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start:%B %Y}"
    if start.year == end.year:
        return f"{start:%B} to {end:%B %Y}"
    return f"{start:%B %Y} to {end:%B %Y}"


def first_of_month(day: date) -> date:
    """The first day of the month that holds `day`."""
    return day.replace(day=1)


def months_later(day: date, months: int) -> date:
    """The first of the month `months` after the month that holds `day`; negative goes back."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, 1)


def months_between(start: date, end: date) -> tuple[date, ...]:
    """The first of each month from the one that holds `start` to the one that holds `end`, in order."""
    found = [first_of_month(start)]
    while found[-1] < first_of_month(end):
        found.append(months_later(found[-1], 1))
    return tuple(found)


def period_before(start: date, end: date) -> tuple[date, date]:
    """The whole months before: as many as this period has, ending where it starts."""
    length = len(months_between(start, end))
    first = months_later(start, -length)
    return first, first_of_month(start) - timedelta(days=1)


def last_of_month(day: date) -> date:
    """The last day of the month that holds `day`."""
    return months_later(day, 1) - timedelta(days=1)
