"""How many of the codebook's phrases stand in texts, theme by theme, and how strong they are."""

import numpy as np

from nlp.arrays import Places
from nlp.lexis.hits import Hits, LexiconEntries
from nlp.lexis.lexicon import Strength
from nlp.lexis.tables import distinct
from nlp.trained.features import KINDS
from nlp.trained.standing import Standing

_MORE = (":told", ":different", ":share")
_TOLD, _DIFFERENT, _SHARE = (len(KINDS) + at for at in range(len(_MORE)))
_FEWEST_WORDS = 4


def names_of_phrases(known: LexiconEntries) -> list[str]:
    """What `phrases_of` numbers: of each kind, each theme."""
    return [theme + kind for kind in (*KINDS, *_MORE) for theme in known.themes]


def phrases_of(hits: Hits, words: Places) -> Standing:
    """For each theme of the codebook, how many of its phrases stand in texts of so many `words`, and how strong."""
    known, themes = hits.known, len(hits.known.themes)
    theme, strength = known.theme[hits.entry], known.strength[hits.entry]
    cells, counts = np.unique((hits.text * len(KINDS) + strength) * themes + theme, return_counts=True)
    text, number = np.divmod(cells, themes * len(KINDS))
    strong = number // themes == Strength.strong
    near = np.flatnonzero(strength == Strength.near)
    pairs = distinct(hits.text[near] * len(known.entries) + hits.entry[near])
    far, differing = np.unique(
        pairs // len(known.entries) * themes + known.theme[pairs % len(known.entries)], return_counts=True
    )
    rows = np.concatenate([text, text[strong], far // themes, far // themes])
    numbers = np.concatenate(
        [
            number,
            _TOLD * themes + number[strong] % themes,
            _DIFFERENT * themes + far % themes,
            _SHARE * themes + far % themes,
        ]
    )
    values = np.concatenate(
        [
            np.sqrt(counts),
            np.ones(int(strong.sum())),
            np.sqrt(differing),
            3 * differing / np.maximum(_FEWEST_WORDS, words[far // themes]),
        ]
    )
    order = np.argsort(rows, kind="stable")
    return Standing(rows[order], numbers[order], names_of_phrases(known), values[order])
