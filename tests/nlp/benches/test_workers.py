"""What the benches of reading stand on."""

import os

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from commands import BENCHES
from core.passages import Passage
from nlp.benches.workers import PASSAGES_OF_A_VOICE, resident_megabytes, say
from nlp.rereading import left_new


def test_made_up_passages_are_new_no_two_alike_and_the_same_in_each_run(app: Flask, session: Session) -> None:
    say(7, seed=3)
    said = [passage.words for passage in session.scalars(select(Passage))]
    assert len(set(said)) == len(said) == left_new() == 7
    assert session.scalar(select(func.count(Passage.source_id.distinct()))) == -(-7 // PASSAGES_OF_A_VOICE)
    say(7, seed=3)
    assert len({passage.words for passage in session.scalars(select(Passage))}) == 7


def test_memory_is_told_in_megabytes() -> None:
    assert 10 < resident_megabytes(os.getpid()) < 20_000


def test_both_benches_can_be_asked_for() -> None:
    assert {"reread", "memory"} <= set(BENCHES)
