"""Which decided passages a model learns from, and which are held back to measure it: pure functions.

What counts is wordings, not passages: many people say the same words. A wording belongs to the message in which it
was decided about first, and that message's side is the wording's. So no message and no wording is on both sides,
every wording is on one, and a common one like "no" chains nothing together.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

ONE_IN = 4
_SPACE = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Decided:
    """One passage that a person looked at wholly: the redacted copy, and what they said of each theme.

    `message` is the response or review it stands in, `question` what it answers. `yes` are themes that are there,
    with their valence; `no` those that are not; a theme in neither is unknown. `asked` are those that a person
    answered one by one.
    """

    message: UUID
    text: str
    speaker: str
    yes: dict[str, str]
    no: frozenset[str]
    asked: frozenset[str]
    question: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """`learn` and `held_back` share no message and no wording, and hold each wording once."""

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


def homes(said: Iterable[tuple[UUID, str]]) -> dict[str, UUID]:
    """The message that each wording belongs to, from messages and texts in the order of decisions, newest first.

    Texts without a word belong nowhere.
    """
    found = {same_words(text): message for message, text in said}
    found.pop("", None)
    return found


def split(decided: Sequence[Decided]) -> Split:
    """Each wording once, on the side of the message it belongs to, as it was decided last.

    `decided` comes newest first. A passage that is kept stands in the message its wording belongs to.
    """
    home = homes((one.message, one.text) for one in decided)
    last = {same_words(one.text): one for one in reversed(decided)}
    found = [replace(last[words], message=message) for words, message in home.items()]
    return Split(
        learn=tuple(one for one in found if not is_held_back(one.message)),
        held_back=tuple(one for one in found if is_held_back(one.message)),
    )


def fingerprint(text: str) -> str:
    """Sixteen letters that stand for a wording, so that what a model learnt from can be told without keeping it."""
    return hashlib.sha256(same_words(text).encode("utf-8", "replace")).hexdigest()[:16]
