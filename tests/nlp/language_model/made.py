"""Small spaCy models, made here: a table of vectors, one that names people, one that sees words in their places."""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import fix_random_seed
from spacy.vectors import Vectors

WIDTH = 24
SMALL = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 32, "depth": 2,
         "embed_size": 300, "window_size": 1, "maxout_pieces": 2, "subword_features": True}  # fmt: skip

SENTENCES = (
    "i told {} about it", "then {} came to see us", "my worker {} is nice", "i like {} a lot", "{} said no to me",
    "we went to the park with {}", "is {} coming back", "yesterday {} rang my nan", "I told {} about school",
    "Miss {} helped me", "ask {} please", "i was with {} and mum",
)  # fmt: skip
TAUGHT = tuple("Priya bob Jonas amira Kofi wanda 小红 Ewa liam 丽丽 Tomasz 梅梅 mo Zofia".split())  # noqa: SIM905
NAMELESS = (
    "i told them about it", "then they came to see us", "my worker is nice", "i like it a lot", "she said no to me",
    "is it coming back", "thanks for the help", "we went to the park with friends", "I told school about it",
)  # fmt: skip


def with_vectors(
    folder: Path, near: Mapping[str, str], words: Sequence[str], *, name: str = "small", seed: int = 3
) -> Path:
    """A model with a vector for each of `words`, at random, and for each key of `near` one close to its word's."""
    chance = np.random.default_rng(seed)
    table = {word: chance.standard_normal(WIDTH).astype("float32") for word in words}
    for word, other in near.items():
        table[word] = table[other] + 0.1 * chance.standard_normal(WIDTH).astype("float32")
    pipeline = spacy.blank("en")
    pipeline.vocab.vectors = Vectors(
        strings=pipeline.vocab.strings,
        data=np.stack(list(table.values())),
        keys=[pipeline.vocab.strings.add(word) for word in table],
    )
    return kept(pipeline, folder, name)


def that_names_people(folder: Path) -> Path:
    """A model with an `ner` trained for some steps on sentences made up here."""
    fix_random_seed(5)
    pipeline = spacy.blank("en")
    pipeline.add_pipe("ner", config={"model": {"@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner", "extra_state_tokens": False, "hidden_width": 32, "maxout_pieces": 2,
        "use_upper": True, "tok2vec": SMALL}})  # fmt: skip
    examples = [_example(pipeline, sentence, name) for sentence in SENTENCES for name in TAUGHT]
    examples += [_example(pipeline, sentence, "") for sentence in NAMELESS * 8]
    pipeline.initialize(lambda: examples)
    chance = random.Random(1)
    for _ in range(8):
        chance.shuffle(examples)
        for first in range(0, len(examples), 32):
            pipeline.update(examples[first : first + 32], drop=0.2)
    return kept(pipeline, folder, "people")


def in_context(folder: Path) -> Path:
    """A model whose only part is a tok2vec, with no table of vectors."""
    fix_random_seed(5)
    pipeline = spacy.blank("en")
    pipeline.add_pipe("tok2vec", config={"model": SMALL})
    pipeline.initialize()
    return kept(pipeline, folder, "places")


def with_nothing(folder: Path) -> Path:
    """A model that has sentences and no more."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return kept(pipeline, folder, "nothing")


def kept(pipeline: Language, folder: Path, name: str) -> Path:
    pipeline.meta.update({"name": name, "version": "1.2.3"})
    pipeline.to_disk(folder)
    return folder


def _example(pipeline: Language, sentence: str, name: str) -> Example:
    text = sentence.format(name)
    start = sentence.find("{}")
    spans = [(start, start + len(name), "PERSON")] if name else []
    return Example.from_dict(pipeline.make_doc(text), {"entities": spans})
