"""The best sentence of a text: what is said in one sentence of many still counts in full."""

from collections.abc import Callable, Sequence

import numpy as np
from spacy.tokens import Doc

from nlp.arrays import Flags, Floats, Places
from nlp.trained.features import Seen


def sentences_of(doc: Doc) -> list[str]:
    """The sentences of a text that has several which hold a word, else none."""
    found = [sentence.text for sentence in doc.sents if any(token.is_alpha for token in sentence)]
    return found if len(found) > 1 else []


def with_best_sentence(
    score: Callable[[Sequence[Seen]], Floats], texts: Sequence[Seen], *, share: float
) -> Floats:
    """What `score` gives each whole text, drawn by `share` to the most it gives a sentence of it, label by label.

    A text that has no `sentences` is scored as a whole.
    """
    whole = score(texts)
    owners, sentences = sentences_in(texts)
    if sentences:
        several, best, _ = _best_of_each(score(sentences), owners)
        whole[several] += np.float32(share) * (best - whole[several])
    return whole


def sentences_in(texts: Sequence[Seen]) -> tuple[Places, list[Seen]]:
    """The sentences of those `texts` that have several, each with the place of its text."""
    owners = np.repeat(np.arange(len(texts)), [len(text.sentences) for text in texts])
    return owners, [sentence for text in texts for sentence in text.sentences]


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
