"""Texts split into words and marks just as spaCy's English tokenizer does, by a table of whole chunks.

What stands between two spaces is a chunk. Everyday words and the tokenizer's own special cases are looked up;
a word with a mark or two is put together from such; the tokenizer itself is asked for anything else.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nlp.lexis.numbers import STRANGER, TypedWords
from nlp.lexis.tokenizing import LONGEST, LinearTokenizer

# A word, perhaps with a mark before or after it, which the tokenizer always takes off.
_PLAIN = re.compile(r"""([("]?)([A-Za-z]+)('s)?([,!?:;)"]|(?<=[a-z])\.)?""")
_RUN = re.compile(r"\s+|\S+")


class Piece(NamedTuple):
    """One token: its word in lower case, the number of that, and how many letters of the text it takes."""

    norm: str
    number: int
    length: int


class Split(NamedTuple):
    """The tokens of texts one after another: `typed` has a number for each, `counts` how many each text has.

    `strangers` says how those are typed that have none. `widths` is twice the letters that a token takes, and one
    more where a space stands between it and the next.
    """

    typed: list[int]
    widths: list[int]
    counts: list[int]
    strangers: dict[int, str]


class Splitter:
    """Splits texts; the table holds words of `words` and of the tokenizer only."""

    def __init__(self, tokenizer: LinearTokenizer, words: TypedWords) -> None:
        self._tokenizer = tokenizer
        self._number = words.number
        self._special: dict[str, tuple[Piece, ...]] = {}
        for chunk in tokenizer.rules or ():
            self._special[chunk] = tuple(self._asked(chunk))
        # Chunks that are one token of a known word; nought stands for any other.
        self._single = {
            chunk: pieces[0].number
            for chunk, pieces in self._special.items()
            if len(pieces) == 1 and not chunk.isspace()
        }
        for word in words.words:
            if word.isascii() and word.isalpha():
                for chunk in (word, word.capitalize()):
                    if chunk not in self._special:
                        self._single[chunk] = words.number[word]

        self._marks = {mark: words.number[mark] for mark in ".,!?"}

    def split(self, texts: Iterable[str]) -> Split:
        """The tokens of each of `texts`."""
        split = Split([], [], [], {})
        typed, widths, counts, _ = split
        single, marks = self._single.get, self._marks.get
        # Strange chunks come again too; these are forgotten with the texts.
        met: dict[str, Sequence[Piece]] = {}
        for text in texts:
            before = len(typed)
            for chunk in text.split(" "):
                number = single(chunk)
                if number:
                    typed.append(number)
                    widths.append(2 * len(chunk) + 1)
                    continue
                mark = marks(chunk[-1:])
                if mark and (number := single(chunk[:-1])) and self._takes_mark(chunk):
                    typed += (number, mark)
                    widths += (2 * len(chunk) - 2, 3)
                    continue
                if not chunk or chunk.split() != [chunk]:
                    # Other spaces than single ones: they are tokens too.
                    self._split_slowly(text, split, before)
                    break
                if (pieces := met.get(chunk)) is None:
                    pieces = met[chunk] = self._pieces_of(chunk)
                _add(split, pieces)
                widths[-1] += 1
            counts.append(len(typed) - before)
        return split

    def _split_slowly(self, text: str, split: Split, before: int) -> None:
        """Split `text` by its runs of spaces, in place of the tokens from `before` on."""
        del split.typed[before:], split.widths[before:]
        for at in [at for at in split.strangers if at >= before]:
            del split.strangers[at]
        for run in _RUN.finditer(text):
            chunk = run.group()
            if run.start() and chunk.startswith(" "):
                # One space after a word belongs to it.
                split.widths[-1] += 1
                chunk = chunk[1:]
            if chunk:
                _add(split, self._pieces_of(chunk))

    def _takes_mark(self, chunk: str) -> bool:
        """Whether the mark at the end of a known word and a mark is a token of its own."""
        return chunk[0].isalpha() and (chunk[-1] != "." or chunk[-2].islower()) and chunk not in self._special

    def _pieces_of(self, chunk: str) -> Sequence[Piece]:
        known = self._special.get(chunk)
        if known is not None:
            return known
        if len(chunk) <= LONGEST and (plain := _PLAIN.fullmatch(chunk)) is not None:
            return self._of_plain(*plain.groups(""))
        if chunk.isspace() or (chunk.isascii() and chunk.isdigit()):
            return [self._piece(chunk)]
        return self._asked(chunk)

    def _of_plain(self, before: str, word: str, owning: str, mark: str) -> Sequence[Piece]:
        special = self._special.get
        pieces = [self._piece(before)] if before else []
        if (whole := special(word + owning + mark)) is not None:
            return [*pieces, *whole]
        if (whole := special(word + owning)) is not None:
            pieces += whole
        else:
            pieces += special(word) or [self._piece(word)]
            if owning:
                pieces.append(self._piece(owning))
        return [*pieces, self._piece(mark)] if mark else pieces

    def _piece(self, part: str) -> Piece:
        norm = part.lower()
        return Piece(norm, self._number.get(norm, STRANGER), len(part))

    def _asked(self, chunk: str) -> Sequence[Piece]:
        return [
            Piece(token.norm_, self._number.get(token.norm_, STRANGER), len(token))
            for token in self._tokenizer(chunk)
        ]


def _add(split: Split, pieces: Iterable[Piece]) -> None:
    for norm, number, length in pieces:
        if number == STRANGER:
            split.strangers[len(split.typed)] = norm
        split.typed.append(number)
        split.widths.append(2 * length)
