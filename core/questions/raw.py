"""Typed values from raw ones: words, whole numbers, dates. Refusals are worded for whoever answered."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from core.questions.plain_text import cannot_be_kept, says_nothing, with_plain_line_ends


class AnswerRefused(ValueError):
    """An answer that cannot be taken. Its words are for the person who answered."""


def read_words(raw: str, *, longest: int) -> str | None:
    """The words in `raw` with plain line ends, None where they say nothing."""
    words = with_plain_line_ends(raw)
    if cannot_be_kept(words):
        raise AnswerRefused("These words hold a hidden mark that cannot be kept.")
    words = words.strip()
    if says_nothing(words):
        return None
    if len(words) > longest:
        over = len(words) - longest
        raise AnswerRefused(
            f"This is too long by {over:,} letter{'s' if over > 1 else ''}. "
            f"The most we can keep is {longest:,}."
        )
    return words


def read_number(raw: Any, *, lowest: int, highest: int, refused: str) -> int | None:
    """The whole number in `raw` from `lowest` to `highest`."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise AnswerRefused(refused)
    text = str(raw).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and lowest <= int(text) <= highest):
        raise AnswerRefused(refused)
    return int(text)


def read_date(raw: Any) -> dt.date | None:
    """The date in `raw`: ISO text, or the three parts a person typed."""
    if isinstance(raw, Mapping):
        parts = [str(raw.get(part) or "").strip() for part in ("year", "month", "day")]
        if not any(parts):
            return None
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
            raise AnswerRefused("Give the day, the month and the year in numbers, like 27 3 2026.")
        year, month, day = (int(part) for part in parts)
    elif raw is None or raw == "":
        return None
    elif isinstance(raw, str) and len(raw) == 10 and raw.isascii():
        try:
            year, month, day = (int(part) for part in raw.split("-"))
        except ValueError as wrong:
            raise AnswerRefused("Give the date as year-month-day, like 2026-03-27.") from wrong
    else:
        raise AnswerRefused("Give the date as year-month-day, like 2026-03-27.")
    try:
        found = dt.date(year, month, day)
    except ValueError as wrong:
        raise AnswerRefused("That date is not in the calendar. Look at it again.") from wrong
    if not 1900 <= found.year <= 2100:
        raise AnswerRefused("Give the year in four numbers, like 2026.")
    return found
