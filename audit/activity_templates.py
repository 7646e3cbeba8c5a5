"""The shipped templates of the five activities, checked when this room is imported."""

from pathlib import Path

from audit.vocabulary import Activity
from core.questions.kinds import GradeQuestion
from core.questions.schema import QuestionSetDefinition
from core.questions.shipped import load_sets
from core.questions.yaml_files import BadDataFile

SHIPPED_FOLDER = Path(__file__).parent / "activities"


def standards_of(definition: QuestionSetDefinition) -> dict[str, GradeQuestion]:
    """The graded question of each standard in a template, in order."""
    return {
        question.standard: question
        for question in definition.questions
        if isinstance(question, GradeQuestion) and question.standard
    }


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
    return {Activity(key): definition for key, definition in found.items()}


SHIPPED: dict[Activity, QuestionSetDefinition] = _load()
