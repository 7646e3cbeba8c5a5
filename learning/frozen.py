"""The frozen data of a learning summary: every figure an output may say, already safe, and nothing else.

Outputs are made from this and never from the live tables, so the committee's report, the children's
version and a later edition agree to the last figure. The schema has a number; a stored summary keeps the
one it was made with.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from learning.figures import Figure, Hidden, Shown

HIDDEN = "hidden"
UNDER = "under:"


def _read_figure(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("a figure is a whole number or hidden")
    if isinstance(value, int) and value >= 0:
        return Shown(value)
    if value == HIDDEN:
        return Hidden()
    if isinstance(value, str) and value.startswith(UNDER) and value[len(UNDER) :].isdigit():
        return Hidden(under=int(value[len(UNDER) :]))
    if isinstance(value, Shown | Hidden):
        return value
    raise ValueError("a figure is a whole number or hidden")


def _write_figure(figure: Figure) -> int | str:
    if isinstance(figure, Shown):
        return figure.n
    return HIDDEN if figure.under is None else f"{UNDER}{figure.under}"


FrozenFigure = Annotated[
    Shown | Hidden, BeforeValidator(_read_figure), PlainSerializer(_write_figure, return_type=int | str)
]

ScopeKind = Literal["team", "service", "authority"]
Change = Literal["more", "fewer", "could_be_chance", "not_compared"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class BySpeaker(_Frozen):
    """One figure for each kind of speaker, and for everybody."""

    child: FrozenFigure
    family: FrozenFigure
    staff: FrozenFigure
    everybody: FrozenFigure


class Month(_Frozen):
    """What was said in one month."""

    first_day: date
    voices: FrozenFigure


class ThemeLine(_Frozen):
    """What people said about one theme. Figures count voices; one voice may speak of several themes."""

    slug: str
    label: str
    said: BySpeaker
    positive: FrozenFigure
    negative: FrozenFigure
    mixed: FrozenFigure
    neutral: FrozenFigure
    before: FrozenFigure | None = None
    change: Change = "not_compared"
    months: tuple[FrozenFigure, ...] = ()


class GradePoint(_Frozen):
    """One word of a grading scale; the list runs from best to worst, then those that the scale has no more, of which
    nobody knows where they stood."""

    key: str
    label: str
    ranked: bool = True


class StandardLine(_Frozen):
    """How auditors graded one standard."""

    key: str
    label: str
    graded: FrozenFigure
    counts: dict[str, FrozenFigure]


class ResponseLine(_Frozen):
    """How many answers one form, or voices one team, has."""

    label: str
    answers: FrozenFigure


class FrozenSummary(_Frozen):
    """Every figure of one period and scope."""

    version: Literal[1] = 1
    authority: str
    scope_kind: ScopeKind
    scope_name: str
    period_start: date
    period_end: date
    before_start: date | None = None
    before_end: date | None = None
    frozen_on: date
    threshold: int = Field(ge=2)
    in_parts: bool = False
    """Whether it is put together from parts that other published summaries show."""
    voices: BySpeaker
    voices_before: BySpeaker | None = None
    months: tuple[Month, ...] = ()
    themes: tuple[ThemeLine, ...] = ()
    scale: tuple[GradePoint, ...] = ()
    standards: tuple[StandardLine, ...] = ()
    teams: tuple[ResponseLine, ...] = ()
    responses: tuple[ResponseLine, ...] = ()


class NextStep(_Frozen):
    """What will be done, by whom and when, in the quality lead's words."""

    what: str
    who: str = ""
    when: str = ""


class ChildLine(_Frozen):
    """One idea for children, with its picture."""

    picture: str
    words: str


class Narrative(_Frozen):
    """What the quality lead says about the figures."""

    opening: str = ""
    key_points: tuple[str, ...] = ()
    people_say: str = ""
    audits_show: str = ""
    next_steps: tuple[NextStep, ...] = ()
    children: tuple[ChildLine, ...] = ()


class QuoteLine(_Frozen):
    """Redacted words that their speaker allowed and a person approved."""

    words: str
    speaker: str


class SummaryContent(_Frozen):
    """All that an output may hold: the figures, the words about them and the approved quotes."""

    title: str
    edition: int = Field(default=1, ge=1)
    data: FrozenSummary
    narrative: Narrative = Narrative()
    quotes: tuple[QuoteLine, ...] = ()
