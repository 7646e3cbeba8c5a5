"""The finished PDFs, opened and read part by part."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import pikepdf
import pytest

from learning.example import example_content, example_data
from learning.frozen import ChildLine, Narrative, QuoteLine, SummaryContent
from learning.pdf.pages import MOST_CHILD_LINES, Kind, pages_of
from learning.pdf.render import DrawingError, Pages, draw_pdf

LONG = "This is a long line about something that matters to you and to us, in quite a few words"


@cache
def drawn(kind: Kind) -> bytes:
    return draw_pdf(pages_of(example_content(), kind))


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def parts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every element of the structure tree, in reading order."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, pikepdf.Array):
            waiting[:0] = list(part)
        elif isinstance(part, pikepdf.Dictionary) and "/S" in part:
            yield part
            if "/K" in part:
                waiting.insert(0, part.K)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_pdf_says_its_title_its_language_and_that_it_is_tagged(kind: Kind) -> None:
    pdf = opened(drawn(kind))
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as told:
        assert told["pdfuaid:part"] == "1"
        assert "September 2026" in told["dc:title"]


@pytest.mark.parametrize("kind", list(Kind))
def test_headings_go_down_one_step_at_a_time(kind: Kind) -> None:
    levels = [
        int(str(part.S)[2]) for part in parts(opened(drawn(kind))) if str(part.S)[1:] in ("H1", "H2", "H3")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_heading_of_a_table_says_what_it_is_the_heading_of() -> None:
    pdf = opened(drawn(Kind.committee))
    found = [part for part in parts(pdf) if str(part.S) == "/TH"]
    assert {str(part.A.Scope) for part in found} == {"/Row", "/Column"}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_picture_has_words_that_stand_for_it(kind: Kind) -> None:
    pdf = opened(drawn(kind))
    pictures = [part for part in parts(pdf) if str(part.S) == "/Figure"]
    assert pictures
    assert all(len(str(part.Alt)) > 5 for part in pictures)


def test_a_long_table_repeats_its_head_on_the_next_page() -> None:
    content = example_content()
    theme = content.data.themes[0]
    many = tuple(theme.model_copy(update={"slug": f"t{i}", "label": f"Theme {i}"}) for i in range(60))
    long = content.model_copy(update={"data": content.data.model_copy(update={"themes": many})})
    pdf = opened(draw_pdf(pages_of(long, Kind.committee)))
    heads = [part for part in parts(pdf) if str(part.S) == "/THead"]
    tables = [part for part in parts(pdf) if str(part.S) == "/Table"]
    assert len(heads) == len(tables)


def test_the_childrens_version_is_never_more_than_six_pages() -> None:
    line = ChildLine(picture="ear", words=LONG)
    content = SummaryContent(
        title="Title",
        data=example_data(),
        narrative=Narrative(children=tuple(line for _ in range(MOST_CHILD_LINES + 5))),
    )
    assert len(opened(draw_pdf(pages_of(content, Kind.children))).pages) == 6


def test_words_from_people_are_text_and_never_markup() -> None:
    nasty = '<img src="file:///etc/passwd"><script>x</script> & <b>'
    content = example_content().model_copy(
        update={"quotes": (QuoteLine(words=nasty, speaker="a parent or carer"),), "title": nasty}
    )
    pages = pages_of(content, Kind.committee)
    assert "<script>" not in pages.html
    assert draw_pdf(pages).startswith(b"%PDF")


@pytest.mark.parametrize(
    "asks", ['<img alt="x" src="file:///etc/hostname">', '<img alt="x" src="http://127.0.0.1:1/x.png">',
             '<style>@import "heard:other.css"</style>', '<img alt="x" src="data:image/png;base64,AAAA">']
)  # fmt: skip
def test_a_page_gets_no_file_that_was_not_handed_to_it(asks: str) -> None:
    with pytest.raises(DrawingError, match="not one of our files"):
        draw_pdf(Pages(f"<html lang=en><title>t</title>{asks}<p>x</html>"))


def test_a_page_that_takes_too_long_is_stopped_and_the_next_one_is_drawn() -> None:
    endless = Pages("<html lang=en><title>t</title>" + "<p>word <b>word</b> " * 40_000 + "</html>")
    with pytest.raises(DrawingError, match="longer than 1 seconds"):
        draw_pdf(endless, seconds=1)
    assert draw_pdf(Pages("<html lang=en><title>t</title><p>x</html>")).startswith(b"%PDF")


def test_a_page_that_needs_too_much_memory_is_stopped() -> None:
    huge = Pages("<html lang=en><title>t</title>" + "<p>word <b>word</b> " * 40_000 + "</html>")
    with pytest.raises(DrawingError, match="memory"):
        draw_pdf(huge, memory_bytes=250 * 1024**2)


def test_the_contents_hold_one_link_for_each_entry_and_the_page_it_is_on() -> None:
    pdf = opened(drawn(Kind.committee))
    entries = pages_of(example_content(), Kind.committee).html.count('<a href="#')
    assert entries == 5
    assert len([part for part in parts(pdf) if str(part.S) == "/Link"]) == entries
