"""How well each model did, one after the other, as a picture: F1 on what was held back, with its interval."""

from collections.abc import Sequence

import altair as alt

from core.pages.drawing import BLUE, INK, LINE, QUIET, WIDTHS, Drawing, Size, chart_of, draw
from nlp.taught.page import Measured

MARKS = (
    ("in use", "In use then", QUIET, "circle"),
    ("put in use", "New, and better: put in use", BLUE, "triangle-up"),
    ("kept", "New, and only kept", INK, "diamond"),
)
TITLE = "How well each model did"


def draw_history(measured: Sequence[Measured], *, size: Size) -> Drawing | None:
    """The figures in the order in which they were measured; None with fewer than two."""
    if len(measured) < 2:
        return None
    words = {kind: says for kind, says, _, _ in MARKS}
    rows = [
        {
            "at": at,
            "label": f"{one.short_name}, {one.at:%-d %b}",
            "f1": one.f1 or 0,
            "low": one.figures.f1_interval[0],
            "high": one.figures.f1_interval[1],
            "what": words[one.what],
        }
        for at, one in enumerate(measured)
    ]
    labels = "[" + ",".join(f"'{row['label']}'" for row in rows) + "][datum.value]"
    x = alt.X(
        "at:O",
        title=None,
        axis=alt.Axis(
            labelExpr=labels, labelAngle=-90 if size == "narrow" or len(rows) > 6 else 0, grid=False
        ),
    )
    scale = alt.Scale(domain=[0, 1])
    span = (
        chart_of(rows)
        .mark_rule(color=LINE, strokeWidth=2)
        .encode(x=x, y=alt.Y("low:Q", scale=scale, title="F1, 0 to 1"), y2="high:Q")
    )
    here = [mark for mark in MARKS if any(row["what"] == mark[1] for row in rows)]
    domain = [says for _, says, _, _ in here]
    dots = (
        chart_of(rows)
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            x=x,
            y=alt.Y("f1:Q", scale=scale),
            color=alt.Color(
                "what:N",
                scale=alt.Scale(domain=domain, range=[colour for _, _, colour, _ in here]),
                legend=alt.Legend(title=None, orient="top", direction="vertical"),
            ),
            shape=alt.Shape(
                "what:N", scale=alt.Scale(domain=domain, range=[shape for _, _, _, shape in here])
            ),
        )
    )
    chart = alt.layer(span, dots).properties(width=WIDTHS[size] - 70, height=240)
    return draw(chart, name="models", size=size, title=TITLE, description=in_words(measured))


def in_words(measured: Sequence[Measured]) -> str:
    """What the picture shows."""
    first, last = measured[0], measured[-1]
    return (
        f"{len(measured)} measurings, each on the passages held back at that time. The first, of"
        f" {first.name.lower()}, gave {first.f1 or 0:.2f}; the newest, of {last.name.lower()}, {last.f1 or 0:.2f}."
    )
