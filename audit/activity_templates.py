"""The shipped templates of the five activities, checked when this room is imported.

What a child or family member says in a conversation stands in a section of its own, `their-words`, which holds
a question whether their worker may read it, `may-share`.
"""

from pathlib import Path

from audit.vocabulary import Activity
from core.questions.kinds import GradeQuestion, TextQuestion
from core.questions.schema import QuestionSetDefinition
from core.questions.shipped import load_sets
from core.questions.yaml_files import BadDataFile

SHIPPED_FOLDER = Path(__file__).parent / "activities"
THEIR_WORDS = "their-words"
MAY_SHARE = "may-share"


def standards_of(definition: QuestionSetDefinition) -> dict[str, GradeQuestion]:
    """The graded question of each standard in a template, in order."""
    return {
        question.standard: question
        for question in definition.questions
        if isinstance(question, GradeQuestion) and question.standard
    }


def keep_their_words_apart(definition: QuestionSetDefinition) -> None:
    """Raise BadDataFile where a child's or family's words could reach their worker without their yes."""
    if definition.speaker == "staff":
        return
    section = definition.section_of.get(MAY_SHARE)
    if section is None or section.key != THEIR_WORDS:
        raise BadDataFile(f"{definition.key}.yaml:1: {THEIR_WORDS!r} asks {MAY_SHARE!r}")
    for question in definition.questions:
        theirs = isinstance(question, TextQuestion) and question.passage
        if theirs and definition.section_of[question.key].key != THEIR_WORDS:
            raise BadDataFile(f"{definition.key}.yaml:1: {question.key!r} belongs in {THEIR_WORDS!r}")


def _load() -> dict[Activity, QuestionSetDefinition]:
    found = load_sets(SHIPPED_FOLDER)
    if set(found) != set(Activity):
        raise BadDataFile(
            f"{SHIPPED_FOLDER.name}:1: there is one template for each of: {', '.join(Activity)}"
        )
    for definition in found.values():
        graded = [question for question in definition.questions if isinstance(question, GradeQuestion)]
        if len(standards_of(definition)) < len(graded):
            raise BadDataFile(f"{definition.key}.yaml:1: each grade needs a standard of its own")
        keep_their_words_apart(definition)
    return {Activity(key): definition for key, definition in found.items()}


SHIPPED: dict[Activity, QuestionSetDefinition] = _load()
