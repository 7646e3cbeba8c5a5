"""What the screen learns from teaches themes as well, where a line begins with them."""

from pathlib import Path

import pytest

from nlp.codebook import shipped_codebook
from nlp.findings import Speaker, Valence
from nlp.rulefiles import BadRuleFileError
from nlp.screening.examples import load_examples
from nlp.trained.worked import WorkedExample, shipped_examples, worked_examples

FILE = """category: neglect
urgent:
  child: |
    practical-help- family-contact+ | mum sold the cooker and nan fed us
    i only get clean stuff on the day you come
review:
  staff: |
    | nobody has seen the twins since friday
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "neglect.yaml").write_text(FILE, encoding="utf-8")
    return tmp_path


def test_a_line_of_the_screen_that_tells_its_themes_teaches_them(folder: Path) -> None:
    found = shipped_examples(shipped_codebook(), folder)
    assert found[-2:] == [
        WorkedExample(
            "mum sold the cooker and nan fed us",
            Speaker.child,
            {"practical-help": Valence.negative, "family-contact": Valence.positive},
        ),
        WorkedExample("nobody has seen the twins since friday", Speaker.staff, {}),
    ]
    assert found[:-2] == worked_examples(shipped_codebook())


def test_the_screen_learns_from_the_words_alone(folder: Path) -> None:
    assert [(example.text, example.level) for example in load_examples(folder)] == [
        ("mum sold the cooker and nan fed us", "urgent"),
        ("i only get clean stuff on the day you come", "urgent"),
        ("nobody has seen the twins since friday", "review"),
    ]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("practical-help | mum sold the cooker", "cannot be understood"),
        ("workload-caseload- | mum sold the cooker", "cannot be told by this speaker"),
    ],
)
def test_themes_that_cannot_be_are_refused_with_their_line(folder: Path, wrong: str, why: str) -> None:
    (folder / "neglect.yaml").write_text(f"category: neglect\nurgent:\n  child: |\n    {wrong}\n")
    with pytest.raises(BadRuleFileError, match=why) as refused:
        shipped_examples(shipped_codebook(), folder)
    assert refused.value.line == 4


def test_a_text_that_stands_among_the_worked_examples_too_is_refused(folder: Path) -> None:
    twice = next(example for example in worked_examples(shipped_codebook()) if not example.question)
    (folder / "neglect.yaml").write_text(f"category: neglect\nurgent:\n  child: |\n    | {twice.text}\n")
    with pytest.raises(BadRuleFileError, match="stands twice"):
        shipped_examples(shipped_codebook(), folder)
