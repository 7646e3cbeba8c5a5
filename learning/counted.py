"""The exact counts of some months, for every place at once. Nobody sees them before they are made safe.

A published summary keeps those it was made from, sealed: whoever publishes about the same months again counts
them as they were counted then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Final

OTHERS: Final = "others"
"""What belongs to no team, as if it were a team, and an area, of its own."""

Rows = Counter[tuple[str, ...]]


@dataclass
class Counted:
    """Counts of `months` by team. `areas` says in which area each team stood; `threshold` is the one in force
    then."""

    months: tuple[date, ...]
    threshold: int
    areas: dict[str, str] = field(default_factory=dict)
    voices: Rows = field(default_factory=Counter)
    """By team, month and speaker."""
    themes: Rows = field(default_factory=Counter)
    """By theme, team, speaker and valence."""
    theme_months: Rows = field(default_factory=Counter)
    """By theme and month."""
    grades: Rows = field(default_factory=Counter)
    """By standard, scale, version of the scale, grade and team."""
    answers: Rows = field(default_factory=Counter)
    """By the title of the collection and team."""

    @property
    def nobody(self) -> bool:
        """Whether nothing at all was counted."""
        return not any(getattr(self, name) for name in _ROWS)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        rows = {name: [[*key, n] for key, n in sorted(getattr(self, name).items())] for name in _ROWS}
        return {
            "months": [str(month) for month in self.months],
            "threshold": self.threshold,
            "areas": self.areas,
        } | rows

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Counted:
        """As it was counted."""
        rows = {name: Counter({tuple(row[:-1]): row[-1] for row in kept[name]}) for name in _ROWS}
        months = tuple(date.fromisoformat(month) for month in kept["months"])
        return cls(months=months, threshold=kept["threshold"], areas=kept["areas"], **rows)


_ROWS = tuple(each.name for each in fields(Counted) if each.name not in ("months", "threshold", "areas"))
