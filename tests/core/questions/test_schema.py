"""What a question set may say, and how a bad one is refused."""

from pathlib import Path

import pytest

from core.questions.schema import QuestionSetDefinition
from core.questions.shipped import load_sets
from core.questions.yaml_files import BadDataFile, read_text

VISIT = """\
key: visit
title: A visit
audience: parent-carer
speaker: family
look: public
reading_age: 9
sections:
  - key: before
    title: Before
    questions:
      - key: told
        kind: choice
        ask: Were you told we would come?
        options:
          - {key: yes, label: Yes}
          - {key: no, label: No}
      - key: why-not
        kind: text
        ask: What happened?
        show_if: {question: told, is: no}
      - key: after
        kind: text
        ask: What happened after?
        show_if: {question: why-not, answered: true}
"""


def read(text: str) -> QuestionSetDefinition:
    return read_text(text, QuestionSetDefinition, name="visit.yaml")


def refused(text: str) -> str:
    with pytest.raises(BadDataFile) as caught:
        read(text)
    return str(caught.value)


def test_a_set_survives_being_stored_as_json() -> None:
    visit = read(VISIT)
    assert QuestionSetDefinition.model_validate_json(visit.model_dump_json(by_alias=True)) == visit


def test_yes_no_and_true_stay_words() -> None:
    told = read(VISIT).by_key["told"]
    assert told.values == {"yes", "no"}


def test_an_unknown_key_is_named_with_file_and_line() -> None:
    assert refused(
        VISIT.replace("ask: What happened?", "ask: What happened?\n        colour: red")
    ).startswith("visit.yaml:20: sections.0.questions.1.text.colour: this key is not known")


def test_an_unknown_kind_is_named_with_file_and_line() -> None:
    assert refused(VISIT.replace("kind: choice", "kind: guess")).startswith("visit.yaml:11: ")


def test_a_key_written_twice_is_refused() -> None:
    assert refused(VISIT + "title: Again\n") == "visit.yaml:25: 'title' is written twice"


def test_broken_yaml_is_named_with_its_line() -> None:
    assert refused("key: visit\ntitle: [").startswith("visit.yaml:2:")


def test_an_empty_file_is_refused() -> None:
    assert refused("") == "visit.yaml:1: the file is empty"


@pytest.mark.parametrize(
    ("condition", "because"),
    [
        ("{question: nobody, is: no}", "no question has that key"),
        ("{question: after, answered: true}", "a circle"),
        ("{question: why-not, answered: true}", "a circle"),
        ("{question: told, is: maybe}", "'maybe' is not an answer to 'told'"),
        ("{question: told, at_least: 3}", "'at_least' cannot be asked of 'told'"),
        ("{question: told, is: no, one_of: [yes]}", "exactly one of"),
        ("{any: []}", "at least 1"),
        ("{is: no}", "does not say which question"),
    ],
)
def test_a_condition_that_cannot_work_is_refused(condition: str, because: str) -> None:
    assert because in refused(VISIT.replace("{question: told, is: no}", condition))


def test_a_condition_on_a_later_question_is_refused() -> None:
    told = "ask: Were you told we would come?"
    text = VISIT.replace(told, f"{told}\n        show_if: {{question: later, answered: true}}")
    assert "asked later" in refused(text + "      - {key: later, kind: text, ask: Later}\n")


def test_nothing_can_be_required_of_a_child() -> None:
    text = VISIT.replace("parent-carer", "young-child").replace(
        "kind: choice", "kind: choice\n        required: true"
    )
    assert "visit.yaml:13: sections.0.questions.0.required: nothing can be required of a child" in refused(
        text
    )


def test_a_language_without_its_words_is_refused() -> None:
    assert "no words for cy" in refused(
        VISIT.replace("reading_age: 9", "reading_age: 9\nlanguages: [en, cy]")
    )


def test_a_file_is_named_after_its_set(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(VISIT)
    with pytest.raises(BadDataFile, match=r"other\.yaml:1: the set's key is 'visit'"):
        load_sets(tmp_path)


def test_what_hangs_on_a_hidden_answer_is_hidden_too() -> None:
    visit = read(VISIT)
    shown = visit.shown({"told": "yes", "why-not": "Nobody rang."})
    assert [question.key for question in shown] == ["told"]
    assert visit.only_shown({"told": "yes", "why-not": "Nobody rang."}) == {"told": "yes"}


def test_conditions_join() -> None:
    text = VISIT.replace(
        "{question: told, is: no}",
        "{all: [{question: told, answered: true}, {not: {question: told, is: yes}}]}",
    )
    visit = read(text)
    assert [question.key for question in visit.shown({"told": "no"})] == ["told", "why-not"]
    assert [question.key for question in visit.shown({})] == ["told"]


def test_the_example_in_the_guide_is_a_sound_set() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "question-sets.md").read_text(encoding="utf-8")
    example = read(guide.split("```yaml\n")[1].split("```")[0])
    assert example.by_key["told"].ask.said("cy").startswith("A gawsoch")
