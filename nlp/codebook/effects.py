"""What publishing a draft would do to what people have said, as far as phrases alone tell, in bounded time."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.access import Reach, within
from core.db import db
from core.passages import Passage
from nlp.codebook import Codebook
from nlp.codebook.changes import reads_the_same, ways_of_reading
from nlp.codebook.matching import BATCH, NEWEST, phrases_pipeline
from nlp.deciding import by_lexicon
from nlp.findings import Speaker
from nlp.lexis.cleaning import clean
from nlp.lexis.phrases import PhraseError


@dataclass(frozen=True, slots=True)
class Effect:
    """How many passages a theme would gain and lose."""

    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Effects:
    """What changes in the `looked_at` newest passages, by theme; `sampled` where there are more than these."""

    looked_at: int
    sampled: bool
    of: dict[str, Effect]


def effects_of(before: Codebook, now: Codebook, found: Reach) -> Effects | None:
    """Compare what both find by their phrases; None where both read the same, or one cannot be read with.

    Rationale: whoever publishes should know how far it reaches. The trained part, which knows the shipped themes,
    reads on as it did, so this is about as much as changes and not exactly.
    """
    if reads_the_same(before, now):
        return None
    changed = _changed(before, now)
    try:
        readers = [_Reader(codebook, changed) for codebook in (before, now)]
    except PhraseError:
        return None
    newest = db.session.execute(
        select(Passage.speaker, Passage.redacted)
        .where(Passage.state == "read", within(found, Passage.team_id))
        .order_by(Passage.month.desc(), Passage.id.desc())
        .limit(NEWEST + 1)
    ).all()
    passages = [(clean(row.redacted).text, Speaker(row.speaker)) for row in newest[:NEWEST]]
    gained: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for was, is_now in zip(*(reader.themes(passages) for reader in readers), strict=True):
        gained.update(is_now - was)
        lost.update(was - is_now)
    of = {slug: Effect(gained[slug], lost[slug]) for slug in changed}
    return Effects(len(passages), len(newest) > NEWEST, of)


def _changed(before: Codebook, now: Codebook) -> set[str]:
    """Themes that read another way, and those that they are or were part of."""
    ways = ways_of_reading(before), ways_of_reading(now)
    changed = {slug for slug in {*ways[0], *ways[1]} if ways[0].get(slug) != ways[1].get(slug)}
    return changed | {codebook.merges().get(slug, slug) for codebook in (before, now) for slug in changed}


class _Reader:
    """Finds those of these themes that passages would be given by their phrases alone."""

    def __init__(self, codebook: Codebook, themes: Collection[str]) -> None:
        merges = codebook.merges()
        looked_for = [theme for theme in codebook.themes if merges.get(theme.slug, theme.slug) in themes]
        self._landing = codebook.landing()
        self._offered = {speaker: codebook.offered_to(speaker) for speaker in Speaker}
        self._pipeline = phrases_pipeline(looked_for) if looked_for else None

    def themes(self, passages: Sequence[tuple[str, Speaker]]) -> list[set[str]]:
        if self._pipeline is None:
            return [set() for _ in passages]
        with self._pipeline.memory_zone():
            docs = self._pipeline.pipe([text for text, _ in passages], batch_size=BATCH)
            return [
                {self._landing.get(candidate.theme, "") for candidate in by_lexicon(doc._.hits)}
                & self._offered[speaker]
                for doc, (_, speaker) in zip(docs, passages, strict=True)
            ]
