"""`heard bench summary`: frozen data to three finished PDFs, against WeasyPrint alone on the same pages."""

from __future__ import annotations

import time
from collections.abc import Callable

import weasyprint

from core.bench import Figure, bench
from core.pages.drawing import forget_drawings
from learning.example import example_content
from learning.frozen import SummaryContent
from learning.pdf.files import HandedFiles
from learning.pdf.pages import Kind, pages_of
from learning.pdf.render import Pages, draw_pdf

ROUNDS = 5
GOAL = 1.15


@bench("summary")
def summary() -> Figure:
    """Charts, pages, tags and drawing in a process of its own; the floor gets its pages ready made."""
    whole = example_content()
    team = whole.model_copy(
        update={"data": whole.data.model_copy(update={"scope_kind": "team", "scope_name": "Leaving care"})}
    )
    wanted: tuple[tuple[SummaryContent, Kind], ...] = (
        (whole, Kind.committee),
        (whole, Kind.children),
        (team, Kind.committee),
    )
    ready = [pages_of(content, kind) for content, kind in wanted]

    def ours() -> None:
        forget_drawings()
        for content, kind in wanted:
            draw_pdf(pages_of(content, kind))

    def floor() -> None:
        for pages in ready:
            _weasyprint_alone(pages)

    ours()
    floor()
    taken = [(_seconds(ours), _seconds(floor)) for _ in range(ROUNDS)]
    return Figure(
        ours=min(mine for mine, _ in taken),
        floor=min(theirs for _, theirs in taken),
        unit="seconds for three PDFs",
        goal=GOAL,
        at_most=True,
        more={"rounds": ROUNDS},
    )


def _weasyprint_alone(pages: Pages) -> None:
    files = HandedFiles(contents=pages.contents, paths=pages.paths)
    page = weasyprint.HTML(string=pages.html, base_url="heard:", url_fetcher=files)
    page.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)


def _seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
