"""The names a page may know while somebody writes: small, right about names, silent about ordinary words."""

import struct
from pathlib import Path

import pytest

from nlp.built_files import BUILT
from nlp.redact.knowledge import knowledge
from nlp.redact.names.recogniser import VOCABULARY_FILE
from nlp.redact.names.while_typing import (
    KIN,
    OPENING,
    ORDINARY,
    SYLLABLE,
    TITLED,
    WRITTEN,
    holds,
    make_filter,
    names_to_hint_at,
    ordinary_words,
    well_known,
    words_to_know,
    write_names,
)
from nlp.redact.vocabulary import Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("names") / "names.bin"
    write_names(out)
    return out.read_bytes()


def says(content: bytes, word: str) -> bool:
    _, bits, _, salt = struct.unpack("<4I", content[:16])
    return holds(content[16:], word, salt=salt, bits=bits)


def test_the_file_is_small_enough_for_a_phone(content: bytes) -> None:
    assert len(content) < 60_000


@pytest.mark.parametrize(
    "name", ["kim", "wojtek", "oluwaseun", "fatima", "siobhan", "gethin", "nguyen", "zozan"]
)
def test_names_of_every_community_are_known(content: bytes, name: str) -> None:
    assert says(content, name)


def test_a_name_that_is_a_word_is_known_only_as_it_is_written(content: bytes) -> None:
    assert (
        says(content, WRITTEN + "grace") and says(content, OPENING + "grace") and not says(content, "grace")
    )


def test_a_place_or_a_season_is_a_name_only_where_somebody_is_called_so(content: bytes) -> None:
    assert not says(content, WRITTEN + "paris") and not says(content, OPENING + "summer")
    assert says(content, TITLED + "winter") and says(content, TITLED + "brown")


@pytest.mark.parametrize(
    "word", ["oconnor", "samatha", "matthw", KIN + "worker", KIN + "nan", SYLLABLE + "wing"]
)
def test_apostrophes_slips_and_what_stands_around_names_are_known(content: bytes, word: str) -> None:
    assert says(content, word)


def test_ordinary_words_are_known_as_such_and_no_well_known_name_is(content: bytes) -> None:
    vocabulary = load_vocabulary(BUILT / VOCABULARY_FILE)
    names = names_to_hint_at(knowledge(), vocabulary)
    known = words_to_know(knowledge(), vocabulary)
    assert (
        not {word for word in ordinary_words(knowledge(), vocabulary, names) if ORDINARY + word in known}
        & names
    )
    assert says(content, ORDINARY + "school") and not says(content, "deja")
    assert [name for name in well_known(names, vocabulary) if says(content, ORDINARY + name)] == []


def test_words_that_cannot_be_kept_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="more bits"):
        make_filter(["anna"], ["anna"])


def test_the_list_cannot_be_read_out_of_the_file(content: bytes) -> None:
    assert b"wojtek" not in content


def test_without_a_vocabulary_every_listed_name_counts() -> None:
    assert "wojtek" in names_to_hint_at(knowledge(), Vocabulary({}))


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_names(tmp_path / "names.bin")
    assert [path.name for path in tmp_path.iterdir()] == ["names.bin"]
