"""How auditors graded each standard."""

from __future__ import annotations

import altair as alt

from core.pages.drawing import (
    BLUE,
    INK,
    ORANGE,
    PALE,
    PALE_BLUE,
    PALE_ORANGE,
    WIDTHS,
    Drawing,
    Size,
    chart_of,
    draw,
    legend_on_top,
    named_down_the_side,
)
from learning.figures import Shown
from learning.frozen import FrozenSummary


def grade_colours(points: int) -> list[str]:
    """From best to worst: blue, paler, paler, orange, with grey between where the scale is long."""
    if points <= 2:
        return [BLUE, ORANGE][:points]
    if points == 3:
        return [BLUE, PALE, ORANGE]
    return [BLUE, PALE_BLUE, *[PALE] * (points - 4), PALE_ORANGE, ORANGE]


def draw_standards(data: FrozenSummary, size: Size) -> Drawing | None:
    """One bar for each standard, split by grade. Left to the table are standards with a hidden grade, and all where
    nobody knows the order of the scale."""
    if not all(point.ranked for point in data.scale):
        return None
    labels = [point.label for point in data.scale]
    colours = grade_colours(len(labels))
    rows: list[dict[str, object]] = []
    for standard in data.standards:
        figures = [standard.counts[point.key] for point in data.scale]
        counts = [figure.n for figure in figures if isinstance(figure, Shown)]
        if len(counts) < len(figures) or not sum(counts):
            continue
        start = 0.0
        for place, n in enumerate(counts):
            end = start + 100 * n / sum(counts)
            if n:
                rows.append(
                    {
                        "standard": standard.label,
                        "grade": labels[place],
                        "from": start,
                        "to": end,
                        "n": n,
                        "mid": (start + end) / 2,
                        "ink": "#FFFFFF" if colours[place] in (BLUE, ORANGE) else INK,
                    }
                )
            start = end
    if not rows:
        return None
    narrow = size == "narrow"
    base = chart_of(rows).encode(
        y=named_down_the_side(
            "standard", [standard.label for standard in data.standards], widest=120 if narrow else 230
        )
    )
    bars = base.mark_bar(height=20, stroke="#FFFFFF", strokeWidth=1).encode(
        x=alt.X("from:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 100])),
        x2="to:Q",
        color=alt.Color(
            "grade:N",
            sort=labels,
            scale=alt.Scale(domain=labels, range=colours),
            legend=legend_on_top(size, widest=260),
        ),
    )
    counts_on_bars = (
        base.transform_filter(f"datum.to - datum.from > {12 if narrow else 5}")
        .mark_text(fontSize=12)
        .encode(x="mid:Q", text="n:Q", color=alt.Color("ink:N", scale=None, legend=None))
    )
    chart = (
        alt.layer(bars, counts_on_bars)
        .resolve_scale(color="independent")
        .properties(width=WIDTHS[size] - (130 if narrow else 290), height=alt.Step(30))
    )
    return draw(
        chart,
        name="standards",
        size=size,
        title="How auditors graded our practice",
        description=(
            f"One bar for each standard, split from {labels[0]} on the left to {labels[-1]} on the right, "
            "with the number of grades on each part. The same figures are in the table."
        ),
    )
