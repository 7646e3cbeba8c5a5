"""Reading a case list: CSV in, cases and named bad rows out. Nothing here touches the database."""

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from audit.vocabulary import AgeBand, CaseStatus

LARGEST_FILE = 4 * 1024 * 1024
MOST_ROWS = 20_000
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/-]{0,39}")
COLUMNS = {
    "reference": ("reference", "case reference", "case ref", "ref", "case id", "child id", "case number"),
    "team": ("team", "team name"),
    "practitioner": ("practitioner", "social worker", "worker", "allocated worker"),
    "age_band": ("age band", "age", "age group"),
    "status": ("status", "case status", "plan", "plan type"),
}
OTHER_STATUS_WORDS = {
    "cin": CaseStatus.child_in_need,
    "cp": CaseStatus.child_protection,
    "cpp": CaseStatus.child_protection,
    "cla": CaseStatus.child_in_care,
    "lac": CaseStatus.child_in_care,
    "looked after": CaseStatus.child_in_care,
    "looked after child": CaseStatus.child_in_care,
    "in care": CaseStatus.child_in_care,
    "cl": CaseStatus.care_leaver,
    "leaving care": CaseStatus.care_leaver,
}


class UnreadableList(Exception):
    """The file as a whole cannot be used; the message says why in words for the person who sent it."""


@dataclass(frozen=True)
class ListedCase:
    """One good row of a case list."""

    line: int
    reference: str
    team_id: UUID
    practitioner: str
    age_band: AgeBand
    status: CaseStatus


@dataclass(frozen=True)
class BadRow:
    """One row that cannot be used: its line in the file and every reason, with no cell repeated in it."""

    line: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class CaseList:
    """What a file holds: the rows that can be used and the rows that cannot."""

    cases: tuple[ListedCase, ...]
    bad_rows: tuple[BadRow, ...]


def read_case_list(content: bytes, *, teams: Mapping[str, UUID], known: Collection[str] = ()) -> CaseList:
    """Read a CSV case list with the columns reference, team, practitioner, age band and status.

    `teams` maps the slug and the name of each team of the week to its id; `known` holds the references
    already in the week. The comma may be a semicolon or a tab. Raises UnreadableList where no row can be
    read at all: empty, too big, not text, a column missing.
    """
    rows = _rows(_text(content))
    header = next(rows, None)
    if header is None:
        raise UnreadableList("The file is empty.")
    places = _find_columns(header[1])
    by_name = {plain(name): team_id for name, team_id in teams.items()}
    cases: list[ListedCase] = []
    bad_rows: list[BadRow] = []
    seen: dict[str, int] = {}
    already = {_same(reference) for reference in known}
    for count, (line, cells) in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise UnreadableList(f"The file has more than {MOST_ROWS:,} rows. Split it in two.")
        row = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        result = _read_row(line, row, by_name)
        repeated = _repeat_reason(row["reference"], seen, already)
        if isinstance(result, BadRow) or repeated:
            reasons = result.reasons if isinstance(result, BadRow) else ()
            bad_rows.append(BadRow(line=line, reasons=(*reasons, *repeated)))
        else:
            cases.append(result)
        seen.setdefault(_same(row["reference"]), line)
    if not cases and not bad_rows:
        raise UnreadableList("The file has a heading row but no cases under it.")
    return CaseList(cases=tuple(cases), bad_rows=tuple(bad_rows))


def plain(name: str) -> str:
    """A name as it is compared: case, accents' form, dashes, underscores and extra spaces do not count."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(re.sub(r"[-–—_]", " ", folded).split())


def _read_row(line: int, row: Mapping[str, str], teams: Mapping[str, UUID]) -> ListedCase | BadRow:
    reasons = []
    if not row["reference"]:
        reasons.append("The reference is missing.")
    elif not REFERENCE.fullmatch(row["reference"]):
        reasons.append("The reference may hold letters, numbers, spaces and . _ / - only, at most 40.")
    team_id = teams.get(plain(row["team"]))
    if team_id is None:
        reasons.append("The team is not one of this week's teams." if row["team"] else "The team is missing.")
    if len(row["practitioner"]) > 120:
        reasons.append("The practitioner's name is longer than 120 letters.")
    age_band = read_age_band(row["age_band"])
    if age_band is None:
        bands = ", ".join(band.label for band in AgeBand)
        what = "not one we know" if row["age_band"] else "missing"
        reasons.append(f"The age band is {what}. Use an age in years or one of: {bands}.")
    status = read_status(row["status"])
    if status is None:
        words = ", ".join(each.label.lower() for each in CaseStatus)
        reasons.append(
            f"The status is {'not one we know' if row['status'] else 'missing'}. Use one of: {words}."
        )
    if reasons or team_id is None or age_band is None or status is None:
        return BadRow(line=line, reasons=tuple(reasons))
    return ListedCase(
        line=line,
        reference=row["reference"],
        team_id=team_id,
        practitioner=row["practitioner"],
        age_band=age_band,
        status=status,
    )


def read_age_band(words: str) -> AgeBand | None:
    """The band that `5-10`, `5 to 10`, `5–10` or an age in years means, also "7 years"; None for anything else."""
    name = re.sub(r" ?(years?|yrs?)( old)?$", "", plain(words))
    if name.isdecimal() and len(name) <= 2:
        return AgeBand.of_age(int(name))
    joined = "-".join(name.replace(" to ", " ").split())
    return next((band for band in AgeBand if band.value == joined), None)


def read_status(words: str) -> CaseStatus | None:
    """The status that a case list's word means, short forms such as CIN, CP and LAC included."""
    name = plain(words).removesuffix(" plan")
    slug = name.replace(" ", "-")
    return next((each for each in CaseStatus if each.value == slug), OTHER_STATUS_WORDS.get(name))


def _repeat_reason(reference: str, seen: Mapping[str, int], already: Collection[str]) -> tuple[str, ...]:
    same = _same(reference)
    if not same:
        return ()
    if same in seen:
        return (f"The same reference is on line {seen[same]}.",)
    return ("This reference is in the practice week already.",) if same in already else ()


def _same(reference: str) -> str:
    return reference.strip().casefold()


def _text(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise UnreadableList("The file is bigger than 4 MB. A case list needs only five columns.")
    if content.startswith(b"PK\x03\x04"):
        raise UnreadableList("This is an Excel file. Save it as CSV (comma separated) and send that.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise UnreadableList("This is not a text file. Save the list as CSV and send that.")
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, each with the line it starts on."""
    first_line = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    starts = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield starts, cells
            starts = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableList(f"The file cannot be read as CSV from line {starts} on.") from error


def _find_columns(header: Iterable[str]) -> dict[str, int]:
    names = [plain(cell) for cell in header]
    places = {
        column: next((names.index(alias) for alias in aliases if alias in names), None)
        for column, aliases in COLUMNS.items()
    }
    missing = [aliases[0] for column, aliases in COLUMNS.items() if places[column] is None]
    if missing:
        raise UnreadableList(f"The first line must name the columns. Missing: {', '.join(missing)}.")
    return {column: place for column, place in places.items() if place is not None}
