"""Worked examples: messages written for training, each with its themes and how the speaker finds them.

One message a line, by who says it: its themes, each with `+` (well), `-` (badly), `~` (both) or `=` (neither),
then `|`, then the words. No themes at all is an example too. Answers stand under the question that they answer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from nlp.codebook import Codebook
from nlp.findings import Speaker, Valence
from nlp.rulefiles import BadRuleFileError, load_one

Harm = Literal["none", "told"]
EXAMPLES = Path(__file__).parents[1] / "examples"
MARKS = {"+": Valence.positive, "-": Valence.negative, "~": Valence.mixed, "=": Valence.neutral}
_LINE = re.compile(r"(?P<themes>(?:[a-z-]+[-+~=] )*)\| (?P<text>\S.*)")


class BySpeaker(BaseModel):
    """Messages, one a line, by who says them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    child: str = ""
    family: str = ""
    staff: str = ""


class WorkedExamples(BySpeaker):
    """One file of examples, some of them `answers` to a question; and what is known of harm in them, where that was
    looked at."""

    harm: Harm | None = None
    answers: dict[str, BySpeaker] = {}


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """One message, and how it is to be read. `question` is what it answers, where it is an answer.

    Where `harm` is "none" the duty lead need not see it, whatever it tells; where it is "told" it is a disclosure.
    """

    text: str
    speaker: Speaker
    themes: dict[str, Valence]
    harm: Harm | None = None
    question: str = ""


def worked_examples(codebook: Codebook, folder: Path = EXAMPLES) -> list[WorkedExample]:
    """Every worked example in `folder`, file by file, each answer to a question once, and each text without one.

    Raises `BadRuleFileError` for a line that cannot be understood, a theme not offered to its speaker, and a
    text that stands twice.
    """
    found: dict[tuple[str, str], WorkedExample] = {}
    for path in sorted(folder.glob("*.yaml")):
        file = load_one(path, WorkedExamples)
        for question, said in (("", file), *file.answers.items()):
            for example in _examples(said, codebook, path):
                key = question, example.text.casefold()
                if key in found:
                    raise BadRuleFileError(
                        path, _line_of(path, example.text), f"stands twice: {example.text!r}"
                    )
                found[key] = replace(example, harm=file.harm, question=question)
    return list(found.values())


def _examples(said: BySpeaker, codebook: Codebook, path: Path) -> Iterator[WorkedExample]:
    for speaker in Speaker:
        offered = codebook.offered_to(speaker)
        for line in getattr(said, speaker.value).splitlines():
            if not line.strip():
                continue
            parts = _LINE.fullmatch(line.strip())
            if parts is None:
                raise BadRuleFileError(path, _line_of(path, line), f"cannot be understood: {line!r}")
            themes = {theme[:-1]: MARKS[theme[-1]] for theme in parts["themes"].split()}
            if unknown := set(themes) - offered:
                told = f"{sorted(unknown)} cannot be told by this speaker: {line!r}"
                raise BadRuleFileError(path, _line_of(path, line), told)
            yield WorkedExample(parts["text"], speaker, themes)


def _line_of(path: Path, words: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if words in line), 1)
