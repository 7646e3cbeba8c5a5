"""Whether people say new things, as it may be shown: periods that hide nobody, their limits, and what has risen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.control_charts import Better, Chart, Meaning, control_chart
from core.db import db
from nlp.taught.models import DriftMonth


@dataclass(frozen=True, slots=True)
class Part:
    """`n` passages of `of`, by `voices` people of `of_voices`."""

    n: int = 0
    of: int = 0
    voices: int = 0
    of_voices: int = 0

    def __add__(self, other: "Part") -> "Part":
        return Part(
            self.n + other.n,
            self.of + other.of,
            self.voices + other.voices,
            self.of_voices + other.of_voices,
        )

    @property
    def hundredths(self) -> float:
        return 100 * self.n / self.of if self.of else 0.0

    def may_be_shown(self, threshold: int) -> bool:
        """Not where it has too few voices, or some but too few are behind the part or behind the rest.

        Rationale: as everywhere, no person must be recognisable in a figure or in what is left of it.
        """
        rest = self.of_voices - self.voices if self.n < self.of else 0
        few = range(1, threshold)
        return self.of_voices >= threshold and self.voices not in few and rest not in few


@dataclass(frozen=True, slots=True)
class Period:
    """The months from `first` to `last` together."""

    first: date
    last: date
    part: Part

    @property
    def under(self) -> str:
        """Its name where there is little room."""
        return f"{self.last:%b %y}" if self.first == self.last else f"{self.first:%b}–{self.last:%b %y}"

    @property
    def said(self) -> str:
        if self.first == self.last:
            return f"{self.last:%B %Y}"
        year = "" if self.first.year == self.last.year else f" {self.first:%Y}"
        return f"{self.first:%B}{year} to {self.last:%B %Y}"


@dataclass(frozen=True, slots=True)
class Drift:
    """One thing that is watched, the oldest period first. `open_since` is from when there is too little to show.

    `chart` is None with fewer than two periods.
    """

    periods: Sequence[Period]
    open_since: date | None
    chart: Chart | None

    @property
    def newest(self) -> Period | None:
        return self.periods[-1] if self.periods else None

    @property
    def has_risen(self) -> bool:
        """Whether the newest period stands out from the ordinary ups and downs, upwards."""
        return self.chart is not None and self.chart.points[-1].meaning is Meaning.concern


@dataclass(frozen=True, slots=True)
class Drifts:
    """What is watched: the share of passages with no theme, and of passages in new words."""

    themeless: Drift
    new_words: Drift

    @property
    def counted(self) -> bool:
        """Whether anything was counted yet."""
        return any(drift.periods or drift.open_since for drift in (self.themeless, self.new_words))

    @property
    def has_risen(self) -> bool:
        return self.themeless.has_risen or self.new_words.has_risen


def drifts(*, threshold: int) -> Drifts:
    """What was counted last, as it may be shown where fewer people than `threshold` must not be."""
    rows = db.session.scalars(select(DriftMonth).order_by(DriftMonth.month)).all()
    return Drifts(
        themeless=drift_of(
            [
                (row.month, Part(row.themeless, row.passages, row.themeless_voices, row.voices))
                for row in rows
            ],
            threshold=threshold,
        ),
        new_words=drift_of(
            [
                (
                    row.month,
                    Part(row.with_new_words, row.looked_at, row.with_new_words_voices, row.looked_at_voices),
                )
                for row in rows
            ],
            threshold=threshold,
        ),
    )


def drift_of(months: Iterable[tuple[date, Part]], *, threshold: int) -> Drift:
    """Months put together, the oldest first, until each period may be shown.

    Rationale: a month in which few people say something new must hide its figure; three such months together need
    not, and a rise is seen as soon as enough people are behind it.
    """
    periods, first, gathered = list[Period](), None, Part()
    for month, part in months:
        first, gathered = first or month, gathered + part
        if gathered.may_be_shown(threshold):
            periods.append(Period(first, month, gathered))
            first, gathered = None, Part()
    values = [period.part.hundredths for period in periods]
    return Drift(periods, first, control_chart(values, better=Better.down, least=0, most=100))
