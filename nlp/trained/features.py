"""What the features of a trained model are made of, whether texts are read by columns or one by one."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from nlp.lexis.families import Families, families
from nlp.lexis.lexicon import Strength
from nlp.lexis.tones import valence_rules
from nlp.lexis.words import stem

PIECE_LENGTHS = (3, 4, 5)
LONGEST_WORD = 24
TURN_REACH = 4
# Stands before a stem that "not" turns around.
NOT = "¬"

KINDS = tuple(f":{strength.name}" for strength in Strength)

Features = Mapping[str, float]
NOTHING: Features = MappingProxyType({})


@lru_cache(maxsize=1)
def shared_families() -> Families:
    """The families of everyday meanings, folded as the pipeline's stems are. Kept for the process."""
    return families(stem)


def is_spelt(norm: str) -> bool:
    """Whether a token, in lower case, is a word whose pieces are seen."""
    return len(norm) <= LONGEST_WORD and norm.isalpha()


def runs_of_words(stems: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each sentence starts and ends (exclusive) in a stream of stems."""
    start = 0
    for at, one in enumerate((*stems, "")):
        if not one:
            if start < at:
                yield start, at
            start = at + 1


@lru_cache(maxsize=1)
def turning_stems() -> frozenset[str]:
    """The stems of "not", "never" and their like."""
    return frozenset(stem(word) for word in valence_rules().turns)


def pieces(word: str) -> list[str]:
    """Runs of letters inside a word, its edges marked: what misspelt words still share."""
    edged = f" {word} "
    return [
        edged[at : at + length] for length in PIECE_LENGTHS for at in range(max(0, len(edged) - length + 1))
    ]
