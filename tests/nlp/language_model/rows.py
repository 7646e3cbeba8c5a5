"""Labelled lines in which many words mean one of two things, and a table of vectors that knows them and some more."""

from pathlib import Path

from nlp.language_model import LanguageModel, load_language_model
from nlp.trained.labelled import LabelledText
from tests.nlp.language_model.made import with_vectors

LISTENED = "listens hears heeds attends understands minds notices follows gets grasps sees asks".split()  # noqa: SIM905
RANG = "rings phones calls texts emails writes replies answers messages visits returns dials faxes".split()  # noqa: SIM905
OTHER = "cooks sings swims paints runs jumps sleeps dances skates drives reads knits plants climbs".split()  # noqa: SIM905
PLACES = ("she {} today", "my worker {} and that is that", "he {} in the morning", "nobody {} here at all")
# Words that no line holds: the vectors know them, the lines do not.
UNSEEN = {"zibbles": "listens", "vorps": "rings", "quaffs": "sleeps"}

ROWS = [
    LabelledText(PLACES[at % len(PLACES)].format(word), frozenset({label} if label else ()), None)
    for label, words in (("listened-to", LISTENED), ("contact-speed", RANG), ("", OTHER))
    for at, word in enumerate(words)
]


def table(folder: Path, *, seed: int = 3, name: str = "small") -> LanguageModel:
    """A language model in which the words of each meaning lie near each other."""
    near = {word: words[0] for words in (LISTENED, RANG, OTHER) for word in words[1:]} | UNSEEN
    ordinary = sorted({word for place in PLACES for word in place.replace("{}", "").split()})
    words = [LISTENED[0], RANG[0], OTHER[0], *ordinary]
    return load_language_model(str(with_vectors(folder, near, words, seed=seed, name=name)))
