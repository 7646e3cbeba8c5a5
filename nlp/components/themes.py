"""Decides which themes to suggest, leaving out those that are not offered to the speaker."""

import logging
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from nlp.codebook import Codebook, codebook_of
from nlp.deciding import Candidate, by_lexicon, by_model
from nlp.features import seen
from nlp.findings import Speaker
from nlp.label_model import LabelModel, ModelRefusedError
from nlp.landing import Landing
from nlp.shipped import BUILT, shipped_version

NAME = "heard_themes"

log = logging.getLogger(__name__)

if not Doc.has_extension("candidates"):
    Doc.set_extension("candidates", default=[])


@Language.factory(NAME)
def make_themes(nlp: Language, name: str) -> "ThemeChoice":
    return ThemeChoice(model=built_model(), codebook=codebook_of(nlp))


def built_model(folder: Path = BUILT) -> LabelModel | None:
    """The model that `heard nlp build` made, or nothing, with a line in the log, when it cannot be used."""
    try:
        return LabelModel.load(folder, version=shipped_version())
    except ModelRefusedError as refused:
        log.warning("themes are read by the lexicon alone: %s; run `heard nlp build`", refused)
        return None


class ThemeChoice:
    """Leaves on `doc._.candidates` the themes to suggest: by the model, and by the lexicon where it has none."""

    def __init__(self, *, model: LabelModel | None, codebook: Codebook) -> None:
        self._landing = Landing(codebook)
        self._offered = {speaker: codebook.offered_to(speaker) for speaker in Speaker}
        self._model = model
        learnt = zip(model.labels, np.isfinite(model.thresholds), strict=True) if model else ()
        self._learnt = frozenset(label for label, finite in learnt if finite)

    def __call__(self, doc: Doc) -> Doc:
        candidates = self._landing.landed(self._candidates(doc), hits=doc._.hits)
        speaker = doc._.speaker
        if speaker is not None:
            offered = self._offered[speaker]
            candidates = [candidate for candidate in candidates if candidate.theme in offered]
        doc._.candidates = candidates
        return doc

    def _candidates(self, doc: Doc) -> list[Candidate]:
        alone = [one for one in by_lexicon(doc._.hits) if one.theme not in self._learnt]
        if self._model is None:
            return alone
        speaker = doc._.speaker
        text = seen(doc, context=[speaker.value if speaker else ""])
        scores = self._model.scores(text)
        return [*by_model(self._model, scores.tolist(), doc._.hits, doc._.stream), *alone]
