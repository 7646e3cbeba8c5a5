"""Decides which themes to suggest, leaving out those that are not offered to the speaker."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from nlp.codebook import Codebook, codebook_of
from nlp.codebook.landing import Landing
from nlp.deciding import Candidate, WordsFound, by_lexicon, by_model
from nlp.findings import Speaker
from nlp.language_model import LanguageModel, language_model_of
from nlp.reasons import Row, reasons
from nlp.trained.features import seen, seen_with_vector
from nlp.trained.label_model import LabelModel, ModelRefusedError
from nlp.trained.shipped import BUILT, BUILT_WITH_VECTORS, shipped_version

NAME = "heard_themes"
# Where a pipeline is told of a model that was learnt from what people decide.
LEARNT_HERE = "heard_model"

log = logging.getLogger(__name__)

for _extension in ("candidates", "seen"):
    if not Doc.has_extension(_extension):
        Doc.set_extension(_extension, default=None)


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
            return LabelModel.load(
                folder / BUILT_WITH_VECTORS.name,
                version=shipped_version(language_model),
                language_model=language_model,
            )
        except ModelRefusedError as refused:
            log.warning("themes are read without the language model: %s; run `heard nlp build`", refused)
    return built_model(folder / BUILT.name)


def built_model(folder: Path = BUILT) -> LabelModel | None:
    """The model that `heard nlp build` made, or nothing, with a line in the log, when it cannot be used."""
    try:
        return LabelModel.load(folder, version=shipped_version())
    except ModelRefusedError as refused:
        log.warning("themes are read by the lexicon alone: %s; run `heard nlp build`", refused)
        return None


class ThemeChoice:
    """Leaves on `doc._.candidates` the themes to suggest: by the model, and by the lexicon where it has none.

    `doc._.seen` is what the model saw, for whatever reads on. Where it `says_why`, each candidate of the model
    tells the words that spoke most for it.
    """

    def __init__(self, *, model: LabelModel | None, codebook: Codebook) -> None:
        self._landing = Landing(codebook)
        self._offered = {speaker: codebook.offered_to(speaker) for speaker in Speaker}
        self.model = model
        self.says_why = False
        self._look = seen_with_vector if model and model.beside else seen
        self._labels = {label: at for at, label in enumerate(model.labels)} if model else {}
        learnt = zip(model.labels, np.isfinite(model.thresholds), strict=True) if model else ()
        self._learnt = frozenset(label for label, finite in learnt if finite)

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """The same for many, scored together."""
        for batch in minibatch(docs, size=batch_size):  # type: ignore[no-untyped-call]
            rows, scores = self._scores(batch)
            for at, doc in enumerate(batch):
                doc._.candidates = self._candidates(doc, None if scores is None else scores[at])
                if rows is not None and self.says_why:
                    self._say_why(doc, Row(*_cells(rows, at)))
                yield doc

    def _scores(self, docs: list[Doc]) -> tuple[csr_matrix | None, npt.NDArray[np.float32] | None]:
        """The docs' rows of the model's plain table, and their scores."""
        if self.model is None:
            return None, None
        texts = [self._look(doc, context=[doc._.speaker.value if doc._.speaker else ""]) for doc in docs]
        for doc, text in zip(docs, texts, strict=True):
            doc._.seen = text
        rows = self.model.plain.matrix(texts)
        return rows, self.model.scores_of(rows, texts)

    def _say_why(self, doc: Doc, row: Row) -> None:
        """Give each candidate of the model the words that spoke most for it."""
        model = self.model
        assert model is not None  # noqa: S101 - there are rows only where there is a model
        silent = [found for found in doc._.candidates if not found.reasons]
        if not silent:
            return
        said = reasons(model, [self._labels[found.found_as] for found in silent], row, doc)
        why = {found.theme: spans for found, spans in zip(silent, said, strict=True)}
        doc._.candidates = [
            replace(found, reasons=why.get(found.theme, found.reasons)) for found in doc._.candidates
        ]

    def _candidates(self, doc: Doc, scores: npt.NDArray[np.float32] | None) -> list[Candidate]:
        hits = doc._.hits
        found = [one for one in by_lexicon(hits) if one.theme not in self._learnt]
        if self.model is not None and scores is not None:
            found = [*by_model(self.model, scores, WordsFound.of(doc)), *found]
        found = self._landing.landed(found, hits=hits)
        speaker = doc._.speaker
        if speaker is None:
            return found
        offered = self._offered[speaker]
        return [one for one in found if one.theme in offered]


def _cells(rows: csr_matrix, at: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    """The columns and values of one row."""
    part = slice(rows.indptr[at], rows.indptr[at + 1])
    return rows.indices[part], rows.data[part]
