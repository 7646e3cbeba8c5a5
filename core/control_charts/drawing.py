"""A control chart as a picture: which points say something and which are ordinary ups and downs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from core.control_charts import Better, Chart, Meaning, control_chart
from core.pages.drawing import BLUE, INK, LINE, ORANGE, QUIET, WIDTHS, Drawing, Size, chart_of, draw

MARKS = {
    Meaning.ordinary: ("Ordinary ups and downs", QUIET, "circle"),
    Meaning.improvement: ("Getting better", BLUE, "triangle-up"),
    Meaning.concern: ("Getting worse", ORANGE, "triangle-down"),
    Meaning.change: ("A real change", INK, "diamond"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One point of a chart: the words under it, the words for it in a sentence, its value; None is hidden."""

    under: str
    said: str
    value: float | None


def draw_control_chart(
    places: Sequence[Place],
    *,
    better: Better,
    unit: str,
    title: str,
    name: str,
    size: Size,
    each: str = "month",
    most: float | None = None,
) -> Drawing | None:
    """The control chart of `places`, oldest first, each one `each`; hidden ones are gaps that say so.

    `most` is the greatest that a value can be. None with under two shown.
    """
    shown = [(place, place.value) for place in places if place.value is not None]
    control = control_chart([value for _, value in shown], better=better, least=0, most=most)
    if control is None:
        return None
    order = [place.under for place in places]
    points = [
        {"at": place.under, "n": value, "meaning": MARKS[point.meaning][0]}
        for (place, value), point in zip(shown, control.points, strict=True)
    ]
    gaps = [{"at": place.under, "label": "hidden"} for place in places if place.value is None]
    x = alt.X(
        "at:O",
        sort=order,
        title=None,
        scale=alt.Scale(domain=order),
        axis=alt.Axis(
            labelAngle=-90 if size == "narrow" or len(order) > 12 else 0, grid=False, labelOverlap=True
        ),
    )
    top = max(1.0, control.upper, *(value for _, value in shown)) * 1.08
    y = alt.Y(
        "value:Q", title=unit, scale=alt.Scale(domain=[0, top]), axis=alt.Axis(tickMinStep=1, tickCount=5)
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
    description = _in_words(control, shown, unit=unit, each=each)
    return draw(chart, name=name, size=size, title=title, description=description)


def _in_words(control: Chart, shown: Sequence[tuple[Place, float]], *, unit: str, each: str) -> str:
    signals = [
        f"{place.said} ({MARKS[point.meaning][0].lower()})"
        for (place, _), point in zip(shown, control.points, strict=True)
        if point.meaning is not Meaning.ordinary
    ]
    trial = f" There are fewer than twelve {each}s, so the limits are a first guess." if control.trial else ""
    return (
        f"A line of {unit[:1].lower()}{unit[1:]} by {each}, from {shown[0][0].said} to {shown[-1][0].said}. "
        f"The average is {control.mean:.0f} a {each}; ordinary {each}s lie between {control.lower:.0f} and "
        f"{control.upper:.0f}. "
        + (
            f"{each.capitalize()}s that stand out: {', '.join(signals)}."
            if signals
            else f"No {each} stands out."
        )
        + trial
    )
