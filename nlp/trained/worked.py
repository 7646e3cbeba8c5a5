"""Worked examples: messages written for training, each with its themes and how the speaker finds them.

One message a line, by who says it: its themes, each with `+` (well), `-` (badly), `~` (both) or `=` (neither),
then `|`, then the words. No themes at all is an example too. Answers stand under the question that they answer.

What the screen learns from teaches themes as well where a line begins with them: each message stands once.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from nlp.codebook import Codebook
from nlp.findings import Speaker, Valence
from nlp.rulefiles import BadRuleFileError, load_one

EXAMPLES = Path(__file__).parents[1] / "examples"
OF_THE_SCREEN = EXAMPLES.parent / "screen" / "examples"
MARKS = {"+": Valence.positive, "-": Valence.negative, "~": Valence.mixed, "=": Valence.neutral}
_LINE = re.compile(r"(?P<themes>(?:[a-z-]+[-+~=] )*)\| (?P<text>\S.*)")


class BySpeaker(BaseModel):
    """Messages, one a line, by who says them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    child: str = ""
    family: str = ""
    staff: str = ""


class WorkedExamples(BySpeaker):
    """One file of examples, some of them `answers` to a question; `harmless` where they were written so."""

    harmless: bool = False
    answers: dict[str, BySpeaker] = {}


class ByLevel(BaseModel):
    """Messages of the screen by how soon a person must look."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    category: str
    urgent: BySpeaker = BySpeaker()
    review: BySpeaker = BySpeaker()
    none: BySpeaker = BySpeaker()


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """One message, and how it is to be read. `question` is what it answers, where it is an answer.

    Where it is `harmless` the duty lead need not see it, whatever it tells.
    """

    text: str
    speaker: Speaker
    themes: dict[str, Valence]
    harmless: bool = False
    question: str = ""


def shipped_examples(codebook: Codebook, screen: Path = OF_THE_SCREEN) -> list[WorkedExample]:
    """All that the shipped model learns from: our worked examples, and those of the screen that tell their themes.

    Raises `BadRuleFileError` as `worked_examples` does.
    """
    return _each_once([*_worked(codebook, EXAMPLES), *_of_the_screen(codebook, screen)])


def worked_examples(codebook: Codebook, folder: Path = EXAMPLES) -> list[WorkedExample]:
    """Every worked example in `folder`, file by file, each answer to a question once, and each text without one.

    Raises `BadRuleFileError` for a line that cannot be understood, a theme not offered to its speaker, and a
    text that stands twice.
    """
    return _each_once(_worked(codebook, folder))


def _worked(codebook: Codebook, folder: Path) -> Iterator[tuple[Path, WorkedExample]]:
    offered = {speaker: codebook.offered_to(speaker) for speaker in Speaker}
    for path in sorted(folder.glob("*.yaml")):
        file = load_one(path, WorkedExamples)
        for question, said in (("", file), *file.answers.items()):
            for line, speaker in lines_of(said):
                example = _example(line, speaker, offered[speaker], path)
                yield path, replace(example, harmless=file.harmless, question=question)


def _of_the_screen(codebook: Codebook, folder: Path) -> Iterator[tuple[Path, WorkedExample]]:
    offered = {speaker: codebook.offered_to(speaker) for speaker in Speaker}
    for path in sorted(folder.glob("*.yaml")):
        file = load_one(path, ByLevel)
        for said in (file.urgent, file.review, file.none):
            for line, speaker in lines_of(said):
                if "|" in line:
                    yield path, _example(line, speaker, offered[speaker], path)


def lines_of(said: BySpeaker) -> Iterator[tuple[str, Speaker]]:
    """Each line that holds anything, and who says it."""
    for speaker in Speaker:
        for line in getattr(said, speaker.value).splitlines():
            if line.strip():
                yield line.strip(), speaker


def words_of(line: str) -> str:
    """What is said in a line that may begin with its themes."""
    parts = _LINE.fullmatch(line)
    return parts["text"] if parts else line


def _example(line: str, speaker: Speaker, offered: frozenset[str], path: Path) -> WorkedExample:
    parts = _LINE.fullmatch(line)
    if parts is None:
        raise BadRuleFileError(path, _line_of(path, line), f"cannot be understood: {line!r}")
    themes = {theme[:-1]: MARKS[theme[-1]] for theme in parts["themes"].split()}
    if unknown := set(themes) - offered:
        told = f"{sorted(unknown)} cannot be told by this speaker: {line!r}"
        raise BadRuleFileError(path, _line_of(path, line), told)
    return WorkedExample(parts["text"], speaker, themes)


def _each_once(found: Iterable[tuple[Path, WorkedExample]]) -> list[WorkedExample]:
    each: dict[tuple[str, str], WorkedExample] = {}
    for path, example in found:
        key = example.question, example.text.casefold()
        if key in each:
            raise BadRuleFileError(path, _line_of(path, example.text), f"stands twice: {example.text!r}")
        each[key] = example
    return list(each.values())


def _line_of(path: Path, words: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if words in line), 1)
