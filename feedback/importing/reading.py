"""Rows out of a file, with the line each stands on. Nothing is guessed about what they mean."""

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile

import openpyxl

LONGEST_CELL = 4 * 1024 * 1024
Row = dict[str, Any]


class FileRefused(ValueError):
    """The file as a whole cannot be read. Its message is one line."""


@dataclass(frozen=True)
class Found:
    """One row: its line in the file, its cells by column, and what is wrong with it as a row."""

    line: int
    cells: Row = field(default_factory=dict)
    wrong: str | None = None


Moved = Callable[[int], None]
"""Told how many bytes (CSV, JSONL) or rows (XLSX) have been read so far."""


def size_of(path: Path) -> int:
    """How far reading goes, in the unit that `Moved` is told in."""
    if path.suffix.lower() == ".xlsx":
        return _sheet(path).max_row or 0
    return path.stat().st_size


def rows_of(path: Path, moved: Moved) -> Iterator[Found]:
    """The rows of a file, read as they are asked for. Raises FileRefused."""
    readers = {".csv": _csv_rows, ".xlsx": _xlsx_rows, ".jsonl": _jsonl_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise FileRefused(f"{path.name}: give a file that ends in .csv, .xlsx or .jsonl")
    return reader(path, moved)


def _csv_rows(path: Path, moved: Moved) -> Iterator[Found]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open("rb") as raw:
        lines = csv.reader(_lines(raw, moved), strict=True)
        try:
            heads = [head.strip() for head in next(lines, [])]
            _check_heads(path, heads)
            begins = lines.line_num + 1
            for cells in lines:
                yield _csv_row(begins, heads, cells)
                begins = lines.line_num + 1
        except csv.Error as wrong:
            raise FileRefused(f"{path.name}: line {lines.line_num}: {wrong}") from wrong


def _csv_row(line: int, heads: list[str], cells: list[str]) -> Found:
    if not cells:
        return Found(line)
    if len(cells) != len(heads):
        return Found(
            line, dict(zip(heads, cells, strict=False)), f"{len(cells)} cells, but {len(heads)} columns"
        )
    return Found(line, dict(zip(heads, cells, strict=True)))


def _lines(raw: BinaryIO, moved: Moved) -> Iterator[str]:
    """Lines as text; bytes that are no UTF-8 stay visible as lone surrogates and are refused with their row."""
    for number, line in enumerate(TextIOWrapper(raw, "utf-8-sig", errors="surrogateescape", newline="")):
        if number % 1000 == 0:
            moved(raw.tell())
        yield line


def _jsonl_rows(path: Path, moved: Moved) -> Iterator[Found]:
    with path.open("rb") as raw:
        for number, line in enumerate(_lines(raw, moved), start=1):
            if not line.strip():
                continue
            try:
                cells = json.loads(line)
            except (ValueError, RecursionError):
                yield Found(number, wrong="this line is not JSON")
                continue
            if not isinstance(cells, dict):
                yield Found(number, wrong="this line is not an object of names and values")
            else:
                yield Found(number, cells)


def _xlsx_rows(path: Path, moved: Moved) -> Iterator[Found]:
    rows = _sheet(path).iter_rows(values_only=True)
    heads = ["" if head is None else str(head).strip() for head in next(rows, ())]
    while heads and not heads[-1]:
        heads.pop()
    _check_heads(path, heads)
    for number, cells in enumerate(rows, start=2):
        if number % 1000 == 0:
            moved(number)
        given = [_plain(cell) for cell in cells]
        if any(cell not in (None, "") for cell in given[len(heads) :]):
            yield Found(number, dict(zip(heads, given, strict=False)), "a cell stands outside the columns")
        else:
            yield Found(number, dict(zip(heads, given, strict=False)))


def _sheet(path: Path) -> Any:
    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
    except (BadZipFile, KeyError, ValueError, IndexError, OSError) as wrong:
        raise FileRefused(f"{path.name}: this is not a workbook that can be read") from wrong


def _plain(cell: Any) -> Any:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return None if cell is None else str(cell)


def _check_heads(path: Path, heads: list[str]) -> None:
    if not heads:
        raise FileRefused(f"{path.name}: the first line must name the columns")
    twice = sorted({head for head in heads if heads.count(head) > 1})
    if twice:
        raise FileRefused(f"{path.name}: two columns are called {twice[0]!r}")
