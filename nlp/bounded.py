"""Reading within a time limit: the pipeline runs in a process of its own, which can be ended.

Text that makes the pipeline slow, or breaks it, costs that text its reading and nothing else. The process
holds no database and no key, gets words, gives back what to keep, and ends when its owner does.
"""

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock
from typing import Literal, NamedTuple
from uuid import UUID

from spacy.language import Language

from nlp.codebook import Codebook, shipped_codebook
from nlp.findings import Speaker
from nlp.kept.reading import KeptReading, to_keep
from nlp.language_model import installed
from nlp.lexis.phrases import PhraseError
from nlp.pipeline import forget_pipelines, made_ready, pipeline_with, read
from nlp.redact import NOBODY, Familiar
from nlp.taught.packing import unpacked
from nlp.time_limit import CHARACTERS_AT_ONCE, SECONDS, TooSlow, allowed
from nlp.trained.refused import ModelRefusedError

SECONDS_TO_START = 180.0
TEXTS_AT_ONCE = 64
READY = "ready"

Because = Literal["slow", "failed", "sealed"]


class Text(NamedTuple):
    """What is to be read, who says it, and what it answers."""

    words: str
    speaker: Speaker
    asked: str = ""


class ReadingFailed(Exception):
    """The pipeline, or its process, broke; the message is the kind of fault, never words."""


class ReaderWillNotStart(Exception):
    """The pipeline cannot be built here: nothing can be read, and no text is to blame."""


class CodebookRefused(Exception):
    """No pipeline can be built with this codebook; the message says why, and may be shown."""


class ModelRefused(Exception):
    """The model that was learnt from decisions cannot be used here; the message says why, and may be shown."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the other process answers instead of `READY` when the codebook, or the model, cannot be used."""

    reason: str
    model: bool = False

    def as_fault(self) -> CodebookRefused | ModelRefused:
        """The same, to be raised."""
        return ModelRefused(self.reason) if self.model else CodebookRefused(self.reason)


@dataclass(frozen=True, slots=True)
class ModelToReadWith:
    """A model learnt from decisions: which one, its number, and how to get what it is kept as, which may refuse."""

    id: UUID
    number: int
    packed: Callable[[], bytes] = field(compare=False)


@dataclass(frozen=True, slots=True)
class ReadWith:
    """What the other process is to read with: the shipped codebook and model where they are None."""

    codebook: Codebook | None = None
    packed: bytes | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A text that could not be read, why, and the kind of fault for the log."""

    because: Because
    fault: str = ""


class BoundedReader:
    """Reads texts in another process, each batch within `seconds`, or `allowed` more where one text is longer.

    One caller at a time; others wait.

    The process reads with one codebook and one model. It is given others while it runs, and keeps those it has where
    the new ones are refused. Whatever else goes wrong there ends it, and another is started.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._codebook: Codebook | None = None
        self._model: ModelToReadWith | None = None
        self._one_caller = Lock()
        self._familiar = self._told = NOBODY

    def read(
        self,
        texts: Sequence[Text],
        codebook: Codebook | None = None,
        *,
        model: ModelToReadWith | None = None,
        familiar: Familiar,
    ) -> list[KeptReading | Unread]:
        """What to keep of each text, in order. A batch that fails is read again one by one.

        `codebook` and `model` are what to read with, the shipped ones where they are None; names in `familiar`
        are taken out wherever they stand. Raises `CodebookRefused` and `ModelRefused`.
        """
        with self._one_caller:
            if (codebook, model) != (self._codebook, self._model):
                self._change(codebook, model)
            self._familiar = familiar
            return [found for batch in _batches(texts) for found in self._read_batch(batch)]

    def close(self) -> None:
        """End the other process."""
        if self._process is not None and self._pipe is not None:
            self._pipe.close()
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None
        self._told = NOBODY

    def _read_batch(self, batch: Sequence[Text]) -> list[KeptReading | Unread]:
        try:
            return list(self._ask(batch))
        except (TooSlow, ReadingFailed) as fault:
            if len(batch) == 1:
                return [Unread("slow" if isinstance(fault, TooSlow) else "failed", str(fault))]
        return [found for text in batch for found in self._read_batch([text])]

    def _ask(self, batch: Sequence[Text]) -> list[KeptReading]:
        pipe = self._pipe or self._start(self._codebook, self._model)
        try:
            pipe.send((batch, self._familiar if self._familiar != self._told else None))
            self._told = self._familiar
            if not pipe.poll(allowed(sum(len(words) for words, *_ in batch), self._seconds)):
                self.close()
                raise TooSlow
            answer = pipe.recv()
        except (EOFError, OSError):
            self.close()
            raise ReadingFailed("the reader ended") from None
        if isinstance(answer, str):
            raise ReadingFailed(answer)
        found: list[KeptReading] = answer
        return found

    def _change(self, codebook: Codebook | None, model: ModelToReadWith | None) -> None:
        if self._pipe is None or not self._changed(self._pipe, codebook, model):
            self._start(codebook, model)
        self._codebook, self._model = codebook, model

    def _changed(self, pipe: Connection, codebook: Codebook | None, model: ModelToReadWith | None) -> bool:
        """Whether the process that runs reads with these now; False where it is lost."""
        wanted = ReadWith(codebook, model.packed() if model else None)
        try:
            pipe.send(wanted)
            answer = pipe.recv() if pipe.poll(SECONDS_TO_START) else None
        except (EOFError, OSError):
            answer = None
        if isinstance(answer, Refusal):
            raise answer.as_fault()
        return answer == READY

    def _start(self, codebook: Codebook | None, model: ModelToReadWith | None) -> Connection:
        self.close()
        self._process, self._pipe = _started(ReadWith(codebook, model.packed() if model else None))
        return self._pipe


