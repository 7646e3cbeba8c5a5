"""Pictures of what people said: by theme and speaker, and how good or bad it was."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from core.pages.drawing import (
    BLUE,
    INK,
    ORANGE,
    WIDTHS,
    Drawing,
    Size,
    chart_of,
    draw,
    legend_on_top,
    named_down_the_side,
)
from learning.figures import Shown
from learning.frozen import FrozenSummary, ThemeLine

MOST_THEMES = 12
# Of these, so many are the first of each kind of speaker: few speak as often as children do.
FIRST_OF_EACH = 4
SPEAKERS = (("child", "Children"), ("family", "Families"), ("staff", "Staff"))
GOOD, BAD = "Working well", "Worry"
ROOM = 1.3  # of the longest bar, so that its number stands beside it


def most_said(themes: Sequence[ThemeLine]) -> list[ThemeLine]:
    """The themes a chart has room for, most said first. Themes that nobody raised, or that are hidden,
    are left out."""
    return _most_first(themes, "everybody")[:MOST_THEMES]


def most_said_by_each(themes: Sequence[ThemeLine]) -> list[ThemeLine]:
    """The same, with those among them that each kind of speaker said most."""
    firsts = [theme for key, _ in SPEAKERS for theme in _most_first(themes, key)[:FIRST_OF_EACH]]
    room = MOST_THEMES - len({theme.slug for theme in firsts})
    others = [theme for theme in _most_first(themes, "everybody") if theme not in firsts]
    return most_said([*firsts, *others[:room]])


def _most_first(themes: Sequence[ThemeLine], speaker: str) -> list[ThemeLine]:
    """Those that this speaker raised and that are shown, once each, most said first."""
    said = {theme: getattr(theme.said, speaker) for theme in themes}
    shown = [theme for theme, figure in said.items() if isinstance(figure, Shown) and figure.n]
    return sorted(shown, key=lambda theme: (-said[theme].n, theme.label))


def draw_speakers(data: FrozenSummary, size: Size) -> Drawing | None:
    """How many voices each kind of speaker made about each theme."""
    themes = most_said_by_each(data.themes)
    if not themes:
        return None
    rows = [
        {
            "theme": theme.label,
            "speaker": words,
            "n": figure.n if isinstance(figure, Shown) else 0,
            "label": str(figure),
        }
        for theme in themes
        for key, words in SPEAKERS
        for figure in (getattr(theme.said, key),)
    ]
    narrow = size == "narrow"
    base = chart_of(rows).encode(
        y=named_down_the_side("theme", [theme.label for theme in themes], widest=150 if narrow else 290)
    )
    most = max(int(str(row["n"])) for row in rows) or 1
    bars = base.mark_bar(height=14, cornerRadiusEnd=3).encode(
        x=alt.X("n:Q", title=None, axis=None, scale=alt.Scale(domain=[0, most * 1.35])),
        color=alt.Color(
            "speaker:N",
            legend=None,
            scale=alt.Scale(domain=[words for _, words in SPEAKERS], range=[BLUE, "#5B3E96", "#0B6B6F"]),
        ),
    )
    labels = base.mark_text(align="left", dx=5, fontSize=12, color=INK).encode(x="n:Q", text="label:N")
    panel = (WIDTHS[size] - (160 if narrow else 300)) // (1 if narrow else 3) - (0 if narrow else 14)
    panels = alt.layer(bars, labels).properties(width=panel, height=alt.Step(22 if size == "print" else 26))
    order = [words for _, words in SPEAKERS]
    header = alt.Header(labelAnchor="start", labelOrient="top", labelPadding=6)
    chart = (
        panels.facet(row=alt.Row("speaker:N", title=None, sort=order, header=header), spacing=14)
        if narrow
        else panels.facet(column=alt.Column("speaker:N", title=None, sort=order, header=header), spacing=14)
    )
    top = themes[0]
    return draw(
        chart,
        name="speakers",
        size=size,
        title="What each group talked about",
        description=(
            f"Bars for {len(themes)} themes, one panel for children and young people, one for families and "
            f"one for staff. The theme said most is {top.label}, with {top.said.everybody} voices. "
            "The same figures are in the table."
        ),
    )


def draw_valence(data: FrozenSummary, size: Size) -> Drawing | None:
    """For each theme, voices that say it works well to the right and worries to the left.

    A hidden figure is written where its bar would end; the other side is drawn all the same.
    """
    themes = most_said(data.themes)
    rows: list[dict[str, object]] = [
        {
            "theme": theme.label,
            "part": part,
            "to": side * (figure.n if isinstance(figure, Shown) else 0),
            "n": str(figure),
        }
        for theme in themes
        for part, side, figure in ((BAD, -1, theme.negative), (GOOD, 1, theme.positive))
    ]
    reach = max((abs(int(str(row["to"]))) for row in rows), default=0)
    if not reach:
        return None
    narrow = size == "narrow"
    base = chart_of(rows).encode(
        y=named_down_the_side("theme", [theme.label for theme in themes], widest=120 if narrow else 290),
        x=alt.X("to:Q", title=None, axis=None, scale=alt.Scale(domain=[-reach * ROOM, reach * ROOM])),
    )
    bars = base.mark_bar(height=18).encode(
        color=alt.Color(
            "part:N",
            scale=alt.Scale(domain=[BAD, GOOD], range=[ORANGE, BLUE]),
            sort=[BAD, GOOD],
            legend=legend_on_top(size),
        ),
    )
    said = base.mark_text(fontSize=12, color=INK, align="left", dx=5).encode(text="n:N")
    feared = base.mark_text(fontSize=12, color=INK, align="right", dx=-5).encode(text="n:N")
    good = said.transform_filter(f"datum.part == '{GOOD}'")
    worries = feared.transform_filter(f"datum.part == '{BAD}'")
    chart = alt.layer(bars, worries, good).properties(
        width=WIDTHS[size] - (130 if narrow else 300), height=alt.Step(24 if size == "print" else 28)
    )
    return draw(
        chart,
        name="valence",
        size=size,
        title="What works well and what worries people",
        description=(
            "Two bars for each theme. Voices that say it works well reach to the right in blue, worries "
            "reach to the left in orange. Mixed and neutral voices are in the table, with the same figures."
        ),
    )
