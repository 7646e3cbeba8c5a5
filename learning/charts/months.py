"""A monthly figure as a control chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.control_charts import Better
from core.control_charts.drawing import Place, draw_control_chart
from core.pages.drawing import Drawing, Size
from learning.figures import Figure, Shown


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
    """The control chart of `figures`, one a month; None with under two shown."""
    places = [
        Place(f"{month:%b %y}", f"{month:%B %Y}", figure.n if isinstance(figure, Shown) else None)
        for month, figure in zip(months, figures, strict=True)
    ]
    return draw_control_chart(places, better=better, unit=unit, title=title, name=name, size=size)
