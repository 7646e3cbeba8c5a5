"""Which decided passages a model learns from, and which are held back to measure it: pure functions.

The side of a message never changes, whatever is decided later, so a model is never measured on what an earlier
training, or its own, learnt from.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

ONE_IN = 4
_SPACE = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Decided:
    """One passage that a person looked at wholly: the redacted copy, and what they said of each theme.

    `message` is the response or review it stands in. `yes` are themes that are there, with their valence; `no`
    those that are not; a theme in neither is unknown. `asked` are those that a person answered one by one.
    """

    message: UUID
    text: str
    speaker: str
    yes: dict[str, str]
    no: frozenset[str]
    asked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Split:
    """`learn` and `held_back` share no message and no text."""

    learn: tuple[Decided, ...]
    held_back: tuple[Decided, ...]


def is_held_back(message: UUID) -> bool:
    """Whether a message is for measuring: one in `ONE_IN`, chosen by a hash of its random identifier.

    Rationale: nobody picks, and every machine and every training chooses the same.
    """
    return hashlib.sha256(b"held back " + message.bytes).digest()[0] % ONE_IN == 0


def same_words(text: str) -> str:
    """What two texts share that say exactly the same, whatever capitals, spaces and marks they use."""
    return _SPACE.sub(" ", text.casefold()).strip()


def split(decided: Iterable[Decided]) -> Split:
    """Each text once, the newest decision of it, where `decided` comes newest first.

    All passages of one message are on one side. A text that was said in messages of both sides is learnt from
    and not measured on, so that nothing learnt is ever measured. Texts without a word are on neither.
    """
    learn: dict[str, Decided] = {}
    measure: dict[str, Decided] = {}
    for one in decided:
        words = same_words(one.text)
        if words:
            (measure if is_held_back(one.message) else learn).setdefault(words, one)
    return Split(tuple(learn.values()), tuple(one for words, one in measure.items() if words not in learn))


def messages(passages: Sequence[Decided]) -> int:
    """How many messages these passages stand in."""
    return len({one.message for one in passages})
