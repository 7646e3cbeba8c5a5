"""One lesson: a model learns from the worked examples and what people decided, and is measured beside the one in use.

Pure of database and keys: it runs in a process of its own (`nlp.taught.apart`).
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from spacy.tokens import Doc
from spacy.vocab import Vocab

from nlp.arrays import Flags
from nlp.codebook import Codebook, shipped_codebook
from nlp.components.themes import ThemeChoice, built_model
from nlp.findings import FOUND_AT, Found, Speaker, Valence
from nlp.no_collector import no_collector
from nlp.taught.packing import learnt_by, packed, unpacked
from nlp.taught.promotion import Compared
from nlp.taught.splitting import Decided, Split, fingerprint
from nlp.trained.context import context_of
from nlp.trained.fitting import DECIDED, fit
from nlp.trained.label_model import LabelModel
from nlp.trained.looking import Looking
from nlp.trained.seen import seen
from nlp.trained.shipped import shipped_version
from nlp.trained.training import ENOUGH_EXAMPLES, flags
from nlp.trained.training_valence import train_valence
from nlp.trained.worked import WorkedExample, shipped_examples

# A worked example was made up for every authority; a decided passage is what this one hears.
COUNTS_AS = 3.0
FEWEST_TO_LEARN = 20

Tell = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What to learn from and measure on. `in_use` is the model in use, None for the one that came with Heard.

    `examples_every` takes each so-manieth worked example only. Where `learn` is empty, the model in use is
    measured and nothing is learnt.
    """

    codebook: Codebook
    learn: tuple[Decided, ...]
    held_back: tuple[Decided, ...]
    in_use: bytes | None
    examples_every: int = 1


@dataclass(frozen=True, slots=True)
class Learnt:
    """What came out: the new model, if there is one, and what it and the one in use found in `held_back`."""

    version: str | None
    model: bytes | None
    compared: Compared


def lesson_of(split: Split, *, codebook: Codebook, in_use: bytes | None, learns: bool, every: int) -> Lesson:
    """The lesson for decisions that are split."""
    learn = split.learn if learns else ()
    return Lesson(codebook, learn, split.held_back, in_use, every)


def take(lesson: Lesson, tell: Tell) -> Learnt:
    """Learn and measure. `tell` hears what is done now, and how far the whole is, from 0 to 1.

    Raises `ModelRefusedError` when the model in use is damaged.
    """
    tell("Looking at the worked examples", 0.02)
    look = Looking(lesson.codebook)
    examples = shipped_examples(shipped_codebook())[:: lesson.examples_every]
    in_use = unpacked(lesson.in_use) if lesson.in_use is not None else built_model()
    seen_before = {fingerprint(example.text) for example in examples}
    if lesson.in_use is not None:
        seen_before |= learnt_by(lesson.in_use)
    held_back = [one for one in lesson.held_back if fingerprint(one.text) not in seen_before]
    new: LabelModel | None = None
    if lesson.learn:
        new = _learnt(look, examples, lesson, tell)
    tell("Measuring on what was held back", 0.95)
    compared = compare(look, lesson.codebook, held_back, in_use=in_use, new=new or in_use)
    if new is None:
        return Learnt(None, None, compared)
    learnt = {fingerprint(one.text) for one in lesson.learn}
    return Learnt(new.version, packed(new, learnt=learnt), compared)


def compare(
    look: Looking,
    codebook: Codebook,
    passages: Sequence[Decided],
    *,
    in_use: LabelModel | None,
    new: LabelModel | None,
) -> Compared:
    """What people decided in these passages, and what two models would suggest on the page."""
    themes = [theme.slug for theme in codebook.themes if theme.in_use]
    number: dict[object, int] = {}
    messages = [number.setdefault(one.message, len(number)) for one in passages]
    old_found = _suggested(look, codebook, passages, in_use)
    new_found = old_found if new is in_use else _suggested(look, codebook, passages, new)
    return Compared(
        themes=themes,
        messages=np.array(messages, dtype=np.int64),
        truth=_table([one.yes for one in passages], themes),
        known=_table([one.yes.keys() | one.no for one in passages], themes),
        asked=_table([one.asked for one in passages], themes),
        in_use=_table(old_found, themes),
        new=_table(new_found, themes),
    )


@no_collector()
def _learnt(look: Looking, examples: Sequence[WorkedExample], lesson: Lesson, tell: Tell) -> LabelModel:
    shipped, codebook = shipped_codebook(), lesson.codebook
    labels = list(dict.fromkeys([*shipped.slugs(), *codebook.slugs()]))
    said = [example.text for example in examples] + [one.text for one in lesson.learn]
    contexts = [context_of(one.speaker, one.question) for one in examples]
    contexts += [context_of(one.speaker, one.question) for one in lesson.learn]
    themes = [example.themes for example in examples]
    themes += [{theme: Valence(how) for theme, how in one.yes.items()} for one in lesson.learn]
    passages = look(said)
    texts = seen(passages, contexts)
    offered = [shipped.offered_to(example.speaker) for example in examples] + [
        codebook.offered_to(Speaker(one.speaker)) for one in lesson.learn
    ]
    of_examples = frozenset(shipped.slugs())
    known = [of_examples] * len(examples) + [one.no | one.yes.keys() for one in lesson.learn]
    weights = np.ones(len(texts), dtype=np.float32)
    weights[len(examples) :] = weight_of_decided(len(examples), len(lesson.learn))
    given = flags(themes, labels)
    model, _ = fit(
        texts,
        given,
        labels=labels,
        version=version_of(lesson),
        offered=flags(offered, labels),
        known=flags(known, labels),
        weights=weights,
        settings=DECIDED,
        tell=lambda share: tell("Learning which words show which theme", 0.05 + 0.75 * share),
    )
    model.thresholds[given.sum(axis=0) < ENOUGH_EXAMPLES] = np.inf
    tell("Learning how people find it", 0.85)
    valence = train_valence(model, passages, texts, themes)
    return replace(model, valence=valence)


def weight_of_decided(examples: int, decided: int) -> float:
    """How many worked examples one decided passage counts as.

    Rationale: the examples were made up and a decided passage is what is read here, so it counts for more; but all
    of them together never for more than the examples, which hold what few people have said here yet.
    """
    return max(1.0, min(COUNTS_AS, examples / max(1, decided)))


def version_of(lesson: Lesson) -> str:
    """What a model learnt from, as twelve letters: the same decisions and rules give the same."""
    digest = hashlib.sha256(f"{shipped_version()} {lesson.examples_every}".encode())
    for one in sorted(
        f"{one.text}\0{one.speaker}\0{sorted(one.yes.items())}\0{sorted(one.no)}" for one in lesson.learn
    ):
        digest.update(one.encode("utf-8", "replace"))
    return digest.hexdigest()[:12]


def _suggested(
    look: Looking, codebook: Codebook, passages: Sequence[Decided], model: LabelModel | None
) -> list[set[str]]:
    # The stems that the model knows get their numbers before texts are read.
    choice = ThemeChoice(model=model, codebook=codebook)
    found, vocab = look(one.text for one in passages), Vocab()
    docs = [Doc(vocab) for _ in passages]
    for doc, one, text in zip(docs, passages, found.texts, strict=True):
        doc.user_data[FOUND_AT] = Found(text, Speaker(one.speaker))
    found.carried_by(docs)
    choice.read(found)
    return [{one.theme for one in candidates} for candidates in found.candidates]


def _table(found: Sequence[Iterable[str]], themes: Sequence[str]) -> Flags:
    return flags(found, themes) if found else np.zeros((0, len(themes)), dtype=bool)
