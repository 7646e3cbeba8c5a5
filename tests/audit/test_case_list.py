"""Case lists as councils export them: every bad row is named, by line and reason."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.case_list import CaseList, UnreadableList, read_case_list
from audit.vocabulary import AgeBand, CaseStatus

NORTH, SOUTH = UUID(int=1), UUID(int=2)
TEAMS = {"north": NORTH, "North Team": NORTH, "south": SOUTH, "South Team": SOUTH}
HEADING = "reference,team,practitioner,age band,status\n"


def read(text: str | bytes, known: tuple[str, ...] = ()) -> CaseList:
    content = text.encode() if isinstance(text, str) else text
    return read_case_list(content, teams=TEAMS, known=known)


def test_an_age_may_say_years_and_an_empty_cell_is_called_missing() -> None:
    rows = HEADING + "A1,North,,7 years,CLA\nA2,North,,12 yrs old,CLA\nA3,North,,,\n"
    listed = read_case_list(rows.encode(), teams={"North": NORTH})
    assert [case.age_band for case in listed.cases] == [AgeBand.five_to_ten, AgeBand.of_age(12)]
    assert listed.bad_rows[0].reasons[0].startswith("The age band is missing.")
    assert listed.bad_rows[0].reasons[1].startswith("The status is missing.")


def test_a_good_list_is_read() -> None:
    listed = read(HEADING + "A1,north,Made Up,5-10,child in need\nA2,South Team,,16 to 17,LAC\n")
    assert listed.bad_rows == ()
    first, second = listed.cases
    assert (first.reference, first.team_id, first.age_band) == ("A1", NORTH, AgeBand.five_to_ten)
    assert (second.team_id, second.status) == (SOUTH, CaseStatus.child_in_care)


def test_every_bad_row_is_named_by_line_and_reason() -> None:
    listed = read(HEADING + ",north,x,5-10,CIN\nA2,west,x,5-10,CIN\nA3,north,x,99,CIN\nA4,north,x,5-10,?\n")
    assert listed.cases == ()
    assert [row.line for row in listed.bad_rows] == [2, 3, 4, 5]
    reasons = [row.reasons[0] for row in listed.bad_rows]
    assert "missing" in reasons[0] and "team" in reasons[1] and "age" in reasons[2] and "status" in reasons[3]


def test_lines_are_counted_as_in_the_file_even_after_a_cell_of_two_lines() -> None:
    listed = read(HEADING + 'A1,north,"Made\nUp",5-10,CIN\n\nA2,nowhere,x,5-10,CIN\n')
    assert [row.line for row in listed.bad_rows] == [5]


def test_a_reference_that_comes_twice_or_is_there_already_is_named() -> None:
    listed = read(HEADING + "A1,north,x,5,CIN\na1,north,x,5,CIN\nB9,north,x,5,CIN\n", known=("b9",))
    assert [row.reasons for row in listed.bad_rows] == [
        ("The same reference is on line 2.",),
        ("This reference is in the practice week already.",),
    ]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_semicolons_and_tabs_are_understood(mark: str) -> None:
    text = (HEADING + "A1,north,x,5-10,CIN\n").replace(",", mark)
    assert len(read(text).cases) == 1


def test_columns_may_stand_in_any_order_under_other_names_beside_others() -> None:
    listed = read("Plan,Notes,Social worker,Case ref,Age,Team\nCP,hello,Made Up,A1,3,north\n")
    assert listed.cases[0].status is CaseStatus.child_protection
    assert listed.cases[0].age_band is AgeBand.under_5


def test_spreadsheet_exports_with_a_byte_mark_or_an_old_code_page_are_read() -> None:
    assert read(b"\xef\xbb\xbf" + (HEADING + "A1,north,x,5,CIN\n").encode()).cases
    assert read((HEADING + "A1,north,Zoë,5,CIN\n").encode("cp1252")).cases[0].practitioner == "Zoë"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (HEADING.encode(), "no cases"),
        (b"reference,team\nA1,north\n", "practitioner"),
        (b"PK\x03\x04rest", "Excel"),
        (HEADING.encode() + b"A\x00,north,x,5,CIN\n", "text file"),
        (b"x" * (4 * 1024 * 1024 + 1), "4 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableList, match=says):
        read(content)


def test_a_formula_or_markup_is_no_reference() -> None:
    listed = read(HEADING + "=1+1,north,x,5,CIN\n<b>1</b>,north,x,5,CIN\n")
    assert len(listed.bad_rows) == 2


def test_what_stands_in_a_bad_row_is_not_repeated_in_its_reason() -> None:
    listed = read(HEADING + "A1,Secretname,Secretname,Secretname,Secretname\n")
    assert "Secretname" not in " ".join(listed.bad_rows[0].reasons)


@given(st.binary(max_size=400))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    try:
        read(content)
    except UnreadableList as problem:
        assert str(problem).endswith(".")


@given(st.text(max_size=300))
def test_no_row_breaks_the_reader(text: str) -> None:
    try:
        listed = read(HEADING + text)
    except UnreadableList:
        return
    assert all(row.reasons for row in listed.bad_rows)
