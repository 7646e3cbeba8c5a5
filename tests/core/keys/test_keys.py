"""Sealed words open only where they were sealed."""

import base64

import pytest
from click.testing import CliRunner
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.keys import KeyRing, Unreadable
from core.keys.cli import keys
from core.passages import Passage, write_passage
from core.settings import SettingsRefused
from tests.core.factories import FIRST_OF_MAY

OLD = "k1:" + base64.b64encode(b"1" * 32).decode()
NEW = "k2:" + base64.b64encode(b"2" * 32).decode()


@given(some.binary(max_size=2000), some.text(min_size=1, max_size=40))
def test_what_is_sealed_opens_again(clear: bytes, place: str) -> None:
    ring = KeyRing.from_text(OLD)
    assert ring.open(ring.seal(clear, bound_to=place), bound_to=place) == clear


@given(some.binary(max_size=200), some.data())
def test_no_changed_byte_is_accepted(clear: bytes, data: some.DataObject) -> None:
    ring = KeyRing.from_text(OLD)
    sealed = bytearray(ring.seal(clear, bound_to="here"))
    at = data.draw(some.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(some.integers(1, 255))
    with pytest.raises(Unreadable):
        ring.open(bytes(sealed), bound_to="here")


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    sealed = KeyRing.from_text(OLD).seal(b"words", bound_to="here")
    both = KeyRing.from_text(f"{NEW},{OLD}")
    assert both.open(sealed, bound_to="here") == b"words"
    assert both.key_id(both.seal(b"words", bound_to="here")) == "k2"
    with pytest.raises(Unreadable, match="k1"):
        KeyRing.from_text(NEW).open(sealed, bound_to="here")


@pytest.mark.parametrize(
    "ring",
    [
        "",
        "k1",
        "k1:short",
        "k1:" + base64.b64encode(b"x" * 31).decode(),
        "k1:@@@@",
        *(
            name + ":" + OLD.partition(":")[2]
            for name in ("clé", "", "k 1", "k" * 33, "k\n", "k1\N{COMBINING ACUTE ACCENT}")
        ),
        f"{OLD},{OLD.replace('k1', 'k2')},{NEW}",
        f"{OLD},{OLD}",
    ],
)
def test_a_malformed_ring_is_refused(ring: str) -> None:
    with pytest.raises(SettingsRefused, match="HEARD_KEYS"):
        KeyRing.from_text(ring)


def test_a_new_key_gets_an_id_that_a_ring_takes() -> None:
    made = CliRunner().invoke(keys, ["new", "2026-11"])
    assert made.exit_code == 0 and KeyRing.from_text(made.output.strip()).current == "2026-11"
    refused = CliRunner().invoke(keys, ["new", "clé"])
    assert refused.exit_code != 0 and "letters" in refused.output


def test_words_moved_to_another_row_are_refused(app: Flask, session: Session) -> None:
    mine, other = (
        write_passage(room="feedback", source_id=FIRST_OF_MAY.row, question="worries", speaker="child",
                      words=words, on=FIRST_OF_MAY.day)
        for words in ("my words", "their words")
    )  # fmt: skip
    session.commit()
    session.execute(
        text(
            "UPDATE passage SET words_sealed = (SELECT words_sealed FROM passage WHERE id = :a) WHERE id = :b"
        ),
        {"a": other.id, "b": mine.id},
    )
    session.commit()
    session.expire_all()
    with pytest.raises(Unreadable):
        _ = session.get_one(Passage, mine.id).words


@pytest.mark.parametrize(
    "words", ["", "a\0b", "\ud83d alone", "‮right to left", "😀" * 1000, "=cmd|' /C calc'!A0"]
)
def test_any_words_come_back_exactly(app: Flask, session: Session, words: str) -> None:
    kept = write_passage(room="audit", source_id=FIRST_OF_MAY.row, question="q", speaker="staff", words=words,
                         on=FIRST_OF_MAY.day)  # fmt: skip
    session.commit()
    session.expire_all()
    assert session.get_one(Passage, kept.id).words == words


def test_the_database_alone_tells_nothing(app: Flask, session: Session) -> None:
    write_passage(room="feedback", source_id=FIRST_OF_MAY.row, question="q", speaker="child",
                  words="the purple giraffe", on=FIRST_OF_MAY.day)  # fmt: skip
    session.commit()
    stored = session.execute(text("SELECT row_to_json(passage)::text FROM passage")).scalar_one()
    sealed = bytes(session.execute(text("SELECT words_sealed FROM passage")).scalar_one())
    assert "giraffe" not in stored and b"giraffe" not in sealed
