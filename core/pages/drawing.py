"""From a chart's definition to an SVG that needs no script and no style of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final, Literal

import altair as alt
import vl_convert

INK: Final = "#241C3B"
QUIET: Final = "#6B6675"
LINE: Final = "#8B8694"
BLUE: Final = "#0072B2"
ORANGE: Final = "#B84A00"
PALE_BLUE: Final = "#A9D3EA"
PALE_ORANGE: Final = "#F4C3A0"
PALE: Final = "#D9D6DF"
FONT: Final = "Atkinson Hyperlegible, DejaVu Sans, sans-serif"

Size = Literal["page", "narrow", "print"]
WIDTHS: Final[dict[Size, int]] = {"page": 800, "narrow": 268, "print": 640}

_UNSAFE = re.compile(
    r"<(script|style|foreignObject|image|a)\b|\s(on\w+|style|href|xlink:href)=", re.IGNORECASE
)
_PART_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_OPENING = re.compile(r"<svg [^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>")


class UnsafeDrawingError(ValueError):
    """A drawing held something that a strict page would block or that could run."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished picture, with the words that stand for it where it cannot be seen."""

    name: str
    title: str
    description: str
    svg: str


def draw(chart: alt.TopLevelMixin, *, name: str, size: Size, title: str, description: str) -> Drawing:
    """Draw `chart`; the title and description go inside the SVG for screen readers."""
    svg = _drawn(json.dumps(_dressed(chart).to_dict(), sort_keys=True))
    return Drawing(name, title, description, _described(svg, f"{name}-{size}", title, description))


@lru_cache(maxsize=128)
def _drawn(definition: str) -> str:
    """The same figures make the same picture: a page that is asked for again is not drawn again."""
    svg: str = vl_convert.vegalite_to_svg(json.loads(definition))
    return svg


def chart_of(rows: Sequence[Mapping[str, object]]) -> alt.Chart:
    """A chart of `rows`, before it is told how to look."""
    return alt.Chart(alt.Data(values=list(rows)))  # type: ignore[no-untyped-call]


def named_down_the_side(field: str, names: Sequence[str], *, widest: int) -> alt.Y:
    """A row of the chart for each of `names`, in this order; a name may be so many points wide."""
    axis = alt.Axis(domain=False, ticks=False, labelLimit=widest, labelPadding=8)
    return alt.Y(f"{field}:N", sort=list(names), title=None, axis=axis)


def legend_on_top(size: Size, *, widest: int = 300) -> alt.Legend:
    """The colours with their names above the chart, one below the other where it is narrow."""
    return alt.Legend(
        title=None,
        orient="top",
        direction="vertical" if size == "narrow" else "horizontal",
        symbolType="square",
        labelLimit=widest,
    )


def _dressed(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    dressed: alt.TopLevelMixin = (
        chart.configure(background="transparent", font=FONT, padding=4)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            titleColor=INK,
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            gridColor="#E9E6EE",
            domainColor=LINE,
            tickColor=LINE,
            labelLimit=260,
        )
        .configure_legend(labelColor=INK, labelFontSize=13, titleColor=INK, symbolSize=140, labelLimit=300)
        .configure_header(labelColor=INK, labelFontSize=14, labelFontWeight="bold", titleColor=INK)
    )
    return dressed


def _described(svg: str, name: str, title: str, description: str) -> str:
    if _UNSAFE.search(svg):
        raise UnsafeDrawingError(f"the drawing {name} holds something a strict page would block")
    # One picture with one description reads better than four hundred labelled parts.
    svg = _PART_ROLES.sub("", svg)
    found = _OPENING.match(svg)
    if found is None:
        raise UnsafeDrawingError(f"the drawing {name} has no size")
    width, height = found.groups()
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" class="heard-drawing" role="img" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
    )
    return opening + svg[found.end() :]


def forget_drawings() -> None:
    """Draw everything anew from here on, as a process that has just started would."""
    _drawn.cache_clear()
