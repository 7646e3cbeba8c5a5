"""Families of everyday meanings: found by words or by stems, and refused when the file is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.lexis.families import FAMILIES, Families, Touched, families
from nlp.lexis.words import stem
from nlp.rulefiles import BadRuleFileError


def named(book: Families, words: str) -> set[str]:
    return {book.names[number] for number in book.numbers(words.split())}


def test_a_word_and_a_phrase_touch_their_families() -> None:
    book = families()
    assert "grandparents" in named(book, "i stay at my grandmas")
    assert "parents" in named(book, "i miss mum and dad")
    assert "parents" not in named(book, "i miss mum and him")


def test_stems_find_forms_that_nobody_listed(tmp_path: Path) -> None:
    path = tmp_path / "families.yaml"
    path.write_text("families:\n  waiting: wait hang_around\n")
    book = families(stem, path=path)
    words = [stem(word) for word in ["waiting", "or", "hanging", "around"]]
    assert book.touched(words) == [Touched(0, 0, 1), Touched(0, 2, 4)]
    assert families(path=path).numbers(["waiting", "or", "hanging", "around"]) == set()


def test_a_phrase_that_the_text_breaks_off_is_not_found() -> None:
    assert "parents" not in named(families(), "me and mum and")


def test_every_family_has_words_and_a_name_of_its_own() -> None:
    book = families()
    assert len(book.names) == len(set(book.names)) > 400
    used = {number for numbers in book.single.values() for number in numbers}
    used |= {number for seconds in book.longer.values() for found in seconds.values() for _, number in found}
    assert used == set(range(len(book.names)))


def test_an_unknown_key_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "families.yaml"
    path.write_text("families:\n  waiting: wait\nrules: []\n")
    with pytest.raises(BadRuleFileError, match=r"families\.yaml:3: rules"):
        families(path=path)


def test_a_family_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "families.yaml"
    path.write_text("families:\n  waiting: wait\n  waiting: queue\n")
    with pytest.raises(BadRuleFileError, match="written twice"):
        families(path=path)


def test_the_shipped_file_is_plain_words() -> None:
    written = FAMILIES.read_text(encoding="utf-8").split("families:", 1)[1]
    assert written == written.lower()
    assert "'" not in written
