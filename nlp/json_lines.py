"""Lines of JSON that somebody else wrote: each an object, or refused in plain words."""

import gzip
import json
import math
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

GZIP = b"\x1f\x8b"
# What some programs write at the start of a file.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class BadLineError(ValueError):
    """A line that cannot be used; the message says why, and quotes no words."""


class BadTrainingDataError(ValueError):
    """Lines that cannot be learnt from or measured against: says which file and line, and why."""


def object_in(line: bytes) -> dict[str, Any]:
    """The JSON object in `line`. Raises `BadLineError`."""
    try:
        words = line.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
        given = json.loads(words, parse_constant=_number, parse_float=_number)
    except UnicodeDecodeError:
        raise BadLineError("the line is not UTF-8") from None
    except RecursionError:
        raise BadLineError("the line is nested too deeply") from None
    except ValueError:
        raise BadLineError("the line is not JSON") from None
    if not isinstance(given, dict):
        raise BadLineError("the line is not a JSON object")
    return given


def objects_in(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object in `path` with the number of its line; lines with nothing on them are passed over.

    The file may be packed with gzip. Raises `BadTrainingDataError`, also where it holds no object.
    """
    number = 0
    for at, line in enumerate(_content(path).split(b"\n"), start=1):
        if line.strip(b" \t\r" + BYTE_ORDER_MARK):
            number = at
            try:
                yield number, object_in(line)
            except BadLineError as bad:
                raise BadTrainingDataError(f"{path}:{number}: {bad}") from None
    if not number:
        raise BadTrainingDataError(f"{path}: there are no lines")


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if content.startswith(GZIP) else content
    except (OSError, EOFError, zlib.error) as problem:
        raise BadTrainingDataError(f"{path}: cannot be read ({problem})") from problem


def _number(written: str) -> float:
    """The number; one that JSON cannot write again, such as NaN, raises `ValueError`."""
    number = float(written)
    if not math.isfinite(number):
        raise ValueError
    return number
