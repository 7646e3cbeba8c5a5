"""Read a YAML file into a pydantic model, naming file and line of whatever is wrong."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from core.refused import Refused

M = TypeVar("M", bound=BaseModel)


class BadDataFile(Refused):
    """A shipped data file that cannot be used. Each line of its message is `file:line: what is wrong`."""


class _PlainLoader(yaml.SafeLoader):
    """YAML without its surprises: dates stay text, and only `true` and `false` are truth values.

    Rationale: people who write questions write "Yes", "No" and "True" as words.
    """


_SURPRISES = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _SURPRISES]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def read_folder(folder: Path, model: type[M]) -> dict[str, M]:
    """Every `*.yaml` file in `folder` by its name without the ending, in name order."""
    return {path.stem: read_file(path, model) for path in sorted(folder.glob("*.yaml"))}


def read_file(path: Path, model: type[M]) -> M:
    """The model written in the YAML file at `path`. Raises BadDataFile."""
    return read_text(path.read_text(encoding="utf-8"), model, name=path.name)


def read_text(text: str, model: type[M], *, name: str) -> M:
    """The model written in `text`, which came from a file called `name`. Raises BadDataFile."""
    loader = _PlainLoader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            raise BadDataFile(f"{name}:1: the file is empty")
        _refuse_repeated_keys(root, name)
        data = loader.construct_document(root)
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        raise BadDataFile(f"{name}:{line}: {wrong.problem}") from wrong
    except yaml.YAMLError as wrong:
        raise BadDataFile(f"{name}:1: {wrong}") from wrong
    finally:
        loader.dispose()
    try:
        return model.model_validate(data)
    except ValidationError as wrong:
        raise BadDataFile(
            "\n".join(
                f"{name}:{_line_of(root, each['loc'])}: {_where(each['loc'])}{_what(each)}"
                for each in _deepest(wrong.errors(include_url=False))
            )
        ) from wrong


def _refuse_repeated_keys(node: yaml.Node, name: str) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise BadDataFile(f"{name}:{key.start_mark.line + 1}: {key.value!r} is written twice")
            seen.add(key.value)
            _refuse_repeated_keys(value, name)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeated_keys(value, name)


def _line_of(root: yaml.Node, where: tuple[int | str, ...]) -> int:
    """The line of the deepest part of `where` that stands in the file.

    A location also names the kind that was tried, which is not in the file: such steps are skipped.
    """
    node, line = root, root.start_mark.line + 1
    for step in where:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == step:
                    node, line = value, key.start_mark.line + 1
                    break
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def _deepest(errors: Sequence[Any]) -> list[Any]:
    """The errors that are causes: a list refused for what stands in it is not reported as well."""
    places = [each["loc"] for each in errors]
    return [
        each
        for each in errors
        if not any(
            len(other) > len(each["loc"]) and other[: len(each["loc"])] == each["loc"] for other in places
        )
    ]


def _where(location: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in location) + ": " if location else ""


def _what(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "this key is not known"
    return str(error["msg"]).removeprefix("Value error, ")
