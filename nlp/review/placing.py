"""Where words that a person copied or typed stand in a message."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category, normalize

from nlp.kept.reading import Span, apart
from nlp.lexis.apostrophes import APOSTROPHES
from nlp.redact.spans import STAND_IN

_STAND_IN = re.compile(STAND_IN)
_ALIKE = dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys("“”„‟«»＂", '"')
MOST_TRIED = 200  # places of one piece: "a" stands nearly everywhere, and hardly ever as a word
_SHOWS_NOTHING = "\ufe0e\ufe0f"

Divide = Callable[[str], Sequence[str]]
BY_LINE_AND_DOTS: tuple[Divide, ...] = (str.splitlines, re.compile(r"…|\.{3}").split)


class NotInTheMessage(ValueError):
    """These `words` do not stand in the message."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def places_of(typed: str, message: str) -> tuple[Span, ...]:
    """The places in `message` of the words typed, in order, those that overlap as one; no places for no words.

    Case, white space and the form of quotation marks do not matter. What does not stand there as it is, is taken
    line by line, then each line in the pieces between its " … ". Each is placed where it first stands as whole
    words, else where it first stands at all, with the whole of any stand-in that it touches. Raises NotInTheMessage
    for the first piece that stands nowhere.
    """
    return tuple(apart(_placed(_Message.of(message), typed, BY_LINE_AND_DOTS)))


def _placed(message: "_Message", typed: str, dividers: Sequence[Divide]) -> Iterator[Span]:
    piece = _folded(typed)[0].strip()
    if not piece:
        return
    place = message.place(piece)
    if place is not None:
        yield place
    elif dividers:
        divide, *finer = dividers
        for part in dict.fromkeys(divide(typed)):
            yield from _placed(message, part, finer)
    else:
        raise NotInTheMessage(" ".join(typed.split()))


@dataclass(frozen=True, slots=True)
class _Message:
    """A message, how it is compared, and the offset in it of each character of that."""

    given: str
    folded: str
    origins: list[int]
    stand_ins: list[Span]

    @classmethod
    def of(cls, given: str) -> "_Message":
        return cls(given, *_folded(given), [found.span() for found in _STAND_IN.finditer(given)])

    def place(self, piece: str) -> Span | None:
        first = None
        at = -1
        for _ in range(MOST_TRIED):
            at = self.folded.find(piece, at + 1)
            if at < 0:
                break
            span = self._with_signs(self.origins[at], self.origins[at + len(piece) - 1] + 1)
            if not any(self._cuts(end) for end in span):
                return span
            first = first or span
        return first and self._with_stand_ins(*first)

    def _cuts(self, at: int) -> bool:
        """Whether this offset is inside a word or a stand-in."""
        around = self.given[max(0, at - 1) : at + 1]
        before = bisect_left(self.stand_ins, (at,)) - 1
        return (len(around) == 2 and all(_is_of_a_word(one) for one in around)) or (
            before >= 0 and at < self.stand_ins[before][1]
        )

    def _with_signs(self, start: int, end: int) -> Span:
        """With the signs that are set on the last character."""
        while end < len(self.given) and _is_set_on(self.given[end]):
            end += 1
        return start, end

    def _with_stand_ins(self, start: int, end: int) -> Span:
        touched = [one for one in self.stand_ins if one[0] < end and start < one[1]]
        return min([start, *(one[0] for one in touched)]), max([end, *(one[1] for one in touched)])


def _folded(text: str) -> tuple[str, list[int]]:
    """Text as it is compared, and the offset of each of its characters in the given text."""
    folded: list[str] = []
    origins: list[int] = []
    for at, character in enumerate(text):
        if character.isspace():
            alike = "" if folded and folded[-1] == " " else " "
        elif category(character) == "Cf" or character in _SHOWS_NOTHING:
            alike = ""
        else:
            alike = normalize("NFD", _ALIKE.get(character, character).casefold())
        folded += alike
        origins += [at] * len(alike)
    return "".join(folded), origins


def _is_of_a_word(character: str) -> bool:
    return character.isalnum() or _is_set_on(character)


def _is_set_on(character: str) -> bool:
    return category(character) in ("Mn", "Me")
