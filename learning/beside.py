"""A summary's figures beside those of every published summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from core.db import db
from core.people.services import authority
from learning.counted import Counted
from learning.counting import count
from learning.differencing import Months, PublishedPeriod, TooCloseError, parts_of
from learning.errors import NotNowError
from learning.freezing import put_together
from learning.frozen import FrozenSummary
from learning.models import State, Summary
from learning.periods import months_between, period_before, period_in_words
from learning.scope import Scope

PUBLICATION_LOCK = 7_305_131  # any number, the same for every process
CHANGED_BESIDE = (
    "After these figures were taken, another summary was published that counts some of the same "
    "months. Take the figures again, so that the two agree."
)


@dataclass(frozen=True)
class Published:
    """What published summaries show figures of, and how many they counted."""

    periods: tuple[PublishedPeriod, ...]
    counted: dict[Months, Counted]

    def parts(self, months: Months) -> list[Months]:
        """The parts of these months. Raises TooCloseError, also where a published part's counts are not kept."""
        found = parts_of(months, self.periods)
        for period in self.periods:
            if any(period.months.issuperset(part) and part not in self.counted for part in found):
                raise TooCloseError(published=period.name)
        return found

    def counts(self, part: Months, *, threshold: int) -> Counted:
        """What was counted of a part when it was published, or is counted now."""
        return self.counted.get(part) or count(part, threshold=threshold)


def published_summaries() -> Published:
    """Every published summary, and what it was counted from."""
    periods: list[PublishedPeriod] = []
    counted: dict[Months, Counted] = {}
    for summary in db.session.scalars(
        select(Summary).where(Summary.state == State.published).order_by(Summary.published_at, Summary.id)
    ):
        periods += _periods(summary)
        for part in summary.parts:
            counted.setdefault(part.months, part)
    return Published(tuple(periods), counted)


def figures_now(scope: Scope, *, on: date) -> tuple[FrozenSummary, list[Counted]]:
    """The figures of a scope as they may stand beside what is published, and the counts they were made from.

    Where they never may, they are those of the period by itself: a draft to read, which nobody can publish.
    """
    house, published = authority(), published_summaries()
    try:
        parts = published.parts(scope.months)
    except TooCloseError:
        parts = [scope.months]
    now = [published.counts(part, threshold=house.threshold) for part in parts]
    before = _before(scope, published, threshold=house.threshold)
    data = put_together(scope, authority=house.name, threshold=house.threshold, on=on, now=now, before=before)
    return data, [*now, *before]


def refuse_what_does_not_stand_beside(summary: Summary) -> None:
    """Raise where somebody could work something out from this summary and the published ones.

    TooCloseError where its period cuts a published one in two, NotNowError where its figures were taken before
    another summary of the same months was published, or before counts were kept. An edition that only corrects
    words shows no new figure.
    """
    before = summary.supersedes
    if before is not None and before.stage is State.published and before.data == summary.data:
        return
    published = published_summaries()
    own = {part.months: part for part in summary.parts}
    themselves, *compared = _periods(summary)
    wanted = set(published.parts(tuple(sorted(themselves.months))))
    if summary.counted is None:
        raise NotNowError("These figures were taken before an update. Take the figures again.")
    try:
        wanted.update(part for period in compared for part in published.parts(tuple(sorted(period.months))))
    except TooCloseError as cut:
        raise NotNowError(CHANGED_BESIDE) from cut
    agree = all(published.counted.get(months, part) == part for months, part in own.items())
    if wanted != set(own) or not agree:
        raise NotNowError(CHANGED_BESIDE)


def why_it_does_not_stand_beside(summary: Summary) -> str | None:
    """What to tell the writer of a summary that could not be published as it is now."""
    try:
        refuse_what_does_not_stand_beside(summary)
    except (NotNowError, TooCloseError) as refused:
        return str(refused)
    return None


def one_publication_at_a_time() -> None:
    """Wait for whoever publishes or drafts by the calendar just now; held until the transaction ends."""
    db.session.execute(select(func.pg_advisory_xact_lock(PUBLICATION_LOCK)))


def _before(scope: Scope, published: Published, *, threshold: int) -> list[Counted]:
    """The parts of the period before; none where it cuts a published one, or nobody was heard in it."""
    months = months_between(*period_before(scope.start, scope.end))
    try:
        parts = [published.counts(part, threshold=threshold) for part in published.parts(months)]
    except TooCloseError:
        return []
    return [] if all(part.nobody for part in parts) else parts


def _periods(summary: Summary) -> Iterator[PublishedPeriod]:
    """The months that a summary shows figures of: its own, and those before that it compares with."""
    data = summary.frozen
    name = f"{data.scope_name}, {period_in_words(data.period_start, data.period_end)}"
    yield PublishedPeriod(name, frozenset(months_between(data.period_start, data.period_end)))
    if data.before_start and data.before_end:
        months = frozenset(months_between(data.before_start, data.before_end))
        yield PublishedPeriod(f"{name} (compared with the months before)", months)
