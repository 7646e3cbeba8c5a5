"""Read a YAML file into a pydantic model, naming file and line of whatever is wrong."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from core.plain_yaml import WrongYaml, line_of, parse
from core.refused import Refused

M = TypeVar("M", bound=BaseModel)


class BadDataFile(Refused):
    """A shipped data file that cannot be used. Each line of its message is `file:line: what is wrong`."""


def read_folder(folder: Path, model: type[M]) -> dict[str, M]:
    """Every `*.yaml` file in `folder` by its name without the ending, in name order."""
    return {path.stem: read_file(path, model) for path in sorted(folder.glob("*.yaml"))}


def read_file(path: Path, model: type[M]) -> M:
    """The model written in the YAML file at `path`. Raises BadDataFile."""
    return read_text(path.read_text(encoding="utf-8"), model, name=path.name)


def read_text(text: str, model: type[M], *, name: str) -> M:
    """The model written in `text`, which came from a file called `name`. Raises BadDataFile."""
    try:
        data, root = parse(text)
    except WrongYaml as wrong:
        raise BadDataFile(f"{name}:{wrong.line}: {wrong.why}") from wrong
    try:
        return model.model_validate(data)
    except ValidationError as wrong:
        raise BadDataFile(
            "\n".join(
                f"{name}:{line_of(root, each['loc'])}: {_where(each['loc'])}{_what(each)}"
                for each in _deepest(wrong.errors(include_url=False))
            )
        ) from wrong


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
