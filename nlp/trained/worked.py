"""Worked examples: messages written for training, each with its themes and how the speaker finds them.

One message a line, by who says it: its themes, each with `+` (well), `-` (badly), `~` (both) or `=` (neither),
then `|`, then the words. No themes at all is an example too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
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


class WorkedExamples(BaseModel):
    """One file of examples, by who says them; and what is known of harm in them, where that was looked at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    harm: Harm | None = None
    child: str = ""
    family: str = ""
    staff: str = ""


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """One message, and how it is to be read.

    Where `harm` is "none" the duty lead need not see it, whatever it tells; where it is "told" it is a disclosure.
    """

    text: str
    speaker: Speaker
    themes: dict[str, Valence]
    harm: Harm | None = None


def worked_examples(codebook: Codebook, folder: Path = EXAMPLES) -> list[WorkedExample]:
    """Every worked example in `folder`, file by file, each text once.

    Raises `BadRuleFileError` for a line that cannot be understood, a theme not offered to its speaker, and a
    text that stands twice.
    """
    found: dict[str, WorkedExample] = {}
    for path in sorted(folder.glob("*.yaml")):
        for example in _in_file(path, codebook):
            if example.text.casefold() in found:
                raise BadRuleFileError(path, _line_of(path, example.text), f"stands twice: {example.text!r}")
            found[example.text.casefold()] = example
    return list(found.values())


def _in_file(path: Path, codebook: Codebook) -> Iterator[WorkedExample]:
    file = load_one(path, WorkedExamples)
    for speaker in Speaker:
        offered = codebook.offered_to(speaker)
        for line in getattr(file, speaker.value).splitlines():
            if not line.strip():
                continue
            parts = _LINE.fullmatch(line.strip())
            if parts is None:
                raise BadRuleFileError(path, _line_of(path, line), f"cannot be understood: {line!r}")
            themes = {theme[:-1]: MARKS[theme[-1]] for theme in parts["themes"].split()}
            if unknown := set(themes) - offered:
                told = f"{sorted(unknown)} cannot be told by this speaker: {line!r}"
                raise BadRuleFileError(path, _line_of(path, line), told)
            yield WorkedExample(parts["text"], speaker, themes, file.harm)


def _line_of(path: Path, words: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if words in line), 1)
