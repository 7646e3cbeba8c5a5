"""Worked examples: messages written for training, each with its themes and how the speaker finds them."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from nlp.codebook import Codebook
from nlp.findings import Speaker, Valence
from nlp.rulefiles import BadRuleFileError, load_one

EXAMPLES = Path(__file__).parent / "examples"


class WorkedExample(BaseModel):
    """One message, and how it is to be read; no themes at all is an example too."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    speaker: Speaker
    themes: dict[str, Valence]


class WorkedExamples(BaseModel):
    """One file of examples."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    examples: Annotated[tuple[WorkedExample, ...], Field(min_length=1)]


def worked_examples(codebook: Codebook, folder: Path = EXAMPLES) -> list[WorkedExample]:
    """Every worked example in `folder`, file by file. Raises `BadRuleFileError` for a theme not offered there."""
    found: list[WorkedExample] = []
    for path in sorted(folder.glob("*.yaml")):
        for example in load_one(path, WorkedExamples).examples:
            unknown = set(example.themes) - codebook.offered_to(example.speaker)
            if unknown:
                raise BadRuleFileError(
                    path, 1, f"{sorted(unknown)} cannot be told by this speaker: {example.text!r}"
                )
            found.append(example)
    return found
