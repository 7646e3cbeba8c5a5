"""One spaCy pipeline per process, and `read`: words in, findings out.

Texts are read in batches inside spaCy's memory zone, so nothing of the words stays in the process.
"""

import gc
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from itertools import islice, repeat

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab
from threadpoolctl import threadpool_limits

from nlp import components
from nlp.codebook import READ_WITH, Codebook, shipped_codebook
from nlp.findings import FOUND_AT, Alert, Found, Reading, Redaction, Speaker, ThemeFinding, found_in
from nlp.language_model import LANGUAGE_MODEL, LanguageModel, installed
from nlp.lexis.cleaning import Cleaned, clean
from nlp.lexis.tokenizing import english
from nlp.no_collector import no_collector
from nlp.redact import NOBODY, Familiar
from nlp.trained.label_model import LabelModel

COMPONENTS = (
    components.words.NAME,
    components.clauses.NAME,
    components.lexicon.NAME,
    components.themes.NAME,
    components.screen.NAME,
    components.valence.NAME,
    components.redaction.NAME,
    components.language.NAME,
)

BATCH = 4096
LONGEST = 20_000_000
CARRIERS = "heard_carriers"


class Carriers(threading.local):
    """Docs that carry texts through the pipeline; each thread has its own, and keeps them for the next batch.

    The parts read the text itself, so a doc needs no tokens. To make one takes spaCy as long as to split half a
    message.
    """

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab
        self._docs: list[Doc] = []

    @contextmanager
    def held(self, count: int) -> Iterator[list[Doc]]:
        """So many docs, which hold nothing before and after."""
        self._docs += [Doc(self._vocab) for _ in range(count - len(self._docs))]
        docs = self._docs[:count]
        try:
            yield docs
        finally:
            for doc in docs:
                doc.user_data.clear()


@lru_cache(maxsize=1)
def build_pipeline() -> Language:
    """The whole pipeline with the shipped codebook, and the language model that is installed; built once per process.

    Raises `LanguageModelRefusedError`.
    """
    return pipeline_with(shipped_codebook(), language_model=installed())


@no_collector()
def pipeline_with(
    codebook: Codebook, model: LabelModel | None = None, *, language_model: LanguageModel | None = None
) -> Language:
    """A whole pipeline that reads with `codebook`, with each part of `COMPONENTS`.

    `model` gives the themes in place of the one that comes with Heard. A `language_model` is asked first, for the
    parts that make use of it.
    Raises `PhraseError` for a phrase that cannot be understood.
    """
    pipeline = english()
    pipeline.max_length = LONGEST
    pipeline.meta[READ_WITH] = codebook
    pipeline.meta[components.themes.LEARNT_HERE] = model
    pipeline.meta[CARRIERS] = Carriers(pipeline.vocab)
    if language_model is not None:
        pipeline.meta[LANGUAGE_MODEL] = language_model
        pipeline.add_pipe(components.language_model.NAME)
    for name in COMPONENTS:
        pipeline.add_pipe(name)
    # Rules and models stay for good: the collector need not look through them again for every batch of texts.
    gc.collect()
    gc.freeze()
    # Each process reads on one core; more threads would only wait for each other.
    threadpool_limits(limits=1, user_api="blas")
    return pipeline


def forget_pipelines() -> None:
    """Let go of pipelines that nobody holds any more: `pipeline_with` keeps the collector from looking at them."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def made_ready(pipeline: Language) -> Language:
    """The same, with all loaded that a first reading loads: what is timed from here on is reading alone."""
    list(read([""], pipeline=pipeline))
    return pipeline


def read(
    texts: Iterable[str],
    speakers: Iterable[Speaker | None] | None = None,
    *,
    questions: Iterable[str] | None = None,
    pipeline: Language | None = None,
    familiar: Familiar = NOBODY,
    why: bool = False,
) -> Iterator[Reading]:
    """Read each of `texts`, in order, with the offsets of every finding in the text as given.

    `speakers` says who wrote each text; themes that are not offered to that speaker are not suggested. `questions`
    says what each text answers, "" where that is not known.
    `pipeline` is one that reads with another codebook than the shipped one. Names in `familiar` are taken out of
    the copy wherever they stand. `why` asks for the reasons of themes that the model gives.
    Raises `ValueError` when there are fewer speakers, or questions, than texts.
    """
    said = zip(texts, speakers if speakers is not None else repeat(None), strict=speakers is not None)
    answers = zip(said, questions if questions is not None else repeat(""), strict=questions is not None)
    while batch := list(islice(answers, BATCH)):
        yield from _read_batch(batch, pipeline or build_pipeline(), familiar, why=why)


def _read_batch(
    batch: list[tuple[tuple[str, Speaker | None], str]], pipeline: Language, familiar: Familiar, *, why: bool
) -> list[Reading]:
    for _, part in pipeline.pipeline:
        if isinstance(part, components.redaction.RedactionComponent):
            part.familiar = familiar
        elif isinstance(part, components.themes.ThemeChoice):
            part.says_why = why
    cleaned = [clean(text) for (text, _), _ in batch]
    with no_collector(), pipeline.memory_zone(), pipeline.meta[CARRIERS].held(len(batch)) as docs:
        for doc, text, ((_, speaker), question) in zip(docs, cleaned, batch, strict=True):
            doc.user_data[FOUND_AT] = Found(text.text, speaker, question)
        return [
            _reading(found_in(doc), text)
            for doc, text in zip(pipeline.pipe(docs, batch_size=BATCH), cleaned, strict=True)
        ]


def _reading(found: Found, text: Cleaned) -> Reading:
    themes, alerts, redactions = found.themes, found.alerts, found.redactions
    if text.cuts:
        themes = [_moved_theme(one, text) for one in themes]
        alerts = [_moved_alert(one, text) for one in alerts]
        redactions = [_moved_redaction(one, text) for one in redactions]
    return Reading(
        themes=tuple(themes),
        alerts=tuple(alerts),
        redactions=tuple(redactions),
        redacted=text.text if found.redacted is None else found.redacted,
        language=found.language,
    )


def _moved_theme(found: ThemeFinding, text: Cleaned) -> ThemeFinding:
    start, end = text.span(found.start, found.end)
    reasons = tuple(text.span(*reason) for reason in found.reasons)
    return replace(found, start=start, end=end, reasons=reasons)


def _moved_alert(found: Alert, text: Cleaned) -> Alert:
    start, end = text.span(found.start, found.end)
    return replace(found, start=start, end=end)


def _moved_redaction(found: Redaction, text: Cleaned) -> Redaction:
    return Redaction(*text.span(found.start, found.end), found.type)
