"""Looking for new and rising words, once a day or when somebody asks, in bounded time however much was said.

For each kind of speaker and each of the two periods at most `MOST_READ` passages are gone through. Where there
are more, a fair share of the voices is taken by their random identifiers, whole voices always, the same ones
each time. So the time does not grow with the number of passages, and a figure is of the voices looked at.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select

from core.db import db
from core.jobs import nudge, sweep, task
from core.passages import Passage
from core.people.models import Authority
from nlp.codebook import READ_WITH, Codebook
from nlp.codebook.versions import read_with
from nlp.components import lexicon, words
from nlp.findings import Speaker
from nlp.kept.effective import HAS_THEME
from nlp.languages import ENGLISH
from nlp.lexis.cleaning import clean
from nlp.lexis.tokenizing import english
from nlp.rising.models import RisingLook, RisingTerm
from nlp.rising.words import Said, rising
from nlp.translating.models import Translation

LOOK = "nlp.look_for_rising"
MONTHS = 3
MOST_READ = 60_000
USUAL_THRESHOLD = 10
EACH = timedelta(days=1)


@task(LOOK, tries=2)
def look_for_rising() -> None:
    """Compare the newest three months with the three before, and keep what rose in place of what was found."""
    newest = db.session.scalar(select(func.max(Passage.month)).where(Passage.state == "read"))
    db.session.execute(delete(RisingTerm))
    db.session.execute(delete(RisingLook))
    db.session.add(RisingLook(id=1, period=newest or datetime.now(UTC).date().replace(day=1)))
    if newest is None:
        return
    fewest = db.session.scalar(select(Authority.threshold)) or USUAL_THRESHOLD
    known = partial(in_lexicon, read_with()[1])
    for speaker in Speaker:
        now, before = (partial(voices, speaker, *months) for months in two_periods(newest))
        for found in rising(now, before, fewest=fewest, in_lexicon=known):
            db.session.add(RisingTerm(speaker=speaker.value, **asdict(found)))
    db.session.flush()


@sweep(unless_waiting=LOOK)
def look_each_day() -> None:
    """Look again where the last look is a day old."""
    last = db.session.scalar(select(RisingLook.looked_at))
    if last is None or last < datetime.now(UTC) - EACH:
        nudge(LOOK)


def two_periods(newest: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """The first days of the first and last month of the newest period, and of the one before it."""
    months = [_months_before(newest, back) for back in range(2 * MONTHS)]
    return (months[MONTHS - 1], months[0]), (months[-1], months[MONTHS])


def voices(speaker: Speaker, first: date, last: date) -> Iterator[Sequence[Said]]:
    """What each voice said in these months, in English, with whether each passage has a theme."""
    chosen = and_(
        Passage.state == "read",
        Passage.speaker == speaker.value,
        Passage.month.between(first, last),
        or_(
            Passage.language == ENGLISH,
            exists().where(Translation.passage_id == Passage.id, Translation.read),
        ),
    )
    passages = db.session.scalars(select(func.count()).select_from(Passage).where(chosen)).one()
    rows = db.session.execute(
        select(Passage.source_id, Passage.redacted, HAS_THEME.label("has_theme"))
        .where(chosen, _share_of_voices(MOST_READ / passages if passages else 1.0))
        .order_by(Passage.source_id)
        .execution_options(yield_per=2_000)
    )
    for _, said in groupby(rows, key=lambda row: row.source_id):
        yield [(row.redacted, row.has_theme) for row in said]


def in_lexicon(codebook: Codebook, terms: Sequence[str]) -> Collection[str]:
    """Which of these terms hold a phrase of some theme."""
    if not terms:
        return frozenset()
    pipeline = english()
    pipeline.meta[READ_WITH] = codebook
    pipeline.add_pipe(words.NAME)
    pipeline.add_pipe(lexicon.NAME)
    with pipeline.memory_zone():
        return frozenset(term for term in terms if pipeline(clean(term).text)._.hits)


def _share_of_voices(share: float) -> ColumnElement[bool]:
    highest = min(2**128 - 1, int(share * 2**128))
    return Passage.source_id <= UUID(int=highest)


def _months_before(month: date, back: int) -> date:
    number = month.year * 12 + month.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)
