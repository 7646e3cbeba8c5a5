"""Whether a phrase that somebody typed can be looked for, said in words they can act on."""

from collections.abc import Iterable
from functools import lru_cache

from nlp.lexis.cleaning import clean
from nlp.lexis.phrases import GAP, PhraseBook, PhraseError, PhraseStems
from nlp.lexis.tokenizing import english
from nlp.lexis.words import word_rules

LONGEST = 2_000
MOST_GAPS = 3
MOST_PHRASES = 500
# Of one phrase alone: choices that may be left out, one after another, multiply.
MOST_PLACES = 500
# Of all phrases: some thirty times what the shipped codebook takes.
MOST_PLACES_TOGETHER = 250_000


def typed_phrases(text: str | None) -> tuple[str, ...]:
    """The phrases of a box with one on each line, as they are looked for: plain, with single spaces."""
    lines = (" ".join(clean(line).text.split()) for line in (text or "").splitlines())
    return tuple(line for line in lines if line)


def problem_with(phrase: str) -> str | None:
    """Why nothing can be found with `phrase`, or None."""
    if len(phrase) > LONGEST:
        return f"It is longer than {LONGEST:,} characters."
    if phrase.split().count(GAP) > MOST_GAPS:
        return f"It holds “{GAP}” more than {MOST_GAPS} times."
    try:
        _tree_of([phrase], MOST_PLACES)
    except PhraseError as problem:
        return _in_words(str(problem))
    except RecursionError:
        return "Its brackets stand too deep inside each other."
    return None


def problem_together(phrases: Iterable[str]) -> str | None:
    """Why phrases that are good one by one cannot be looked for together, or None."""
    try:
        _tree_of(phrases, MOST_PLACES_TOGETHER)
    except PhraseError:
        return "Together the phrases hold too many choices. Take out some brackets, or some of the phrases."
    return None


def _tree_of(phrases: Iterable[str], most: int) -> None:
    book = PhraseBook[str](stems=_stems(), kinds=word_rules().kinds)
    for phrase in phrases:
        book.add(phrase, phrase)
    book.tree(most)


def _in_words(problem: str) -> str:
    if "not closed" in problem:
        return "A bracket is opened and not closed."
    if "there is no kind" in problem:
        kinds = ", ".join(f"{{{kind}}}" for kind in sorted(word_rules().kinds))
        return f"The words in curly brackets must be one of {kinds}."
    if "too many choices" in problem:
        return "It holds too many choices one after another. Write it as several phrases."
    if "passed over" in problem:
        return "It holds only words too common to look for, or begins with a gap."
    return "It cannot be understood. Look at its brackets."


@lru_cache(maxsize=1)
def _stems() -> PhraseStems:
    return PhraseStems(english())
