"""Lines of JSON in, lines of JSON out: each text with what its reading found, in the order given."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spacy.language import Language

from core.refused import Refused
from nlp.findings import Alert, Reading, Speaker
from nlp.json_lines import BadLineError, object_in
from nlp.pipeline import build_pipeline, made_ready, read
from nlp.time_limit import SECONDS, TooSlow, allowed, time_limit
from nlp.trained.label_model import LabelModel
from nlp.trained.labelled import LabelledText
from nlp.trained.training import tagged

MOST_CHARACTERS = 5_000_000
# So much of a text that takes too long is still screened.
FIRST_PART = 20_000


@dataclass(frozen=True, slots=True)
class GoodLine:
    """One line that can be read."""

    id: Any
    text: str
    speaker: Speaker | None
    question: str | None


@dataclass(frozen=True, slots=True)
class BadLine:
    """One line that cannot; `name` is its id, or its number where it has none."""

    name: dict[str, Any]
    reason: str


def understand(line: bytes, number: int) -> GoodLine | BadLine:
    """What the `number`-th line asks for."""
    try:
        given = object_in(line)
    except BadLineError as bad:
        return BadLine({"line": number}, str(bad))
    if given.get("id") is None:
        return BadLine({"line": number}, "the line has no id")
    name = {"id": given["id"]}
    text = given.get("text")
    if not isinstance(text, str):
        return BadLine(name, "the text is missing, or not a string")
    if len(text) > MOST_CHARACTERS:
        return BadLine(name, f"the text is longer than {MOST_CHARACTERS} characters")
    question = given.get("question") if isinstance(given.get("question"), str) else None
    speaker = given.get("speaker")
    if speaker is None:
        return GoodLine(given["id"], text, None, question)
    if speaker not in tuple(Speaker):
        return BadLine(name, "the speaker is not child, family or staff")
    return GoodLine(given["id"], text, Speaker(speaker), question)


def answers(
    lines: Iterable[bytes], *, first: int = 1, model: LabelModel | None = None
) -> Iterator[dict[str, Any]]:
    """One answer for each of `lines`, in order; a line that cannot be read gets an `error`.

    So does one that takes too long, with the `alerts` of its first part: no disclosure is lost in a long text.
    `model`, where given, adds the labels it gives.
    """
    understood = [understand(line, number) for number, line in enumerate(lines, start=first)]
    asked = [one for one in understood if isinstance(one, GoodLine)]
    found = iter(_found(asked, _pipeline(), model))
    for one in understood:
        if isinstance(one, BadLine):
            yield {**one.name, "error": one.reason}
        else:
            yield {"id": one.id, **next(found)}


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    return made_ready(build_pipeline())


def _found(asked: list[GoodLine], pipeline: Language, model: LabelModel | None) -> list[dict[str, Any]]:
    """What is found in each, or what stopped it: one text never takes the others with it."""
    limit = allowed(sum(len(one.text) for one in asked))
    try:
        with time_limit(limit):
            readings = read(
                [one.text for one in asked],
                [one.speaker for one in asked],
                questions=[one.question or "" for one in asked],
                pipeline=pipeline,
            )
            labels = _labels(model, asked)
            return [as_json(reading) | given for reading, given in zip(readings, labels, strict=True)]
    except Refused:
        raise
    except Exception as problem:
        if len(asked) != 1:
            return [found for one in asked for found in _found([one], pipeline, model)]
        if isinstance(problem, TooSlow):
            return [
                {"error": f"the text took longer than {limit:.0f} seconds", **_first_part(asked[0], pipeline)}
            ]
        return [{"error": f"the text could not be read ({type(problem).__name__})"}]


def _first_part(asked: GoodLine, pipeline: Language) -> dict[str, Any]:
    """The alerts of the first part, where that is read in time."""
    try:
        with time_limit(SECONDS):
            (reading,) = read([asked.text[:FIRST_PART]], [asked.speaker], pipeline=pipeline)
    except Exception:
        return {}
    return {"alerts": _alerts(reading.alerts)}


def _labels(model: LabelModel | None, asked: list[GoodLine]) -> list[dict[str, Any]]:
    if model is None:
        return [{} for _ in asked]
    rows = [LabelledText(one.text, frozenset(), one.question) for one in asked]
    return [{"labels": labels} for labels in tagged(model, rows)]


def as_json(reading: Reading) -> dict[str, Any]:
    """`reading` as plain values for `json.dumps`."""
    return {
        "themes": [
            {
                "theme": found.theme,
                "valence": found.valence.value,
                "score": found.score,
                "start": found.start,
                "end": found.end,
                "source": found.source,
            }
            for found in reading.themes
        ],
        "alerts": _alerts(reading.alerts),
        "redacted": reading.redacted,
        "redactions": [
            {"start": found.start, "end": found.end, "type": found.type} for found in reading.redactions
        ],
        "language": reading.language,
    }


def _alerts(alerts: Iterable[Alert]) -> list[dict[str, Any]]:
    return [
        {"category": found.category, "level": found.level, "start": found.start, "end": found.end}
        for found in alerts
    ]
