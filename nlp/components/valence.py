"""Gives each candidate theme its valence: by the trained reader, and by rules where there is none."""

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from nlp.components import themes
from nlp.deciding import Candidate
from nlp.findings import ThemeFinding, Valence
from nlp.lexis.phrases import PhraseStems
from nlp.lexis.telling import Telling, ValenceLexicon
from nlp.lexis.tones import valence_rules
from nlp.trained.features import Seen
from nlp.trained.label_model import LabelModel
from nlp.trained.valence_model import Told

NAME = "heard_valence"


@Language.factory(NAME)
def make_valence(nlp: Language, name: str) -> "ThemeValence":
    before = nlp.get_pipe(themes.NAME) if themes.NAME in nlp.pipe_names else None
    return ThemeValence(nlp, model=before.model if isinstance(before, themes.ThemeChoice) else None)


class ThemeValence:
    """Turns `doc._.candidates` into `doc._.themes`."""

    def __init__(self, nlp: Language, *, model: LabelModel | None) -> None:
        self._lexicon = ValenceLexicon(valence_rules(), PhraseStems(nlp))
        self._model = model

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """The same for many, read together."""
        for batch in minibatch(docs, size=batch_size):  # type: ignore[no-untyped-call]
            valences = iter(self._valences(batch))
            for doc in batch:
                if candidates := doc._.candidates:
                    doc._.themes = [
                        ThemeFinding(
                            theme=found.theme,
                            valence=next(valences),
                            score=found.score,
                            start=doc[found.start].idx,
                            end=doc[found.end - 1].idx + len(doc[found.end - 1]),
                            source=found.source,
                            reasons=tuple(
                                (doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
                                for start, end in found.reasons
                            ),
                        )
                        for found in candidates
                    ]
                yield doc

    def _valences(self, docs: Iterable[Doc]) -> list[Valence]:
        trained = self._model.valence if self._model else None
        by_rules: list[Valence] = []
        told: list[Told] = []
        for doc in docs:
            candidates = doc._.candidates
            if not candidates:
                continue
            telling = self.telling(doc)
            if trained is None or self._model is None:
                by_rules += [telling.valence(found.hits) for found in candidates]
            else:
                told += what_is_told(doc, candidates, telling)
        return trained.valences(told, self._model.plain) if trained and self._model else by_rules

    def telling(self, doc: Doc) -> Telling:
        """Where the doc speaks well or ill."""
        return Telling(
            self._lexicon,
            stems=doc._.stems,
            stream=doc._.stream,
            clauses=doc._.clauses,
            sentences=doc._.sentences,
        )


def what_is_told(doc: Doc, candidates: Iterable[Candidate], telling: Telling) -> list[Told]:
    """What a trained reader of valence sees of each candidate theme of a doc."""
    stems, places = doc._.stream
    clauses, touched, message = doc._.clauses, doc._.touched, doc._.seen
    clause_of = [clauses[place] for place in places]
    told = []
    for found in candidates:
        inside = telling.clauses_of(found.hits)
        clause = Seen(
            stems=[stem for stem, number in zip(stems, clause_of, strict=True) if number in inside],
            families={family for family, first, _ in touched if clause_of[first] in inside},
            phrases={},
            spellings=(),
            context=(),
        )
        told.append(Told(found.theme, message, clause, telling.leaning(found.hits)))
    return told
