"""Words and phrases that more people use than before: pure functions over what voices said, redacted.

The statistic is the log-likelihood ratio for two proportions (Dunning 1993, "Accurate methods for the statistics
of surprise and coincidence"), which holds for rare words where a chi-square does not. Phrases are counted only
where the words they are made of are frequent (Agrawal and Srikant 1994), so memory stays bounded.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from spacy.lang.en.stop_words import STOP_WORDS

from nlp.redact.spans import STAND_IN

LONGEST = 3
FEWEST_LETTERS = 3
BY_CHANCE = 0.05  # how often a whole look may show any term that rose by chance alone
FEW_THEMED = 0.5
SAME_VOICES = 0.75
MOST_KEPT = 100

# What children and parents write for words that are too common to tell anything, beside spaCy's own list.
COMMON = frozenset(
    {
        "im", "ive", "dont", "didnt", "doesnt", "cant", "wont", "isnt", "wasnt", "hes", "shes", "theyre", "thats",
        "its", "like", "just", "really", "get", "got", "going", "want", "know", "think", "said", "say", "thing",
        "things", "lot", "day", "time", "people", "good", "bad", "nice", "yes", "yeah", "okay",
    }
)  # fmt: skip

_PIECE = re.compile(STAND_IN + r"|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\s\w]|[\d_]+|\n")

Said = tuple[str, bool]
"""A redacted passage, and whether it has any theme."""
Voices = Callable[[], Iterable[Sequence[Said]]]
"""What each voice said. It is gone through several times."""


@dataclass(frozen=True, slots=True)
class Use:
    """How a term is used: by how many voices, in how many passages, and how many of these have a theme."""

    voices: int
    passages: int = 0
    themed: int = 0


@dataclass(frozen=True, slots=True)
class Rising:
    """A term that more voices use than before; `themed` is the share of its passages with any theme."""

    term: str
    voices: int
    of_voices: int
    voices_before: int
    of_voices_before: int
    strength: float
    themed: float


def log_likelihood_ratio(now: int, of_now: int, before: int, of_before: int) -> float:
    """How surprising it is, by Dunning's ratio, that `now` of `of_now` and `before` of `of_before` share one rate.

    0 where they are the same; it is spread as chi-square with one degree of freedom. Totals must not be nought.
    """
    rate = (now + before) / (of_now + of_before)
    return 2 * (
        _likelihood(now, of_now, now / of_now)
        + _likelihood(before, of_before, before / of_before)
        - _likelihood(now, of_now, rate)
        - _likelihood(before, of_before, rate)
    )


def surprising_from(terms: int) -> float:
    """The ratio from which a term counts as risen, when so many `terms` were looked at (Bonferroni).

    Rationale: of ten thousand words ten rise "once in a thousand" in a quarter in which nothing happened.
    """
    return NormalDist().inv_cdf(1 - BY_CHANCE / max(terms, 1) / 2) ** 2


def _likelihood(hits: int, total: int, rate: float) -> float:
    found = hits * math.log(rate) if hits else 0.0
    return found + ((total - hits) * math.log(1 - rate) if total > hits else 0.0)


def rising(
    now: Voices, before: Voices, *, fewest: int, in_lexicon: Callable[[Sequence[str]], Collection[str]]
) -> list[Rising]:
    """The terms that rose and that no theme covers, the most surprising first, at most `MOST_KEPT`.

    `fewest` voices must use a term now. `in_lexicon` says which of some terms the themes' own phrases know.

    Rationale: a word that few use may point to one family, so it is not shown however much it rose. A term is
    not covered where its passages mostly have no theme, or no theme's list knows it.
    """
    uses, of_now = frequent_uses(now, fewest=fewest)
    earlier, of_before = _voices_using(before, uses)
    if not of_now or not of_before:
        return []
    risen = [
        Rising(
            term,
            use.voices,
            of_now,
            earlier[term],
            of_before,
            round(log_likelihood_ratio(use.voices, of_now, earlier[term], of_before), 2),
            round(use.themed / use.passages, 3),
        )
        for term, use in uses.items()
        if use.voices / of_now > earlier[term] / of_before
    ]
    enough = surprising_from(len(uses))
    risen = [one for one in risen if one.strength >= enough]
    risen.sort(key=lambda one: (-one.strength, -len(one.term), one.term))
    chosen = without_parts(risen)[: 3 * MOST_KEPT]
    known = in_lexicon([one.term for one in chosen])
    return [one for one in chosen if not is_covered(one, known=one.term in known)][:MOST_KEPT]


def is_covered(term: Rising, *, known: bool) -> bool:
    """Whether the themes have this already: a phrase of theirs, and themes in most passages that hold it."""
    return known and term.themed >= FEW_THEMED


def without_parts(risen: Sequence[Rising]) -> list[Rising]:
    """Each thing once: "cost of living" and not "cost" and "living" too, where the same voices say them.

    A phrase that only some of a word's voices use is the word's, and is left out.
    """
    by_term = {one.term: one for one in risen}
    absorbed: set[str] = set()
    for one in risen:
        for part in _parts(one.term):
            if part in by_term:
                same = one.voices >= SAME_VOICES * by_term[part].voices
                absorbed.add(part if same else one.term)
    return [one for one in risen if one.term not in absorbed]


def frequent_uses(voices: Voices, *, fewest: int) -> tuple[dict[str, Use], int]:
    """Every term that at least `fewest` voices use, and how many voices there are."""
    kept: dict[str, Use] = {}
    frequent: set[str] = set()
    total = 0
    for length in range(1, LONGEST + 1):
        counts: Counter[str] = Counter()
        passages: Counter[str] = Counter()
        themed: Counter[str] = Counter()
        total = 0
        for voice in voices():
            total += 1
            own: set[str] = set()
            for redacted, has_theme in voice:
                found = set(_runs(redacted, length, frequent))
                own |= found
                telling = [term for term in found if _tells(term)]
                passages.update(telling)
                if has_theme:
                    themed.update(telling)
            counts.update(own)
        frequent = {term for term, n in counts.items() if n >= fewest}
        kept |= {term: Use(counts[term], passages[term], themed[term]) for term in frequent if _tells(term)}
    return kept, total


def _voices_using(voices: Voices, terms: Mapping[str, Use]) -> tuple[Counter[str], int]:
    counts: Counter[str] = Counter()
    total = 0
    for voice in voices():
        total += 1
        counts.update(
            {
                term
                for redacted, _ in voice
                for length in range(1, LONGEST + 1)
                for term in _runs(redacted, length, None)
                if term in terms
            }
        )
    return counts, total


def _runs(redacted: str, length: int, frequent: Collection[str] | None) -> Iterator[str]:
    """Each run of `length` words with nothing between them. Its two shorter runs are in `frequent`, if given."""
    for words in _sentences(redacted):
        for start in range(len(words) - length + 1):
            run = " ".join(words[start : start + length])
            if (
                frequent is None
                or length == 1
                or (
                    " ".join(words[start : start + length - 1]) in frequent
                    and " ".join(words[start + 1 : start + length]) in frequent
                )
            ):
                yield run


def _sentences(redacted: str) -> Iterator[list[str]]:
    """The words in lower case, cut at marks, figures and stand-ins such as `[name]`."""
    words: list[str] = []
    for piece in _PIECE.findall(redacted):
        if piece[0].isalpha():
            words.append(piece.lower().replace("’", "'"))
        elif words:
            yield words
            words = []
    if words:
        yield words


def _tells(term: str) -> bool:
    """Whether a term can stand for something: it neither begins nor ends with a word too common to tell."""
    words = term.split(" ")
    return all(
        len(word) >= FEWEST_LETTERS and word not in STOP_WORDS and word.replace("'", "") not in COMMON
        for word in (words[0], words[-1])
    )


def _parts(term: str) -> Iterator[str]:
    words = term.split(" ")
    for length in range(1, len(words)):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])
