"""spaCy's English tokenizer, kept to time that grows with the length of a text and no faster."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

# The longest chunk between two spaces that spaCy is asked to split, in characters.
LONGEST = 200

_LONGER = re.compile(rf"(?<!\S)\S{{{LONGEST + 1},}}")


class LinearTokenizer:
    """Splits a text as spaCy does, but for chunks of more than `LONGEST` characters without a space.

    Of such a chunk each run of letters, digits and the marks on them is a token, and each other character is one.

    Rationale: spaCy takes marks off a chunk one by one and looks at all that is left each time, so that a key held
    down took minutes.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self.rules = tokenizer.rules

    def __call__(self, text: str) -> Doc:
        """The tokens of `text`."""
        if len(text) <= LONGEST or not _LONGER.search(text):
            doc: Doc = self._tokenizer(text)
            return doc
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for chunk in _LONGER.finditer(text):
            self._split(text[at : chunk.start()], words, spaces)
            parts = list(_parts(chunk.group()))
            words += parts
            spaces += [False] * len(parts)
            at = chunk.end()
        self._split(text[at:], words, spaces)
        return Doc(self._tokenizer.vocab, words=words, spaces=spaces)

    def _split(self, text: str, words: list[str], spaces: list[bool]) -> None:
        """Add the tokens of what stands between two long chunks; one space after a word belongs to it."""
        if words and text.startswith(" "):
            spaces[-1] = True
            text = text[1:]
        for token in self._tokenizer(text):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))


def english() -> Language:
    """An empty pipeline for English that splits texts so."""
    pipeline = spacy.blank("en")
    pipeline.tokenizer = LinearTokenizer(pipeline.tokenizer)
    return pipeline


def tokenizer_of(pipeline: Language) -> LinearTokenizer:
    """What a pipeline of ours splits texts with."""
    found: LinearTokenizer = pipeline.tokenizer  # type: ignore[assignment]
    return found


def _parts(chunk: str) -> Iterator[str]:
    for of_word, run in groupby(chunk, _is_of_word):
        if of_word:
            yield "".join(run)
        else:
            yield from run


def _is_of_word(character: str) -> bool:
    """Whether it is a letter, a digit, or a mark on one."""
    return unicodedata.category(character)[0] in "LMN"
