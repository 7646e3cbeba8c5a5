"""How well the built screen works, in whole numbers out of a hundred, for people who rely on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nlp.screening.kinds import kind_in_words
from nlp.screening.stored import shipped_reader
from nlp.trained.measures import wilson

WHO = {
    "all": "Everyone",
    "child": "Children and young people",
    "family": "Families and carers",
    "staff": "Staff",
}


@dataclass(frozen=True, slots=True)
class OfAHundred:
    """So many of every hundred, measured on `of` messages; the true share lies from `low` to `high` 19 times of 20."""

    hundredths: int
    of: int
    low: int
    high: int

    @classmethod
    def named(cls, name: str, row: Mapping[str, float | int]) -> OfAHundred:
        """The share called `name` in a row of what was measured."""
        of = int(row[f"{name}_of"])
        low, high = wilson(round(row[name] * of), of)
        return cls(round(100 * row[name]), of, round(100 * low), round(100 * high))

    @property
    def likely(self) -> str:
        """The share with how far it can be trusted."""
        return f"{self.hundredths} in 100, likely between {self.low} and {self.high}"


@dataclass(frozen=True, slots=True)
class Sureness:
    """How many raise an alert of which the screen is sure, and how many one of which it is not."""

    sure: OfAHundred
    unsure: OfAHundred

    @classmethod
    def named(cls, name: str, row: Mapping[str, float | int]) -> Sureness | None:
        """That of what is called `name`; None where a build of before did not measure it."""
        if f"{name}_sure" not in row:
            return None
        return cls(OfAHundred.named(f"{name}_sure", row), OfAHundred.named(f"{name}_unsure", row))


@dataclass(frozen=True, slots=True)
class BySpeaker:
    """What is seen, and what is stopped for nothing, of one kind of speaker; and how surely."""

    who: str
    urgent: OfAHundred
    review: OfAHundred
    stopped: OfAHundred
    urgent_sureness: Sureness | None
    stopped_sureness: Sureness | None


@dataclass(frozen=True, slots=True)
class ScreenFigures:
    """What was measured when the model was built. `kinds` are urgent messages seen by kind of harm, worst first."""

    speakers: tuple[BySpeaker, ...]
    everyday_stopped: OfAHundred
    everyday_sureness: Sureness | None
    kinds: tuple[tuple[str, OfAHundred], ...]
    version: str

    @property
    def everyone(self) -> BySpeaker:
        """The figures of all speakers together."""
        return self.speakers[0]


def shipped_figures() -> ScreenFigures | None:
    """The figures kept in the model that reads now; None where the rules read alone."""
    model = shipped_reader().model
    return figures_of(model.measured, model.version) if model and model.measured else None


def figures_of(measured: Mapping[str, Any], version: str) -> ScreenFigures:
    """The figures in `measured`, as `nlp.screening.measuring` leaves them."""
    speakers = tuple(
        BySpeaker(
            words,
            OfAHundred.named("urgent_seen", measured[who]),
            OfAHundred.named("review_seen", measured[who]),
            OfAHundred.named("false_alarms", measured[who]),
            Sureness.named("urgent_seen", measured[who]),
            Sureness.named("false_alarms", measured[who]),
        )
        for who, words in WHO.items()
    )
    kinds = [
        (kind_in_words(kind), OfAHundred.named("urgent_seen", row)) for kind, row in measured["kinds"].items()
    ]
    return ScreenFigures(
        speakers,
        OfAHundred.named("false_alarms", measured["plain_feedback"]),
        Sureness.named("false_alarms", measured["plain_feedback"]),
        tuple(sorted(kinds, key=lambda kind: (kind[1].hundredths, kind[0]))),
        version,
    )
