"""Rules kept as YAML: read strictly, and refused with the file and the line when they are wrong."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

RULES = Path(__file__).parent / "rules"

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[str | int, ...]


class RuleFileError(ValueError):
    """A rule file that cannot be used: says which file, which line and why."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path.parent.name}/{path.name}:{line}: {reason}")
        self.path = path
        self.line = line


def load_rules(path: Path, model: type[Model]) -> Model:
    """The rules in the YAML file `path` as a `model`. Raises `RuleFileError`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleFileError(path, 1, f"cannot be read ({error})") from error
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise RuleFileError(path, 1, "is empty")
        lines: dict[Place, int] = {}
        _note_lines(path, node, (), lines)
        value: Any = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise RuleFileError(path, mark.line + 1 if mark else 1, error.problem or "is not YAML") from error
    except yaml.YAMLError as error:
        raise RuleFileError(path, 1, f"is not YAML ({error})") from error
    finally:
        loader.dispose()
    try:
        return model.model_validate(value, strict=False)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        first = min(problems, key=lambda problem: problem["type"] != "extra_forbidden")
        raise RuleFileError(path, _line_of(first["loc"], lines), _reason(first)) from error


def _note_lines(path: Path, node: yaml.Node, place: Place, lines: dict[Place, int]) -> None:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                raise RuleFileError(path, line, f"the key {key.value!r} stands twice")
            seen.add(key.value)
            lines[*place, key.value] = line
            _note_lines(path, value, (*place, key.value), lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _note_lines(path, value, (*place, index), lines)


def _line_of(place: Place, lines: dict[Place, int]) -> int:
    for length in range(len(place), -1, -1):
        if place[:length] in lines:
            return lines[place[:length]]
    return 1


def _reason(problem: Any) -> str:
    where = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"unknown key {where!r}"
    return f"{where}: {problem['msg']}"
