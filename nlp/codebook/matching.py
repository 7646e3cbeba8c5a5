"""Where a theme's phrases stand in what people have said: the newest passages, in their redacted copies only."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import spacy
from spacy.language import Language
from sqlalchemy import select

from core.access import Reach, within
from core.db import db
from core.passages import Passage
from nlp.codebook import READ_WITH, Codebook, Theme
from nlp.components import lexicon, words
from nlp.deciding import by_lexicon
from nlp.lexis.cleaning import clean
from nlp.lexis.lexicon import Hit
from nlp.lexis.tokenizing import english
from nlp.review.marked_words import Piece, pieces

NEWEST = 2_000
BATCH = 256
SHOWN = 5
LONGEST_SHOWN = 600


@dataclass(frozen=True, slots=True)
class Match:
    """One passage in which a phrase stands, in pieces, those that match with a number."""

    month: date
    speaker: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """What was found in the `looked_at` newest passages said by those the theme is offered to.

    `passages` would be given the theme by its phrases alone; `by_phrase` says in how many each stands, and
    `silent` how many of its phrases stand in none. `new` are those of `by_phrase` that are being added.
    """

    looked_at: int
    passages: int
    by_phrase: tuple[tuple[str, int], ...]
    silent: int
    new: tuple[tuple[str, int], ...]
    shown: tuple[Match, ...]


def matches_of(theme: Theme, found: Reach, *, new: Collection[str] = ()) -> Matches:
    """Look for the theme's phrases in what people within reach have said. Raises `PhraseError`.

    Passages in which one of the `new` phrases stands are shown first.
    """
    pipeline = phrases_pipeline([theme])
    newest = db.session.execute(
        select(Passage.month, Passage.speaker, Passage.redacted)
        .where(
            Passage.state == "read",
            Passage.speaker.in_([speaker.value for speaker in theme.speakers]),
            within(found, Passage.team_id),
        )
        .order_by(Passage.month.desc(), Passage.id.desc())
        .limit(NEWEST)
    ).all()
    counts: Counter[str] = Counter()
    shown: dict[bool, list[Match]] = {True: [], False: []}
    told_already: set[str] = set()
    given = 0
    with pipeline.memory_zone():
        texts = [clean(row.redacted) for row in newest]
        docs = pipeline.pipe([text.text for text in texts], batch_size=BATCH)
        for row, text, doc in zip(newest, texts, docs, strict=True):
            standing = {hit.entry.phrase for hit in doc._.hits}
            counts.update(standing)
            told = by_lexicon(doc._.hits)
            given += bool(told)
            of_new = not standing.isdisjoint(new)
            if told and len(shown[of_new]) < SHOWN and row.redacted not in told_already:
                told_already.add(row.redacted)
                places = [text.span(*_characters(doc, hit)) for hit in told[0].hits]
                shown[of_new].append(Match(row.month, row.speaker, _cut(row.redacted, places)))
    order = {phrase: place for place, phrase in enumerate(theme.lexicon.phrases())}
    by_phrase = sorted(counts.items(), key=lambda one: (-one[1], order[one[0]]))
    return Matches(
        looked_at=len(newest),
        passages=given,
        by_phrase=tuple(by_phrase),
        silent=len(order) - len(counts),
        new=tuple((phrase, counts[phrase]) for phrase in order if phrase in new),
        shown=tuple([*shown[True], *shown[False]][:SHOWN]),
    )


def phrases_pipeline(themes: Iterable[Theme]) -> Language:
    """Tokens, stems and the phrases of these themes: all that matching needs."""
    pipeline = english()
    alone = [theme.model_copy(update={"hidden": False, "merged_into": None}) for theme in themes]
    pipeline.meta[READ_WITH] = Codebook(themes=tuple(alone))
    pipeline.add_pipe(words.NAME)
    pipeline.add_pipe(lexicon.NAME)
    return pipeline


def _characters(doc: spacy.tokens.Doc, hit: Hit) -> tuple[int, int]:
    last = doc[hit.end - 1]
    return doc[hit.start].idx, last.idx + len(last)


def _cut(text: str, places: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """The words around the first place, not more than a screen can show, with each place marked."""
    start = max(0, min(begin for begin, _ in places) - LONGEST_SHOWN // 3)
    end = start + LONGEST_SHOWN
    inside: Iterable[tuple[int, int]] = ((begin - start, min(stop, end) - start) for begin, stop in places)
    marked = pieces(text[start:end], dict(enumerate(inside, start=1)))
    before = (Piece("… "),) if start else ()
    after = (Piece(" …"),) if len(text) > end else ()
    return (*before, *marked, *after)
