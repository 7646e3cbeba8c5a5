"""A label model that reads many texts at once, by columns: what it sees and says is what it would of each alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from nlp.arrays import Column, Floats, Places
from nlp.lexis.hits import LexiconEntries
from nlp.lexis.leaning import Leanings, among
from nlp.lexis.numbers import UNKNOWN, StemNumbers, TypedWords, looked_up
from nlp.lexis.passages import Passages, places_in_each
from nlp.lexis.tables import NONE
from nlp.trained.features import Features, is_spelt, shared_families
from nlp.trained.label_model import LabelModel
from nlp.trained.phrase_cells import names_of_phrases, phrases_of
from nlp.trained.seen import Seen
from nlp.trained.standing import Cells, Standing
from nlp.trained.weighing import beside, once_each, share_of_word


@dataclass(frozen=True, slots=True)
class Sight:
    """What `model` sees of passages: `rows` of its plain table, and the numbers of the stream's stems there.

    `families` is the column of each family touched, `NONE` where it has none.
    """

    model: LabelModel
    rows: csr_matrix
    stems: Places
    families: Places


def sight_of(model: LabelModel, texts: Seen) -> Sight:
    """What `model` sees of the texts that it learnt from."""
    return Sight(
        model,
        model.plain.matrix(texts),
        model.plain.stems_in(texts),
        texts.families.columns(model.plain.families),
    )


class TogetherReader:
    """`model`, with its columns by the numbers that passages are made of."""

    def __init__(self, model: LabelModel, words: TypedWords, numbers: StemNumbers) -> None:
        self.model = model
        self._stems: Column = numbers.column(
            model.plain.word_table.numbers, otherwise=UNKNOWN, dtype=np.int64
        )
        self._families = np.array(
            [model.plain.families.get(number, NONE) for number in range(len(shared_families().names))]
        )
        self._typed = words.column(self._column_of, np.int64)
        self._known: LexiconEntries | None = None
        self._is_spelt = words.column(is_spelt, dtype=bool)
        spelt = np.flatnonzero(self._is_spelt)
        self._by_spelling = np.zeros((len(words.words), len(model.labels)), dtype=np.float32)
        self._by_spelling[spelt] = model.scores_of_words([words.words[at] for at in spelt.tolist()])

    def see(self, passages: Passages, contexts: Sequence[Features]) -> Sight:
        """What the model sees of each text, said in a context such as who speaks."""
        plain, stream = self.model.plain, passages.stream
        stems = looked_up(self._stems, stream.stems)
        families = self._families[passages.touches.family]
        rows = plain.rows(
            plain.word_table.cells_of(stems, stream.rows),
            once_each(families, stream.rows[passages.touches.first]),
            plain.order_table.cells_of(stems, stream.rows, *self._typed_in(passages)),
            beside(self._phrases_in(passages), Standing.told(contexts).cells(plain.context)),
            texts=len(passages),
        )
        return Sight(self.model, rows, stems, families)

    def _typed_in(self, passages: Passages) -> tuple[Places, Places]:
        """The column of each distinct word as it is typed, where it has one, and the text it stands in."""
        columns = passages.marks(self._typed, self._column_of)
        rows, known, _ = once_each(columns, passages.rows)
        return known, rows

    def _column_of(self, typed: str) -> int:
        return self.model.plain.order_table.typed.get(typed, NONE)

    def _phrases_in(self, passages: Passages) -> Cells:
        """The cells of the phrases found; their columns are kept until those of another codebook are."""
        if self._known is not passages.hits.known:
            self._known = passages.hits.known
            column = self.model.plain.phrases.get
            self._phrases = np.array([column(name, NONE) for name in names_of_phrases(self._known)])
        found = phrases_of(passages.hits, passages.stream.counts)
        return Cells(found.rows, self._phrases[found.numbers], found.counts)

    def scores(self, passages: Passages, sight: Sight) -> Floats:
        """Texts by labels, from 0 to 1; a label is given from a half upwards."""
        vectors = [doc._.vector for doc in passages.docs] if self.model.beside else ()
        return self.model.chances(self.model.raw_scores_of(sight.rows, self._spelt(passages), vectors))

    def _spelt(self, passages: Passages) -> Floats:
        """What the distinct words of each text add by their spelling."""
        texts, wide = len(passages), len(self._by_spelling)
        typed = np.where(self._is_spelt[passages.typed], passages.typed, NONE)
        rows, words, _ = once_each(typed, passages.rows)
        strange = dict.fromkeys(
            (int(passages.rows[token]), word) for token, word in passages.strangers.items() if is_spelt(word)
        )
        of_new = np.array([text for text, _ in strange], dtype=np.int64)
        known = np.bincount(rows, minlength=texts)
        counts = known + np.bincount(of_new, minlength=texts)
        shares = np.array([share_of_word(count) for count in counts.tolist()], dtype=np.float32)
        starts = np.concatenate([[0], np.cumsum(known)])
        scores: Floats = csr_matrix((shares[rows], words, starts), shape=(texts, wide)) @ self._by_spelling
        if strange:
            place = {word: at for at, word in enumerate(dict.fromkeys(word for _, word in strange))}
            added = self.model.scores_of_words(list(place))[[place[word] for _, word in strange]]
            np.add.at(scores, of_new, shares[of_new, np.newaxis] * added)
        return scores


def clause_rows(passages: Passages, sight: Sight, texts: Places, inside: Leanings) -> csr_matrix:
    """Rows of words and families in some clauses of a text only: of text `texts[n]` those that hold hits."""
    stream, touches, plain = passages.stream, passages.touches, sight.model.plain
    clause = passages.clauses[stream.tokens] if len(passages.clauses) else stream.tokens
    at, row = places_in_each(stream.first[texts], stream.counts[texts])
    there = among(row, clause[at], inside.told, inside.clauses)
    words = plain.word_table.cells_of(sight.stems[at[there]], row[there])
    first = np.searchsorted(touches.first, stream.first[texts])
    touch, row = places_in_each(first, np.searchsorted(touches.first, stream.end[texts]) - first)
    there = among(row, clause[touches.first[touch]], inside.told, inside.clauses)
    families = once_each(sight.families[touch[there]], row[there])
    return plain.rows_of_meaning(words, families, texts=len(texts))
