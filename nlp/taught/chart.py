"""How well models did, one after the other, as pictures: figures on what was held back, each with its interval."""

from collections.abc import Sequence

import altair as alt

from core.control_charts import Better
from core.control_charts.drawing import Place, draw_control_chart
from core.pages.drawing import BLUE, INK, LINE, QUIET, WIDTHS, Drawing, Size, chart_of, draw
from nlp.taught.drifting import Drift
from nlp.taught.figures import Share, ThemeFigures
from nlp.taught.history import Measured
from nlp.trained.measures import Interval

MARKS = (
    ("in use", "In use then", QUIET, "circle"),
    ("put in use", "New, and better: put in use", BLUE, "triangle-up"),
    ("kept", "New, and only kept", INK, "diamond"),
)
MOST_LABELS_LYING = 6


def draw_history(measured: Sequence[Measured], *, size: Size) -> Drawing | None:
    """F1 in the order in which it was measured; None with fewer than two."""
    if len(measured) < 2:
        return None
    values = [(one.f1 or 0, one.figures.f1_interval) for one in measured]
    panel = _panel(measured, values, title="F1, 0 to 1", most=1, size=size, height=240)
    title = "How well each model did"
    return draw(panel, name="models", size=size, title=title, description=history_in_words(measured))


def history_in_words(measured: Sequence[Measured]) -> str:
    """What the picture shows."""
    first, last = measured[0], measured[-1]
    return (
        f"{len(measured)} measurings, each on the passages held back at that time. The first, of"
        f" {first.said}, gave {first.f1 or 0:.2f}; the newest, of {last.said}, {last.f1 or 0:.2f}."
    )


def draw_theme(
    measured: Sequence[tuple[Measured, ThemeFigures]], *, label: str, size: Size
) -> Drawing | None:
    """A theme's precision, recall and count, one above the other; None with fewer than two measurings."""
    if len(measured) < 2:
        return None
    models = [one for one, _ in measured]
    panels = [
        _panel(
            models,
            [_hundredths(share) for share in shares],
            title=title,
            most=100,
            size=size,
            height=150,
            named=False,
        )
        for title, shares in (
            ("Given and right, in 100", [figures.precision for _, figures in measured]),
            ("There and found, in 100", [figures.recall for _, figures in measured]),
        )
    ]
    counts = [{"at": at, "there": figures.there} for at, (_, figures) in enumerate(measured)]
    bars = (
        chart_of(counts)
        .mark_bar(color=QUIET, size=14)
        .encode(
            x=_across(models, size),
            y=alt.Y("there:Q", title="Passages with it", axis=alt.Axis(tickMinStep=1, tickCount=4)),
        )
        .properties(width=_width(size), height=90)
    )
    return draw(
        alt.vconcat(*panels, bars),
        name="theme",
        size=size,
        title=f"How well each model found “{label}”",
        description=theme_in_words(measured),
    )


def theme_in_words(measured: Sequence[tuple[Measured, ThemeFigures]]) -> str:
    """What the picture shows."""
    last, figures = measured[-1]
    return (
        f"{len(measured)} measurings. The newest, of {last.said}: it was given {figures.given:,} times and"
        f" right {figures.right:,} times; it was there in {figures.there:,} passages."
    )


def draw_drift(drift: Drift, *, name: str, title: str, size: Size) -> Drawing | None:
    """The control chart of one thing that is watched; None with fewer than two periods."""
    places = [Place(period.under, period.said, period.part.hundredths) for period in drift.periods]
    return draw_control_chart(
        places,
        better=Better.down,
        unit="Passages in 100",
        title=title,
        name=name,
        size=size,
        each="period",
        most=100,
    )


def _panel(
    measured: Sequence[Measured],
    values: Sequence[tuple[float | None, Interval]],
    *,
    title: str,
    most: float,
    size: Size,
    height: int,
    named: bool = True,
) -> alt.LayerChart:
    """Each measuring's value as a mark on the line of its interval; None has neither. `named`: with their names."""
    words = {kind: says for kind, says, _, _ in MARKS}
    rows = [
        {"at": at, "value": value, "low": low, "high": high, "what": words[one.what]}
        for at, (one, (value, (low, high))) in enumerate(zip(measured, values, strict=True))
        if value is not None
    ]
    x, scale = _across(measured, size, named=named), alt.Scale(domain=[0, most])
    span = (
        chart_of(rows)
        .mark_rule(color=LINE, strokeWidth=2)
        .encode(x=x, y=alt.Y("low:Q", scale=scale, title=title), y2="high:Q")
    )
    here = [mark for mark in MARKS if any(one.what == mark[0] for one in measured)]
    domain = [says for _, says, _, _ in here]
    dots = (
        chart_of(rows)
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            x=x,
            y=alt.Y("value:Q", scale=scale),
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
    return alt.LayerChart(layer=[span, dots], width=_width(size), height=height)


def _across(measured: Sequence[Measured], size: Size, *, named: bool = True) -> alt.X:
    labels = "[" + ",".join(f"'{one.short_name}, {one.at:%-d %b}'" for one in measured) + "][datum.value]"
    lying = size != "narrow" and len(measured) <= MOST_LABELS_LYING
    return alt.X(
        "at:O",
        title=None,
        scale=alt.Scale(domain=list(range(len(measured)))),
        axis=alt.Axis(labelExpr=labels, labelAngle=0 if lying else -90, labels=named, grid=False),
    )


def _width(size: Size) -> int:
    return WIDTHS[size] - 70


def _hundredths(share: Share) -> tuple[float | None, Interval]:
    low, high = share.interval
    return (None if share.share is None else 100 * share.share), (100 * low, 100 * high)
