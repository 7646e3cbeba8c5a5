"""A monthly figure as a control chart: which months say something and which are ordinary ups and downs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import altair as alt

from core.pages.drawing import BLUE, INK, LINE, ORANGE, QUIET, WIDTHS, Drawing, Size, chart_of, draw
from learning.figures import Figure, Shown
from learning.spc import Better, Chart, Meaning, control_chart

MARKS = {
    Meaning.ordinary: ("Ordinary ups and downs", QUIET, "circle"),
    Meaning.improvement: ("Getting better", BLUE, "triangle-up"),
    Meaning.concern: ("Getting worse", ORANGE, "triangle-down"),
    Meaning.change: ("A real change", INK, "diamond"),
}


def draw_months(
    months: Sequence[date],
    figures: Sequence[Figure],
    *,
    better: Better,
    unit: str,
    title: str,
    name: str,
    size: Size,
) -> Drawing | None:
    """The control chart of `figures`, one a month; hidden months are gaps that say so. None with under
    two shown."""
    shown = [
        (month, figure.n) for month, figure in zip(months, figures, strict=True) if isinstance(figure, Shown)
    ]
    control = control_chart([float(n) for _, n in shown], better=better, least=0)
    if control is None:
        return None
    order = [_short(month) for month in months]
    points = [
        {
            "month": _short(month),
            "n": n,
            "meaning": MARKS[point.meaning][0],
        }
        for (month, n), point in zip(shown, control.points, strict=True)
    ]
    gaps = [
        {"month": _short(month), "label": "hidden"}
        for month, figure in zip(months, figures, strict=True)
        if not isinstance(figure, Shown)
    ]
    x = alt.X(
        "month:O",
        sort=order,
        title=None,
        scale=alt.Scale(domain=order),
        axis=alt.Axis(
            labelAngle=-90 if size == "narrow" or len(order) > 12 else 0, grid=False, labelOverlap=True
        ),
    )
    most = max(max(n for _, n in shown), control.upper) * 1.08
    y = alt.Y(
        "value:Q", title=unit, scale=alt.Scale(domain=[0, most]), axis=alt.Axis(tickMinStep=1, tickCount=5)
    )
    rules = (
        chart_of(
            [
                {"value": control.upper, "line": "limit"},
                {"value": control.mean, "line": "average"},
                {"value": control.lower, "line": "limit"},
            ]
        )
        .mark_rule(color=LINE)
        .encode(
            y=y,
            strokeDash=alt.StrokeDash(
                "line:N", legend=None, scale=alt.Scale(domain=["average", "limit"], range=[[1, 0], [5, 4]])
            ),
        )
    )
    line = chart_of(points).mark_line(color=QUIET, strokeWidth=1.5).encode(x=x, y=alt.Y("n:Q"))
    present = [mark for mark in MARKS.values() if any(point["meaning"] == mark[0] for point in points)]
    domain = [words for words, _, _ in present]
    dots = (
        chart_of(points)
        .mark_point(filled=True, size=95, opacity=1)
        .encode(
            x=x,
            y=alt.Y("n:Q"),
            color=alt.Color(
                "meaning:N",
                scale=alt.Scale(domain=domain, range=[colour for _, colour, _ in present]),
                legend=alt.Legend(
                    title=None, orient="top", direction="vertical" if size == "narrow" else "horizontal"
                ),
            ),
            shape=alt.Shape(
                "meaning:N", scale=alt.Scale(domain=domain, range=[shape for _, _, shape in present])
            ),
        )
    )
    layers: list[alt.Chart] = [rules, line, dots]
    if gaps:
        layers.append(
            chart_of(gaps)
            .mark_text(angle=270, align="left", fontSize=12, color=QUIET)
            .encode(x=x, y=alt.value(232), text="label:N")
        )
    chart = alt.layer(*layers).properties(width=WIDTHS[size] - 70, height=240)
    return draw(chart, name=name, size=size, title=title, description=_in_words(control, shown, unit))


def _short(month: date) -> str:
    return f"{month:%b} {month:%y}"


def _in_words(control: Chart, shown: Sequence[tuple[date, int]], unit: str) -> str:
    signals = [
        f"{month:%B %Y} ({MARKS[point.meaning][0].lower()})"
        for (month, _), point in zip(shown, control.points, strict=True)
        if point.meaning is not Meaning.ordinary
    ]
    trial = " There are fewer than twelve months, so the limits are a first guess." if control.trial else ""
    return (
        f"A line of {unit.lower()} by month, from {shown[0][0]:%B %Y} to {shown[-1][0]:%B %Y}. "
        f"The average is {control.mean:.0f} a month; ordinary months lie between {control.lower:.0f} and "
        f"{control.upper:.0f}. "
        + (f"Months that stand out: {', '.join(signals)}." if signals else "No month stands out.")
        + trial
    )
