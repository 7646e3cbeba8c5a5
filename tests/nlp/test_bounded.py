"""Reading is bounded: a slow or broken text costs itself and nothing else, and no child process is left."""

import time
from collections.abc import Iterator

import pytest

import nlp.bounded
from nlp.bounded import BoundedReader, ReaderWillNotStart, Unread
from nlp.findings import Speaker
from nlp.kept.reading import KeptReading
from tests.nlp.serving import serve_never, serve_slowly


@pytest.fixture
def reader() -> Iterator[BoundedReader]:
    reader = BoundedReader(seconds=60)
    yield reader
    reader.close()


def test_texts_are_read_in_order_by_another_process(reader: BoundedReader) -> None:
    found = reader.read([("She listens to me.", Speaker.child), ("No one rings back", Speaker.family)])
    assert [kept.redacted for kept in found if isinstance(kept, KeptReading)] == [
        "She listens to me.",
        "No one rings back",
    ]


def test_a_text_that_takes_too_long_is_left_out_and_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp.bounded, "_serve", serve_slowly)
    reader = BoundedReader(seconds=2)
    began = time.monotonic()
    found = reader.read([("quick", Speaker.child), ("slow", Speaker.child), ("quick", Speaker.child)])
    reader.close()
    assert found == ["quick", Unread("slow"), "quick"]
    assert time.monotonic() - began < 60


def test_a_text_that_breaks_the_pipeline_or_its_process_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp.bounded, "_serve", serve_slowly)
    reader = BoundedReader(seconds=20)
    found = reader.read([("fault", Speaker.child), ("quick", Speaker.child), ("crash", Speaker.child)])
    reader.close()
    assert found == [Unread("failed", "KeyError"), "quick", Unread("failed", "the reader ended")]


def test_a_pipeline_that_cannot_be_built_blames_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp.bounded, "_serve", serve_never)
    with pytest.raises(ReaderWillNotStart):
        BoundedReader().read([("quick", Speaker.child)])
