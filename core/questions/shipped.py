"""Question sets that come with the product, read from YAML when the application starts."""

from pathlib import Path

from core.questions.schema import QuestionSetDefinition
from core.questions.yaml_files import BadDataFile, read_folder


def load_sets(folder: Path) -> dict[str, QuestionSetDefinition]:
    """The question sets in `folder` by key. A file is named after the key of its set.

    Raises BadDataFile with file and line; called when a room is imported, so a bad set stops the start.
    """
    found = read_folder(folder, QuestionSetDefinition)
    for name, definition in found.items():
        if name != definition.key:
            raise BadDataFile(f"{name}.yaml:1: the set's key is {definition.key!r}: name the file after it")
    return found
