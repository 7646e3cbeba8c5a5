"""Several texts read as one: columns over all their words, which each part of the pipeline adds to.

A part that is given a doc finds here the texts that are read with it, and reads all of them at the first.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from nlp.arrays import Column, Places
from nlp.lexis.families import Touched
from nlp.lexis.hits import Hits
from nlp.lexis.numbers import BREAK, UNKNOWN, StemNumbers, TypedWords, looked_up
from nlp.lexis.splitting import Splitter
from nlp.lexis.words import stem

if TYPE_CHECKING:
    from nlp.deciding import Candidate
    from nlp.trained.together import Sight

KEPT_AT = "heard_passages"


class Touches(NamedTuple):
    """Families found, by where they start: the family, and the places `first` to `end` (exclusive) in the stream."""

    family: Places
    first: Places
    end: Places


class Strangers(NamedTuple):
    """The tokens whose words have no number: at which places they stand, and which of `words` each is.

    `stems` are those of the words. Each word is worked out once for all texts that are read together.
    """

    places: Places
    which: Places
    words: Sequence[str]
    stems: Sequence[str]

    @classmethod
    def of(cls, strangers: Mapping[int, str]) -> "Strangers":
        """From the word at each place."""
        number = {word: at for at, word in enumerate(dict.fromkeys(strangers.values()))}
        return cls(
            np.fromiter(strangers, np.int64, len(strangers)),
            np.array([number[word] for word in strangers.values()], dtype=np.int64),
            list(number),
            [stem(word) for word in number],
        )

    def put_in(self, column: Column, of_words: Iterable[int]) -> Column:
        """A column of all tokens, with what is said of each word where strangers stand."""
        found = column.copy()
        if len(self.words):
            found[self.places] = np.array(list(of_words), dtype=column.dtype)[self.which]
        return found

    def each(self, of_words: Sequence[str]) -> dict[int, str]:
        """What is said of each word, by the places of strangers."""
        return dict(zip(self.places.tolist(), [of_words[at] for at in self.which.tolist()], strict=True))


class Stream:
    """The stems that phrases are made of, text after text, with a `BREAK` after each sentence and each text.

    `stems` are numbers and `tokens` says at which of all tokens each stands. The stems of text `n` lie from
    `first[n]` to `end[n]`, where its last `BREAK` stands.
    """

    def __init__(self, stems: Places, tokens: Places, counts: Places, strangers: dict[int, str]) -> None:
        texts = len(counts)
        self.counts = counts
        self.end = np.cumsum(counts) + np.arange(texts)
        self.first = self.end - counts
        self.rows = np.repeat(np.arange(texts), counts + 1)
        at = np.arange(len(stems)) + np.repeat(np.arange(texts), counts)
        self.stems = np.zeros(len(stems) + texts, dtype=np.int64)
        self.stems[at] = stems
        self.tokens = np.zeros(len(stems) + texts, dtype=np.int64)
        self.tokens[at] = tokens
        self._strangers = strangers

    @cached_property
    def has_words(self) -> npt.NDArray[np.bool_]:
        """Whether each text has any stem at all."""
        found: npt.NDArray[np.bool_] = np.bincount(self.rows, self.stems != BREAK, len(self.counts)) > 0
        return found

    def names(self, numbers: StemNumbers) -> list[str]:
        """The stems as words, "" for a `BREAK`."""
        names = numbers.names(self.stems)
        if self._strangers:
            for at, token in enumerate(self.tokens.tolist()):
                if token in self._strangers and self.stems[at] != BREAK:
                    names[at] = self._strangers[token]
        return names


class Passages:
    """Texts that are read together. `first[n]` to `first[n + 1]` are the tokens of text `n`.

    `typed` is the number of each token's word in lower case, `STRANGER` where it has none; `strangers` then says
    how it is typed. `stems` is the number of each token's stem. `docs` carry the texts through a pipeline, where
    there is one.
    """

    docs: Sequence[Doc] = ()
    stream: Stream
    clauses: Places
    sentences: Places
    hits: Hits
    touches: Touches
    sight: "Sight | None"
    candidates: "list[list[Candidate]]"

    def __init__(
        self, texts: Sequence[str], splitter: Splitter, words: TypedWords, numbers: StemNumbers
    ) -> None:
        self.texts = texts
        self.words = words
        self.numbers = numbers
        split = splitter.split(texts)
        self.first = np.zeros(len(texts) + 1, dtype=np.int64)
        np.cumsum(split.counts, out=self.first[1:])
        self.typed = np.array(split.typed, dtype=np.int64)
        self.strangers = split.strangers
        self._widths = split.widths
        self._strange = Strangers.of(self.strangers)
        self.stems = self._strange.put_in(words.stem[self.typed], map(numbers.of, self._strange.stems))
        self._strange_stems = self._strange.each(self._strange.stems)

    def carried_by(self, docs: Sequence[Doc]) -> None:
        """Let each of `docs`, one for each text, lead here."""
        self.docs = docs
        for at, doc in enumerate(docs):
            doc.user_data[KEPT_AT] = (self, at)

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def rows(self) -> Places:
        """The text of each token."""
        return np.repeat(np.arange(len(self.texts)), np.diff(self.first))

    def marks(self, column: Column, of: Callable[[str], int]) -> Column:
        """What a column of `words` says of each token; `of` says it of a stranger."""
        return self._strange.put_in(column[self.typed], map(of, self._strange.words))

    def flow(self, over: Column, ends: Column) -> None:
        """Make the stream: stems marked in `over` are passed over, those in `ends` are breaks."""
        kept = np.flatnonzero(~looked_up(over, self.stems))
        stems = self.stems[kept]
        stems[looked_up(ends, stems)] = BREAK
        counts = np.diff(np.searchsorted(kept, self.first))
        self.stream = Stream(stems, kept, counts, self._strange_stems)

    def typed_by_name(self) -> tuple[Places, list[str]]:
        """The number of each token's word, that of a stranger past all known ones; and the words by number."""
        known, strange = self.words.words, self._strange
        after = range(len(known), len(known) + len(strange.words))
        return strange.put_in(self.typed, after), [*known, *strange.words]

    def stream_by_name(self) -> tuple[Places, list[str]]:
        """The same for the stems of the stream; "" is `BREAK`."""
        names = list(self.numbers.every)
        new = dict.fromkeys(one for one in self._strange.stems if self.numbers.of(one) == UNKNOWN)
        number = {one: at for at, one in enumerate(new, start=len(names))}
        of_strange = (number.get(one) or self.numbers.of(one) for one in self._strange.stems)
        of_tokens = self._strange.put_in(self.stems, of_strange)
        stems = self.stream.stems.copy()
        words = np.flatnonzero(stems != BREAK)
        stems[words] = of_tokens[self.stream.tokens[words]]
        return stems, [*names, *new]

    @cached_property
    def stream_names(self) -> list[str]:
        """The stems of the stream as words."""
        return self.stream.names(self.numbers)

    @cached_property
    def characters(self) -> tuple[Places, Places]:
        """Where each token starts and ends (exclusive) in its text."""
        widths = np.array(self._widths, dtype=np.int64)
        long = widths >> 1
        edges = np.concatenate([[0], np.cumsum(long + (widths & 1))])
        start = edges[:-1] - np.repeat(edges[self.first[:-1]], np.diff(self.first))
        return start, start + long

    def spans_of(self, at: int, runs: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """The characters, end exclusive, of runs of the tokens of text `at`."""
        (starts, ends), first = self.characters, self.first[at]
        return tuple((int(starts[first + start]), int(ends[first + end - 1])) for start, end in runs)

    def norms_of(self, at: int) -> list[str]:
        """Each token of text `at` in lower case."""
        words, typed = self.words.words, self.typed
        return [
            self.strangers.get(token) or words[typed[token]]
            for token in range(*self.first[at : at + 2].tolist())
        ]

    def stems_of(self, at: int) -> list[str]:
        """The stem of each token of text `at`."""
        start, end = self.first[at : at + 2].tolist()
        names = self.numbers.names(self.stems[start:end])
        return [self._strange_stems.get(token) or name for token, name in enumerate(names, start=start)]

    def stream_of(self, at: int) -> tuple[list[str], list[int]]:
        """The stream of text `at`, with the token of the text that each stem stands at."""
        start, end = int(self.stream.first[at]), int(self.stream.end[at])
        places = (self.stream.tokens[start:end] - self.first[at]).tolist()
        return self.stream_names[start:end], places

    def touched_of(self, at: int) -> list[Touched]:
        """The families that text `at` touches, by places in its stream."""
        start, end = self.stream.first[at], self.stream.end[at]
        found = self.touches
        first, last = np.searchsorted(found.first, [start, end])
        rows = zip(
            found.family[first:last].tolist(),
            (found.first[first:last] - start).tolist(),
            (found.end[first:last] - start).tolist(),
            strict=True,
        )
        return [Touched(*row) for row in rows]


def places_in_each(first: Places, counts: Places) -> tuple[Places, Places]:
    """The places of several runs, each `counts` long from `first` on, one after another; and the run of each."""
    run = np.repeat(np.arange(len(counts)), counts)
    return np.arange(len(run)) + (first - np.cumsum(counts) + counts)[run], run


def passages_of(doc: Doc) -> tuple[Passages, int]:
    """The texts that `doc` is read with, and which of them it is. Raises `KeyError` before its words are read."""
    found: tuple[Passages, int] = doc.user_data[KEPT_AT]
    return found


def each_at_first(docs: Iterable[Doc], read: Callable[[Passages], None]) -> Iterator[Doc]:
    """`docs` as they come, once `read` has read the passages that each belongs to."""
    before: Passages | None = None
    for doc in docs:
        passages, _ = passages_of(doc)
        if passages is not before:
            read(passages)
            before = passages
        yield doc


def _extend_doc() -> None:
    """What a doc holds for readers of one text at a time."""

    def extend(name: str, of: Callable[[Passages, int], object]) -> None:
        Doc.set_extension(name, getter=lambda doc: of(*passages_of(doc)), force=True)

    extend("norms", Passages.norms_of)
    extend("stems", Passages.stems_of)
    extend("stream", Passages.stream_of)
    extend("hits", lambda passages, at: passages.hits.of_text(at))
    extend("candidates", lambda passages, at: passages.candidates[at])
    extend("touched", Passages.touched_of)
    extend(
        "clauses", lambda passages, at: _from_nought(passages.clauses[slice(*passages.first[at : at + 2])])
    )
    extend(
        "sentences",
        lambda passages, at: _from_nought(passages.sentences[slice(*passages.first[at : at + 2])]),
    )


def _from_nought(numbers: Places) -> list[int]:
    return (numbers - numbers[0]).tolist() if len(numbers) else []


_extend_doc()