def _started(wanted: ReadWith) -> tuple[BaseProcess, Connection]:
    """A process that is ready to read. Raises `CodebookRefused`, `ModelRefused` and `ReaderWillNotStart`."""
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_serve, args=(theirs,), name="heard-reader", daemon=True)
    process.start()
    theirs.close()
    answer: object = None
    try:
        ours.send(wanted)
        if ours.poll(SECONDS_TO_START):
            answer = ours.recv()
    except (EOFError, OSError):
        pass
    if answer == READY:
        return process, ours
    ours.close()
    process.kill()
    process.join()
    if isinstance(answer, Refusal):
        raise answer.as_fault()
    raise ReaderWillNotStart("the pipeline cannot be built: see what the worker printed")


def _batches(texts: Sequence[Text]) -> Iterator[Sequence[Text]]:
    start = characters = 0
    for end, (words, *_) in enumerate(texts):
        full = end - start == TEXTS_AT_ONCE or characters + len(words) > CHARACTERS_AT_ONCE
        if full and end > start:
            yield texts[start:end]
            start, characters = end, 0
        characters += len(words)
    if start < len(texts):
        yield texts[start:]


def _serve(pipe: Connection) -> None:
    """The other process: answers what to read with, which comes first, and each batch, until the owner is gone.

    Ctrl-C is for the owner, who finishes its job first and still needs an answer.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipeline: Language | None = None
    familiar = NOBODY
    while True:
        try:
            asked = pipe.recv()
        except (EOFError, OSError):
            return
        if isinstance(asked, ReadWith):
            other, answer = _made(asked)
            pipeline = other or pipeline
            del asked, other
            forget_pipelines()
            pipe.send(answer)
        else:
            batch, news = asked
            familiar = familiar if news is None else news
            pipe.send(_read(batch, pipeline, familiar))
            del asked, batch


def _made(wanted: ReadWith) -> tuple[Language | None, str | Refusal]:
    """A pipeline that is ready, or None; and what is to be answered."""
    try:
        model = unpacked(wanted.packed) if wanted.packed is not None else None
        codebook = wanted.codebook or shipped_codebook()
        return made_ready(pipeline_with(codebook, model, language_model=installed())), READY
    except ModelRefusedError as refused:
        return None, Refusal(str(refused), model=True)
    except PhraseError as refused:
        return None, Refusal(str(refused))


def _read(batch: Sequence[Text], pipeline: Language | None, familiar: Familiar) -> list[KeptReading] | str:
    """What to keep, or the name of the fault: its message may hold words, so it stays here."""
    words, speakers, questions = zip(*batch, strict=True)
    try:
        readings = read(words, speakers, questions=questions, pipeline=pipeline, familiar=familiar, why=True)
        return [to_keep(text, reading) for text, reading in zip(words, readings, strict=True)]
    except Exception as fault:
        return type(fault).__name__
