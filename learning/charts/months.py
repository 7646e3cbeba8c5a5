"""A monthly figure as a control chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.control_charts import Better
from core.control_charts.drawing import Place, draw_control_chart
from core.pages.drawing import Drawing, Size
from learning.figures import Figure, Shown
from learning.frozen import FrozenSummary


def draw_months(
    months: Sequence[date],
    figures: Sequence[Figure],
    *,
    title: str,
    name: str,
    size: Size,
    better: Better = Better.neither,
) -> Drawing | None:
    """The control chart of voices, one figure a month; None with under two shown."""
    places = [
        Place(f"{month:%b %y}", f"{month:%B %Y}", figure.n if isinstance(figure, Shown) else None)
        for month, figure in zip(months, figures, strict=True)
    ]
    return draw_control_chart(places, better=better, unit="Voices", title=title, name=name, size=size)


def draw_voices(data: FrozenSummary, size: Size) -> Drawing | None:
    """How many voices there were each month."""
    return draw_months(
        [month.first_day for month in data.months],
        [month.voices for month in data.months],
        title="Voices each month",
        name="months",
        size=size,
    )
