"""Each measuring of each model, in the order in which they were made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from core.db import db
from nlp.taught.figures import ModelFigures, ThemeFigures
from nlp.taught.models import ModelVersion, TrainingRun

SHIPPED_NAME = "The model that came with Heard"
RUNS_SHOWN = 24

What = Literal["in use", "put in use", "kept"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One model on the decisions held back at one time."""

    at: datetime
    name: str
    what: What
    figures: ModelFigures

    @property
    def f1(self) -> float | None:
        return self.figures.whole.f1

    @property
    def said(self) -> str:
        """Its name inside a sentence."""
        return f"{self.name[:1].lower()}{self.name[1:]}"

    @property
    def short_name(self) -> str:
        return "With Heard" if self.name == SHIPPED_NAME else self.name


def measurings() -> list[Measured]:
    """What the newest runs measured, the oldest first."""
    runs = db.session.scalars(
        select(TrainingRun)
        .where(TrainingRun.ended_at.is_not(None))
        .order_by(TrainingRun.asked_at.desc())
        .limit(RUNS_SHOWN)
    ).all()
    shipped = db.session.scalar(select(ModelVersion.number).where(ModelVersion.origin == "shipped"))
    return [one for run in reversed(runs) for one in _measured(run, shipped)]


def of_theme(history: Sequence[Measured], theme: str) -> list[tuple[Measured, ThemeFigures]]:
    """The measurings in which this theme was there, given or answered about."""
    return [(one, one.figures.themes[theme]) for one in history if theme in one.figures.themes]


def name_of(row: ModelVersion | None) -> str:
    """What a model is called on screens."""
    return SHIPPED_NAME if row is None or row.origin == "shipped" else f"Model {row.number}"


def _measured(run: TrainingRun, shipped: int | None) -> list[Measured]:
    """The models that a run measured: first the one in use then, the new one after it."""
    if run.ended_at is None or not run.figures:
        return []
    kinds: list[tuple[str, What]] = [("in_use", "in use"), ("new", "put in use" if _passed(run) else "kept")]
    found = []
    for key, what in kinds:
        if key in run.figures:
            figures = ModelFigures.kept(run.figures[key])
            name = SHIPPED_NAME if figures.number == shipped else f"Model {figures.number}"
            found.append(Measured(run.ended_at, name, what, figures))
    return found


def _passed(run: TrainingRun) -> bool:
    return bool(run.verdict) and all(part["passed"] for part in run.verdict)
