"""Hard messages, written before the reader was tuned and never trained on: what is covered, and what is left alone.

`tests/gold/redaction.jsonl` and `redaction_second.jsonl` to `redaction_eighth.jsonl` have a line for each message:
group, speaker, text, and its spans as `heard nlp tag` gives them. The figures are in docs/redaction.md.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nlp.redact import redact
from nlp.redact.knowledge import example_sentences

pytestmark = pytest.mark.usefixtures("built")

GOLD = Path(__file__).parents[2] / "gold" / "redaction.jsonl"
SECOND = GOLD.with_name("redaction_second.jsonl")
THIRD = GOLD.with_name("redaction_third.jsonl")
FOURTH = GOLD.with_name("redaction_fourth.jsonl")
FIFTH = GOLD.with_name("redaction_fifth.jsonl")
# Of identifiers alone, in the loosest spellings.
SIXTH = GOLD.with_name("redaction_sixth.jsonl")
SEVENTH = GOLD.with_name("redaction_seventh.jsonl")
# What comes in on an ordinary day.
EIGHTH = GOLD.with_name("redaction_eighth.jsonl")
# Groups of the second set that stand for a way of writing names, not for a community.
WAYS = {"words", "nick", "initials", "misspelt", "unlisted", "owned", "question", "plain"}
COMMUNITIES = {
    "african", "arabic-kurdish-turkish", "caribbean-lusophone-european", "east-asian", "english", "polish-eastern",
    "romanian-balkan", "scottish-irish", "south-asian", "traveller-roma", "welsh",
}  # fmt: skip
IDENTIFIERS = {
    "CASE_NUMBER", "DOB", "EMAIL", "NHS_NUMBER", "NINO", "PHONE", "POSTCODE", "SOCIAL_HANDLE", "URL", "VEHICLE_REG",
}  # fmt: skip
Row = dict[str, Any]


def rows(path: Path = GOLD) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def covered(row: Row) -> Iterator[tuple[str, bool]]:
    """For each span of the row, its type and whether all of it is taken out."""
    places = {at for found in redact(row["text"]).redactions for at in range(found.start, found.end)}
    for span in row["redactions"]:
        yield span["type"], places.issuperset(range(span["start"], span["end"]))


def share(answers: list[bool]) -> float:
    return sum(answers) / len(answers)


def test_names_of_every_community_are_covered() -> None:
    found: dict[str, list[bool]] = defaultdict(list)
    for row in rows():
        found[row["group"]] += [answer for kind, answer in covered(row) if kind == "NAME"]
    assert share([answer for group in COMMUNITIES for answer in found[group]]) >= 0.95
    assert min(share(found[group]) for group in COMMUNITIES) >= 0.90
    # Names that are ordinary words, nicknames and initials are what is hardest: held where we are.
    assert share(found["words"]) >= 0.75
    assert share(found["nick"]) >= 0.75


def test_identifiers_are_covered() -> None:
    found = [answer for row in rows() for kind, answer in covered(row) if kind in IDENTIFIERS]
    assert share(found) >= 0.95


def test_schools_homes_and_addresses_are_covered() -> None:
    kinds = {"SCHOOL", "PLACE", "ADDRESS"}
    assert share([answer for row in rows() for kind, answer in covered(row) if kind in kinds]) >= 0.90


@pytest.mark.parametrize(
    "path", [GOLD, SECOND, THIRD, FOURTH, FIFTH], ids=["first", "second", "third", "fourth", "fifth"]
)
def test_what_is_taken_out_as_a_name_is_nearly_always_one(path: Path) -> None:
    taken = right = 0
    for row in rows(path):
        truth = {at for span in row["redactions"] for at in range(span["start"], span["end"])}
        names = [found for found in redact(row["text"]).redactions if found.type == "NAME"]
        places = {at for found in names for at in range(found.start, found.end)}
        taken += len(places)
        right += len(places & truth)
    assert right / taken >= 0.9


@pytest.mark.parametrize(
    ("path", "most"),
    [(GOLD, 0.07), (SECOND, 0.13), (THIRD, 0.13), (FOURTH, 0.2), (FIFTH, 0.3), (SIXTH, 0.1), (SEVENTH, 0.16)],
    ids=["first", "second", "third", "fourth", "fifth", "sixth", "seventh"],
)
def test_tempting_messages_that_name_nobody_are_left_alone(path: Path, most: float) -> None:
    unnamed = [row for row in rows(path) if not row["redactions"]]
    assert sum(bool(redact(row["text"]).redactions) for row in unnamed) <= most * len(unnamed)


def test_names_of_twenty_two_communities_and_of_every_way_of_writing_are_covered() -> None:
    found: dict[str, list[bool]] = defaultdict(list)
    for row in rows(SECOND):
        found[row["group"]] += [answer for _, answer in covered(row)]
    assert share([answer for answers in found.values() for answer in answers]) >= 0.95
    assert min(share(found[group]) for group in found.keys() - WAYS) >= 0.90
    assert min(share(found[group]) for group in WAYS - {"plain"}) >= 0.85


def by_group(path: Path) -> tuple[dict[str, list[bool]], list[bool]]:
    """Whether each name is covered, by group; and whether anything else is."""
    names: dict[str, list[bool]] = defaultdict(list)
    others: list[bool] = []
    for row in rows(path):
        for kind, answer in covered(row):
            (names[row["group"]] if kind == "NAME" else others).append(answer)
    return names, others


def test_what_a_third_set_that_nobody_tuned_for_holds_is_covered() -> None:
    found, others = by_group(THIRD)
    assert share([answer for answers in found.values() for answer in answers]) >= 0.95
    communities = found.keys() - WAYS - {"identifiers"}
    assert len(communities) == 32
    assert sorted(share(found[group]) for group in communities)[1] >= 0.90
    assert share(found["chinese"]) >= 0.80
    assert share(others) >= 0.95


def test_what_a_fourth_set_that_nobody_tuned_for_holds_is_covered() -> None:
    found, others = by_group(FOURTH)
    assert share([answer for answers in found.values() for answer in answers]) >= 0.95
    ways = {"nickname-or-misspelt", "word-name"}
    assert len(found) == 19
    assert min(share(found[group]) for group in found.keys() - ways) >= 0.90
    assert min(share(found[way]) for way in ways) >= 0.75
    assert share(others) >= 0.95


def test_names_of_a_fifth_set_that_nobody_tuned_for_are_covered() -> None:
    found, _ = by_group(FIFTH)
    assert share([answer for answers in found.values() for answer in answers]) >= 0.90
    ways = {"nickname", "word-name", "initials", "misspelt"}
    assert min(share(found[group]) for group in found.keys() - ways) >= 0.90


@pytest.mark.parametrize(("path", "least"), [(SIXTH, 0.92), (SEVENTH, 0.88)], ids=["sixth", "seventh"])
def test_identifiers_in_the_loosest_spellings_are_covered(path: Path, least: float) -> None:
    _, others = by_group(path)
    assert share(others) >= least


def test_what_comes_in_on_an_ordinary_day_is_covered() -> None:
    found, others = by_group(EIGHTH)
    assert share([answer for answers in found.values() for answer in answers]) >= 0.97
    assert share(others) >= 0.94


def test_no_hard_message_is_trained_on_but_what_anybody_says() -> None:
    learned = {
        plain(line) for line in f"{example_sentences().named}\n{example_sentences().unnamed}".splitlines()
    }
    measured = {
        plain(slotted(row)) for path in (GOLD, SECOND, THIRD, FOURTH, FIFTH, EIGHTH) for row in rows(path)
    }
    assert {words for words in learned & measured if len(words.split()) > 4} == set()


def slotted(row: Row) -> str:
    """The message with a slot for each span."""
    text = row["text"]
    for span in sorted(row["redactions"], key=lambda span: -span["start"]):
        text = f"{text[: span['start']]}{{}}{text[span['end'] :]}"
    return str(text)


def plain(words: str) -> str:
    return " ".join(re.findall(r"[a-z]+|\{", re.sub(r"\{\w*\}", " { ", words.lower())))
