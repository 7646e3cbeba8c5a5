"""Domain knowledge kept as YAML, read with pydantic, refused with file and line when it is wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ValidationError

from core.plain_yaml import WrongYaml, line_of, parse
from core.refused import Refused

Model = TypeVar("Model", bound=BaseModel)


def _split(words: object) -> object:
    return words.split() if isinstance(words, str) else words


# Words parted by spaces, as a set.
Words = Annotated[frozenset[str], BeforeValidator(_split)]


class BadRuleFileError(Refused, ValueError):
    """A data file that cannot be used. The message names the file, the line and what is wrong."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(f"{path}:{line}: {why}")
        self.path = path
        self.line = line
        self.why = why

    def __reduce__(self) -> tuple[object, ...]:
        """As it is sent to another process."""
        return type(self), (self.path, self.line, self.why)


def version_of_files(*folders: Path, told: str = "") -> str:
    """What stands in the files of these folders, and what is `told` beside them, as twelve letters."""
    digest = hashlib.sha256(told.encode())
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def load_one(path: Path, model: type[Model]) -> Model:
    """The mapping in `path` as a `model`. Raises `BadRuleFileError`."""
    value, root = _parse(path)
    return _validate(path, model, value, root)


def load_list(path: Path, model: type[Model]) -> list[Model]:
    """The list in `path`, each item a `model`. Raises `BadRuleFileError`."""
    value, root = _parse(path)
    if not isinstance(value, list) or not isinstance(root, yaml.SequenceNode):
        raise BadRuleFileError(path, 1, "a list was expected")
    return [_validate(path, model, item, node) for item, node in zip(value, root.value, strict=True)]


def _parse(path: Path) -> tuple[object, yaml.Node]:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise BadRuleFileError(path, 1, str(problem)) from problem
    except WrongYaml as wrong:
        raise BadRuleFileError(path, wrong.line, wrong.why) from wrong


def _validate(path: Path, model: type[Model], value: object, node: yaml.Node) -> Model:
    try:
        return model.model_validate(value)
    except ValidationError as problem:
        problems = problem.errors()
        first = min(problems, key=lambda one: one["type"] != "extra_forbidden")
        where = ".".join(str(part) for part in first["loc"])
        why = "is not a key that is known" if first["type"] == "extra_forbidden" else first["msg"]
        raise BadRuleFileError(
            path, line_of(node, first["loc"]), f"{where or 'the file'}: {why}"
        ) from problem
