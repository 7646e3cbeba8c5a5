"""The best sentence of a text: what is said in one sentence of many still counts in full."""

from collections.abc import Callable

import numpy as np

from nlp.arrays import Flags, Floats, Places
from nlp.lexis.passages import Passages
from nlp.trained.seen import Seen


def sentences_of(passages: Passages) -> list[list[str]]:
    """The sentences of each text that has several which hold a word, else none."""
    found: list[list[str]] = [[] for _ in range(len(passages))]
    is_word = passages.marks(passages.words.column(str.isalpha, dtype=bool), str.isalpha)
    first = np.flatnonzero(np.diff(passages.sentences, prepend=-1))
    end = np.append(first[1:], len(is_word))[: len(first)]
    words = np.concatenate([[0], np.cumsum(is_word)])
    spoken = np.flatnonzero(words[end] > words[first])
    (starts, ends), texts = passages.characters, passages.rows[first[spoken]].tolist()
    places = zip(texts, starts[first[spoken]].tolist(), ends[end[spoken] - 1].tolist(), strict=True)
    for text, start, until in places:
        found[text].append(passages.texts[text][start:until])
    return [sentences if len(sentences) > 1 else [] for sentences in found]


def with_best_sentence(score: Callable[[Seen], Floats], texts: Seen, *, share: float) -> Floats:
    """What `score` gives each whole text, drawn by `share` to the most it gives a sentence of it, label by label.

    A text that has no `sentences` is scored as a whole.
    """
    whole = score(texts)
    if texts.sentences is not None and len(texts.sentences[0]):
        owners, sentences = texts.sentences
        several, best, _ = _best_of_each(score(sentences), owners)
        whole[several] += np.float32(share) * (best - whole[several])
    return whole


def told_where(scores: Floats, owners: Places, given: Flags) -> Flags:
    """Which sentence tells each label that its text is `given`: the one with the highest of `scores`.

    `scores` are sentences by labels, `owners` the place of each sentence's text in `given`, in order.
    """
    _, best, of = _best_of_each(scores, owners)
    return np.asarray(given[owners] & (scores >= best[of]))


def _best_of_each(scores: Floats, owners: Places) -> tuple[Places, Floats, Places]:
    """The texts that have sentences, the most that one of each scores, and which of them each sentence is of."""
    several, starts, of = np.unique(owners, return_index=True, return_inverse=True)
    return several, np.maximum.reduceat(scores, starts), of
