"""Decides which themes to suggest, leaving out those that are not offered to the speaker."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from spacy.language import Language
from spacy.tokens import Doc

from core.reading_settings import ReadingSettings
from nlp.built_files import log, newest
from nlp.codebook import Codebook, codebook_of
from nlp.codebook.landing import Landing
from nlp.components.reads_together import ReadsTogether
from nlp.deciding import Candidate, by_lexicon, by_model
from nlp.findings import Speaker, found_in
from nlp.language_model import LanguageModel, identity_of, language_model_of
from nlp.lexis.hits import Hits
from nlp.lexis.lexicon import Hit
from nlp.lexis.numbers import stem_numbers, typed_words
from nlp.lexis.passages import Passages, passages_of
from nlp.reasons import Row, reasons, strengths
from nlp.trained import kept_model
from nlp.trained.context import context_of
from nlp.trained.label_model import LabelModel
from nlp.trained.refused import ModelRefusedError
from nlp.trained.shipped import BUILT, BUILT_WITH_VECTORS, shipped_version
from nlp.trained.together import Sight, TogetherReader

NAME = "heard_themes"
# Where a pipeline is told of a model that was learnt from what people decide.
LEARNT_HERE = "heard_model"


@Language.factory(NAME)
def make_themes(nlp: Language, name: str) -> "ThemeChoice":
    model = nlp.meta.get(LEARNT_HERE) or model_to_read_with(language_model_of(nlp))
    return ThemeChoice(model=model, codebook=codebook_of(nlp))


def model_to_read_with(
    language_model: LanguageModel | None, folder: Path = BUILT.parent
) -> LabelModel | None:
    """Of the models in `folder` the one built with the vectors of this language model, or else the one without.

    Nothing where neither can be used; the log says why.
    """
    if language_model is not None and language_model.width:
        try:
            return kept_model.load(
                folder / BUILT_WITH_VECTORS.name,
                version=shipped_version(language_model.identity),
                language_model=language_model,
            )
        except ModelRefusedError as refused:
            log.warning("themes are read without the language model: %s; run `heard nlp build`", refused)
    return built_model(folder / BUILT.name)


def built_model(folder: Path = BUILT) -> LabelModel | None:
    """The model that `heard nlp build` made in `folder`, or nothing, with a line in the log, where none can be used.

    One that was built before will do while it was learnt with the rules of now, whatever examples it learnt from.
    """

    def load(built: Path) -> LabelModel:
        return kept_model.load(
            built / folder.name, version=shipped_version() if built == folder.parent else None
        )

    return newest(load, folder.parent, without="themes are read by the lexicon alone").model


@cache
def trouble() -> str:
    """What is wrong with the newest model of themes, looked at once in a process, which need not read with it."""
    name = ReadingSettings().language_model
    language_model = identity_of(name) if name else None
    vectors = language_model if language_model and language_model.width else None
    try:
        kept_model.check(BUILT_WITH_VECTORS if vectors else BUILT, version=shipped_version(vectors))
    except ModelRefusedError as refused:
        log.error("%s; run `heard nlp build` and start again", refused)
        return str(refused)
    return ""


class Asked(NamedTuple):
    """What the model says of one label: its score, and how much each token of the doc speaks for it."""

    score: float
    strength: list[float]


class ThemeChoice(ReadsTogether):
    """Leaves the themes to suggest as candidates: by the model, and by the lexicon where it has none.

    What the model saw is left beside them, for whatever reads on. Where it `says_why`, each candidate of the model
    tells the words that spoke most for it.
    """

    def __init__(self, *, model: LabelModel | None, codebook: Codebook) -> None:
        self._landing = Landing(codebook)
        self._offered = {speaker: codebook.offered_to(speaker) for speaker in Speaker}
        self.model = model
        self.says_why = False
        self._reader = TogetherReader(model, typed_words(), stem_numbers()) if model else None
        self._labels = {label: at for at, label in enumerate(model.labels)} if model else {}
        learnt = zip(model.labels, np.isfinite(model.thresholds), strict=True) if model else ()
        self._learnt = frozenset(label for label, finite in learnt if finite)

    def read(self, passages: Passages) -> None:
        found = [found_in(doc) for doc in passages.docs]
        passages.sight = None
        by_model_too: Sequence[list[Candidate]] = [[]] * len(passages)
        if self._reader is not None:
            contexts = [context_of(one.speaker or "", one.question) for one in found]
            sight = passages.sight = self._reader.see(passages, contexts)
            by_model_too = by_model(passages, sight, self._reader.scores(passages, sight))
        beside = self._beside_model(passages.hits)
        passages.candidates = [
            self._chosen(candidates, beside.get(at, ()), one.speaker)
            for at, (candidates, one) in enumerate(zip(by_model_too, found, strict=True))
        ]
        if self.says_why and passages.sight is not None:
            for at, doc in enumerate(passages.docs):
                passages.candidates[at] = self._with_reasons(passages.candidates[at], doc, at, passages.sight)

    def asked(self, doc: Doc) -> dict[str, Asked]:
        """What the model says of each label that it learnt, of a doc that was read; nothing without a model."""
        passages, at = passages_of(doc)
        sight = passages.sight
        if self._reader is None or sight is None:
            return {}
        scores = self._reader.scores(passages, sight)[at].tolist()
        learnt = [label for label in self._labels if label in self._learnt]
        numbers = [self._labels[label] for label in learnt]
        spoken = strengths(sight.model, numbers, Row(*_cells(sight.rows, at)), doc)
        said = zip(learnt, numbers, spoken, strict=True)
        return {label: Asked(scores[number], strength) for label, number, strength in said}

    def _with_reasons(self, found: list[Candidate], doc: Doc, at: int, sight: Sight) -> list[Candidate]:
        """The same, each candidate of the model with the words that spoke most for it."""
        silent = [self._labels[one.found_as] for one in found if not one.reasons]
        if not silent:
            return found
        said = iter(reasons(sight.model, silent, Row(*_cells(sight.rows, at)), doc))
        return [one if one.reasons else one._replace(reasons=next(said)) for one in found]

    def _beside_model(self, hits: Hits) -> dict[int, list[Hit]]:
        """By text the hits that may make a candidate of their own."""
        if self._landing.own_phrases or not self._learnt.issuperset(hits.known.themes):
            by_text: dict[int, list[Hit]] = {}
            for text, hit in hits.listed():
                by_text.setdefault(text, []).append(hit)
            return by_text
        return {}

    def _chosen(
        self, by_model_too: list[Candidate], hits: Sequence[Hit], speaker: Speaker | None
    ) -> list[Candidate]:
        unlearnt = [hit for hit in hits if hit.entry.theme not in self._learnt]
        found = [*by_model_too, *by_lexicon(unlearnt)] if unlearnt else by_model_too
        found = self._landing.landed(found, hits=hits)
        if speaker is None:
            return found
        offered = self._offered[speaker]
        return [one for one in found if one.theme in offered]


def _cells(rows: csr_matrix, at: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    """The columns and values of one row."""
    part = slice(rows.indptr[at], rows.indptr[at + 1])
    return rows.indices[part], rows.data[part]
