from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from core.control_charts import Better
from core.pages.drawing import Drawing, Size, UnsafeDrawingError, _described
from learning.charts.months import draw_months
from learning.charts.standards import draw_standards
from learning.charts.themes import (
    MOST_THEMES,
    draw_speakers,
    draw_valence,
    most_said,
    most_said_by_each,
)
from learning.example import example_data
from learning.figures import Figure, Hidden, Shown
from learning.frozen import BySpeaker

SVG = "{http://www.w3.org/2000/svg}"
DATA = example_data()
MONTHS = [month.first_day for month in DATA.months]


def months(figures: list[Figure], size: Size = "page") -> Drawing | None:
    return draw_months(
        MONTHS[: len(figures)],
        figures,
        better=Better.up,
        title="Voices",
        name="months",
        size=size,
    )


def drawings(size: Size) -> list[Drawing]:
    found = [
        draw_speakers(DATA, size),
        draw_valence(DATA, size),
        draw_standards(DATA, size),
        months([month.voices for month in DATA.months], size),
    ]
    return [drawing for drawing in found if drawing is not None]


@pytest.mark.parametrize("size", ["page", "narrow", "print"])
def test_a_drawing_has_a_title_a_description_and_nothing_that_a_strict_page_blocks(size: Size) -> None:
    assert len(drawings(size)) == 4
    for drawing in drawings(size):
        tree = ElementTree.fromstring(drawing.svg)  # noqa: S314 - our own drawing
        assert tree.get("role") == "img"
        assert [tree[0].tag, tree[1].tag] == [f"{SVG}title", f"{SVG}desc"]
        assert (tree[1].text or "").endswith(".")
        assert not re.search(r"<(script|style|image|foreignObject)|\sstyle=|\son\w+=", drawing.svg)
        assert "http" not in drawing.svg.replace("http://www.w3.org/", "")


def test_a_hidden_month_is_a_gap_that_says_so() -> None:
    drawing = months([Shown(40), Hidden(), Shown(38), Shown(44)])
    assert drawing is not None and ">hidden<" in drawing.svg


def test_a_hidden_figure_is_nowhere_in_a_drawing() -> None:
    drawing = draw_speakers(DATA, "page")
    assert drawing is not None and drawing.svg.count(">hidden<") == 2


def test_what_staff_say_most_is_drawn_among_what_more_voices_say() -> None:
    first = DATA.themes[0]
    many, none = Shown(100), Shown(0)
    of_children = BySpeaker(child=many, family=none, staff=none, everybody=many)
    of_staff = BySpeaker(child=none, family=none, staff=Shown(12), everybody=Shown(12))
    themes = [
        first.model_copy(update={"slug": f"t{at}", "label": f"Theme {at:02d}", "said": of_children})
        for at in range(MOST_THEMES)
    ]
    workload = first.model_copy(update={"slug": "workload", "label": "Workload", "said": of_staff})
    assert workload not in most_said([*themes, workload])
    drawn = most_said_by_each([*themes, workload])
    assert drawn[-1] == workload and len(drawn) == MOST_THEMES
    data = DATA.model_copy(update={"themes": (*themes, workload)})
    drawing = draw_speakers(data, "page")
    assert drawing is not None and ">Workload<" in drawing.svg


def test_nothing_is_drawn_of_nothing() -> None:
    empty = DATA.model_copy(update={"themes": (), "standards": ()})
    assert (
        draw_speakers(empty, "page") is draw_valence(empty, "page") is draw_standards(empty, "page") is None
    )
    assert months([Hidden(), Shown(20)]) is None


def test_a_drawing_with_a_style_is_refused() -> None:
    with pytest.raises(UnsafeDrawingError):
        _described('<svg width="1" height="1"><g style="x"/></svg>', "n", "t", "d")


def test_marks_differ_in_shape_as_well_as_in_colour() -> None:
    drawing = months([Shown(n) for n in (40, 42, 41, 39, 40, 42, 41, 40, 39, 41, 40, 90)])
    assert drawing is not None
    assert "Getting better" in drawing.svg
    assert "Getting worse" in drawing.svg
    shapes = set(re.findall(r'd="(M[^"]*)" fill="#(?:0072B2|B84A00)"', drawing.svg, re.IGNORECASE))
    assert len(shapes) > 1
    assert "September 2026 (getting better)" in drawing.description
