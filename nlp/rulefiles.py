"""Domain knowledge kept as YAML, read with pydantic, refused with file and line when it is wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ValidationError

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
        text = path.read_text(encoding="utf-8")
        loader = yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
        root = yaml.compose(text, Loader=loader)
        value = yaml.load(text, Loader=loader)  # noqa: S506 (a safe loader, the faster of the two)
    except (OSError, ValueError) as problem:
        raise BadRuleFileError(path, 1, str(problem)) from problem
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise BadRuleFileError(path, line, problem.problem or "not YAML") from problem
    except yaml.reader.ReaderError as problem:
        line = text.count("\n", 0, problem.position) + 1
        raise BadRuleFileError(
            path, line, f"a character that YAML cannot hold: {problem.reason}"
        ) from problem
    except RecursionError as problem:
        raise BadRuleFileError(path, 1, "the file is nested too deeply") from problem
    if root is None:
        raise BadRuleFileError(path, 1, "the file is empty")
    _refuse_repeated_keys(path, root)
    return value, root


def _refuse_repeated_keys(path: Path, node: yaml.Node) -> None:
    children = [node]
    looked_at: set[int] = set()
    while children:
        node = children.pop()
        if id(node) in looked_at:
            continue
        looked_at.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            children.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            seen: set[object] = set()
            for key, child in node.value:
                if key.value in seen:
                    raise BadRuleFileError(
                        path, key.start_mark.line + 1, f"the key {key.value!r} stands twice"
                    )
                seen.add(key.value)
                children.append(child)


def _validate(path: Path, model: type[Model], value: object, node: yaml.Node) -> Model:
    try:
        return model.model_validate(value)
    except ValidationError as problem:
        problems = problem.errors()
        first = min(problems, key=lambda one: one["type"] != "extra_forbidden")
        where = ".".join(str(part) for part in first["loc"])
        why = "is not a key that is known" if first["type"] == "extra_forbidden" else first["msg"]
        raise BadRuleFileError(
            path, _line_of(node, first["loc"]), f"{where or 'the file'}: {why}"
        ) from problem


def _line_of(node: yaml.Node, location: tuple[int | str, ...]) -> int:
    """Line (from 1) of the part of the file that `location` leads to, as far as it leads."""
    for part in location:
        if isinstance(node, yaml.MappingNode):
            for key, child in node.value:
                if key.value == part:
                    node = child if not isinstance(child, yaml.ScalarNode) else key
                    break
            else:
                break
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        else:
            break
    return int(node.start_mark.line) + 1
