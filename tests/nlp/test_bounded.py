"""Reading is bounded: a slow or broken text costs itself and nothing else, and no child process is left."""

import time
from collections.abc import Iterator

import pytest

import nlp.bounded
from nlp.bounded import BoundedReader, CodebookRefused, ReaderWillNotStart, Text, Unread
from nlp.codebook import Codebook, shipped_codebook
from nlp.codebook.changes import with_theme
from nlp.findings import Speaker
from nlp.kept.reading import KeptReading
from nlp.redact import NOBODY
from tests.nlp.serving import serve_never, serve_slowly


@pytest.fixture
def reader() -> Iterator[BoundedReader]:
    reader = BoundedReader(seconds=60)
    yield reader
    reader.close()


def test_texts_are_read_in_order_by_another_process(reader: BoundedReader) -> None:
    found = reader.read(
        [Text("She listens to me.", Speaker.child), Text("No one rings back", Speaker.family)],
        familiar=NOBODY,
    )
    assert [kept.redacted for kept in found if isinstance(kept, KeptReading)] == [
        "She listens to me.",
        "No one rings back",
    ]


def test_a_text_that_takes_too_long_is_left_out_and_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp.bounded, "_serve", serve_slowly)
    reader = BoundedReader(seconds=2)
    began = time.monotonic()
    found = reader.read(
        [Text("quick", Speaker.child), Text("slow", Speaker.child), Text("quick", Speaker.child)],
        familiar=NOBODY,
    )
    reader.close()
    assert found == ["quick", Unread("slow"), "quick"]
    assert time.monotonic() - began < 60


def test_a_text_that_breaks_the_pipeline_or_its_process_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp.bounded, "_serve", serve_slowly)
    reader = BoundedReader(seconds=20)
    found = reader.read(
        [Text("fault", Speaker.child), Text("quick", Speaker.child), Text("crash", Speaker.child)],
        familiar=NOBODY,
    )
    reader.close()
    assert found == [Unread("failed", "KeyError"), "quick", Unread("failed", "the reader ended")]


def test_a_pipeline_that_cannot_be_built_blames_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp.bounded, "_serve", serve_never)
    with pytest.raises(ReaderWillNotStart):
        BoundedReader().read([Text("quick", Speaker.child)], familiar=NOBODY)


def test_the_same_process_reads_with_another_codebook_and_keeps_it_where_a_further_one_is_refused(
    reader: BoundedReader,
) -> None:
    def themes_with(codebook: Codebook | None) -> set[str]:
        (kept,) = reader.read(
            [Text("They zoggled at the flumps again.", Speaker.child)], codebook, familiar=NOBODY
        )
        assert isinstance(kept, KeptReading)
        return {one.finding.theme for one in kept.themes}

    assert "contact-speed" not in themes_with(None)
    assert reader._process is not None
    process = reader._process.pid
    grown = with_phrase("zoggled at")
    assert "contact-speed" in themes_with(grown)
    with pytest.raises(CodebookRefused):
        themes_with(with_phrase("(zoggled"))
    assert "contact-speed" in themes_with(grown)
    assert "contact-speed" not in themes_with(None)
    assert reader._process.pid == process


def test_a_process_that_is_lost_is_started_with_the_codebook_that_is_wanted(reader: BoundedReader) -> None:
    reader.read([Text("No one rings back", Speaker.child)], familiar=NOBODY)
    assert reader._process is not None
    reader._process.kill()
    reader._process.join()
    (kept,) = reader.read(
        [Text("They zoggled at the flumps again.", Speaker.child)], with_phrase("zoggled at"), familiar=NOBODY
    )
    assert isinstance(kept, KeptReading)
    assert "contact-speed" in {one.finding.theme for one in kept.themes}


def with_phrase(phrase: str) -> Codebook:
    """The shipped codebook with one phrase more for slow answers."""
    theme = shipped_codebook().theme("contact-speed")
    grown = theme.lexicon.model_copy(update={"bad": (*theme.lexicon.bad, phrase)})
    return with_theme(shipped_codebook(), theme.model_copy(update={"lexicon": grown}))
