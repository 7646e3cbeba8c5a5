"""The pages of each output, made from a summary's content and nothing else."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from core.days import day_in_words
from core.pages.assets import AssetsNotBuilt, built_path
from core.pages.drawing import Drawing
from learning.chance import METHOD_IN_WORDS
from learning.charts.months import draw_voices
from learning.charts.standards import draw_standards
from learning.charts.themes import draw_speakers, draw_valence, most_said
from learning.figures import Hidden, Shown, hidden_note, out_of, share
from learning.frozen import SummaryContent
from learning.pdf.render import Pages
from learning.periods import period_in_words
from learning.pictures import path_of, shipped_pictures
from learning.sentences import opening_sentences

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
FONTS = (
    "atkinson-400.woff2",
    "atkinson-400-italic.woff2",
    "atkinson-700.woff2",
    "atkinson-ext-400.woff2",
    "atkinson-ext-700.woff2",
)
LINES_ON_A_CHILDS_PAGE = 4
CHILDS_PAGES = 6
MOST_CHILD_LINES = LINES_ON_A_CHILDS_PAGE * (CHILDS_PAGES - 2)


class Kind(StrEnum):
    """Who an output is for."""

    committee = "committee"
    children = "children"


def pages_of(content: SummaryContent, kind: Kind, *, logo: bytes | None = None) -> Pages:
    """The HTML, charts, pictures and fonts of one output. `logo` is an SVG or PNG."""
    makers = {Kind.committee: _committee, Kind.children: _children}
    return makers[kind](content, _logo_file(logo))


def _committee(content: SummaryContent, logo: dict[str, bytes]) -> Pages:
    data = content.data
    drawings: dict[str, Drawing | None] = {
        "speakers": draw_speakers(data, "print"),
        "valence": draw_valence(data, "print"),
        "standards": draw_standards(data, "print"),
        "months": draw_voices(data, "print"),
    }
    shown = [
        theme for theme in data.themes if isinstance(theme.said.everybody, Shown) and theme.said.everybody.n
    ]
    drawn = {name: drawing for name, drawing in drawings.items() if drawing is not None}
    html = (
        templates()
        .get_template("pdf/committee.html")
        .render(
            content=content,
            data=data,
            drawings=drawn,
            themes=sorted(shown, key=lambda theme: -theme.said.everybody.n),
            unsaid=[theme.label for theme in data.themes if isinstance(theme.said.everybody, Hidden)],
            top_themes=most_said(data.themes),
            sentences=opening_sentences(data),
            logo=next(iter(logo), None),
            fonts=_fonts(),
            method=METHOD_IN_WORDS,
        )
    )
    contents = {f"{name}.svg": drawing.svg.encode("utf-8") for name, drawing in drawn.items()}
    return Pages(html, contents | logo, {"cover.svg": path_of("cover")} | _fonts())


def _children(content: SummaryContent, logo: dict[str, bytes]) -> Pages:
    pictures = shipped_pictures().pictures
    lines = content.narrative.children[:MOST_CHILD_LINES]
    shown = [
        line if line.picture in pictures else line.model_copy(update={"picture": "speech"}) for line in lines
    ]
    html = (
        templates()
        .get_template("pdf/children.html")
        .render(
            content=content,
            data=content.data,
            sheets=[
                shown[i : i + LINES_ON_A_CHILDS_PAGE] for i in range(0, len(shown), LINES_ON_A_CHILDS_PAGE)
            ],
            pictures=pictures,
            logo=next(iter(logo), None),
            fonts=_fonts(),
        )
    )
    used = {line.picture for line in shown} | {"ear", "help", "me", "speech", "friends"}
    return Pages(html, logo, {f"{name}.svg": path_of(name) for name in used} | _fonts())


def _logo_file(logo: bytes | None) -> dict[str, bytes]:
    if not logo:
        return {}
    return {"logo.png" if logo.startswith(b"\x89PNG") else "logo.svg": logo}


@cache
def _fonts() -> dict[str, Path]:
    """Our typeface, where the styles are built; without it a page is drawn in the machine's own."""
    try:
        return {name: built_path(name) for name in FONTS}
    except AssetsNotBuilt:
        return {}


@cache
def templates() -> Environment:
    """The templates of the PDFs, which know nothing of a web request."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters.update(
        day=lambda day: day_in_words(day) if isinstance(day, date) else "",
        paragraphs=lambda text: [part.strip() for part in text.split("\n\n") if part.strip()],
        css=lambda name: Markup((TEMPLATES / "pdf" / name).read_text(encoding="utf-8")),  # noqa: S704 - our own
    )
    environment.globals.update(
        out_of=out_of, share=share, hidden_note=hidden_note, period_in_words=period_in_words
    )
    return environment
