"""What the authority itself knows: its people, its schools and homes, the references of its case files."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nlp.findings import Redaction
from nlp.redact.tokens import Token, tokens_of

_CHUNK = re.compile(r"[A-Za-z0-9]+(?:[/\-._][A-Za-z0-9]+)*")
# Letters and digits, a digit among them; anything else stands in ordinary messages too.
_SHORTEST_REFERENCE = 4
_DIGIT = re.compile(r"\d")
# A reference may be typed with so many gaps between its parts, and one more: "P 12 34 56".
_MOST_PARTS = 5


@dataclass(frozen=True, slots=True)
class Familiar:
    """Plain values, so that they can be handed to another process.

    `people` holds each part of each name as a plain word. `phrases` has, by first word, the whole names of people
    and places with their type. `references` are in lower case, letters and digits only.
    """

    people: frozenset[str] = frozenset()
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = field(default_factory=dict)
    references: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        *,
        people: Iterable[str] = (),
        schools: Iterable[str] = (),
        places: Iterable[str] = (),
        references: Iterable[str] = (),
    ) -> Familiar:
        """From names as they are written; anything without a letter or digit is left out."""
        parts: set[str] = set()
        phrases: dict[str, set[tuple[tuple[str, ...], str]]] = {}
        for names, kind in ((people, "NAME"), (schools, "SCHOOL"), (places, "PLACE")):
            for name in names:
                words = _plain_words(name)
                if kind == "NAME":
                    parts.update(word for word in words if len(word) > 1)
                if len(words) > 1 or (words and kind != "NAME"):
                    phrases.setdefault(words[0], set()).add((words, kind))
        marks = (_letters_and_digits(reference) for reference in references)
        return cls(
            frozenset(parts),
            {
                word: tuple(sorted(found, key=lambda phrase: (-len(phrase[0]), phrase)))
                for word, found in phrases.items()
            },
            frozenset(mark for mark in marks if len(mark) >= _SHORTEST_REFERENCE and _DIGIT.search(mark)),
        )

    def __bool__(self) -> bool:
        return bool(self.people or self.phrases or self.references)

    def may_stand_among(self, words: Sequence[str]) -> bool:
        """Whether one of the plain `words` is part of a name known here."""
        return not (self.people.isdisjoint(words) and self.phrases.keys().isdisjoint(words))

    def find(self, tokens: Sequence[Token], *, ordinary: frozenset[str]) -> Iterator[Redaction]:
        """Whole names of people and places, wherever they stand; one that is an `ordinary` word needs its capital."""
        at = 0
        while at < len(tokens):
            for words, kind in self.phrases.get(tokens[at].plain, ()):
                last = at + len(words) - 1
                if last == at and tokens[at].shape == "lower" and words[0] in ordinary:
                    continue
                if last < len(tokens) and all(
                    tokens[at + step].plain == word for step, word in enumerate(words)
                ):
                    yield Redaction(tokens[at].start, tokens[last].end, kind)
                    at = last
                    break
            at += 1

    def find_references(self, text: str) -> Iterator[Redaction]:
        """References of case files, however their parts are joined."""
        if not self.references or not _DIGIT.search(text):
            return
        chunks: deque[tuple[int, str]] = deque(maxlen=_MOST_PARTS)
        for chunk in _CHUNK.finditer(text):
            chunks.append((chunk.start(), _letters_and_digits(chunk.group())))
            marks = [mark for _, mark in chunks]
            for first, (start, _) in enumerate(chunks):
                if "".join(marks[first:]) in self.references:
                    yield Redaction(start, chunk.end(), "CASE_NUMBER")
                    break


NOBODY = Familiar()


def _plain_words(name: str) -> tuple[str, ...]:
    return tuple(token.plain for token in tokens_of(name) if token.shape != "sign")


def _letters_and_digits(reference: str) -> str:
    return "".join(letter for letter in reference.lower() if letter.isalnum())
