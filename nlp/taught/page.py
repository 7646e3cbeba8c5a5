"""Everything that the page about how well themes are found shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select

from core.db import db
from core.people.models import User
from nlp.codebook.stored import themes_in_use
from nlp.taught import kept
from nlp.taught.decided import how_many_decided
from nlp.taught.drift import Month, months_shown
from nlp.taught.figures import Figures, ThemeFigures
from nlp.taught.lesson import FEWEST_TO_LEARN
from nlp.taught.models import ModelVersion, TrainingRun
from nlp.taught.runs import going

SHIPPED_NAME = "The model that came with Heard"
RUNS_SHOWN = 24

What = Literal["in use", "put in use", "kept"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One model on the decisions held back at one time."""

    at: datetime
    name: str
    what: What
    figures: Figures

    @property
    def f1(self) -> float | None:
        return self.figures.whole.f1

    @property
    def short_name(self) -> str:
        return "With Heard" if self.name == SHIPPED_NAME else self.name


@dataclass(frozen=True, slots=True)
class KeptModel:
    """A model that can be put in use. `by` is who put it in use last."""

    row: ModelVersion
    name: str
    in_use: bool
    by: str | None
    measured: Measured | None


@dataclass(frozen=True, slots=True)
class HowWell:
    """The page. `now` is how the model in use did when it was measured last."""

    name: str
    in_use: ModelVersion | None
    now: Measured | None
    themes: list[tuple[str, ThemeFigures]]
    going: TrainingRun | None
    last: TrainingRun | None
    worse: list[str]
    history: list[Measured]
    models: list[KeptModel]
    months: list[Month]
    decided: int

    @property
    def may_train(self) -> bool:
        """Whether there is enough to learn from, near enough: about one passage in four is held back."""
        return self.decided >= FEWEST_TO_LEARN * 4 / 3


def how_well(*, threshold: int) -> HowWell:
    """The page as it stands now."""
    using = kept.in_use()
    rows = list(db.session.scalars(select(ModelVersion).order_by(ModelVersion.number.desc())))
    names = {row.number: name_of(row) for row in rows}
    runs = list(
        db.session.scalars(select(TrainingRun).order_by(TrainingRun.asked_at.desc()).limit(RUNS_SHOWN))
    )
    history = [one for run in reversed(runs) for one in _measured(run, names)]
    number = _number_in_use(using, rows)
    now = next((one for one in reversed(history) if one.figures.number == number), None)
    labels = {theme.slug: theme.label for theme in themes_in_use()}
    last = next((run for run in runs if run.state != "going"), None)
    return HowWell(
        name=name_of(using),
        in_use=using,
        now=now,
        themes=_themes(now, labels),
        going=going(),
        last=last,
        worse=_worse(last, labels),
        history=history,
        models=_models(rows, number, history),
        months=months_shown(threshold),
        decided=how_many_decided(),
    )


def name_of(row: ModelVersion | None) -> str:
    """What a model is called on screens."""
    return SHIPPED_NAME if row is None or row.origin == "shipped" else f"Model {row.number}"


def model_said(source: str) -> str:
    """The name of the model that a suggestion's `source` speaks of, with its version; "" for a rule."""
    kind, _, version = source.partition(":")
    if kind != "model":
        return ""
    row = db.session.scalars(
        select(ModelVersion)
        .where(ModelVersion.version == version)
        .order_by(ModelVersion.number.desc())
        .limit(1)
    ).one_or_none()
    return f"{name_of(row)}, version {version}"


def _number_in_use(using: ModelVersion | None, rows: list[ModelVersion]) -> int | None:
    if using is not None:
        return using.number
    return next((row.number for row in rows if row.origin == "shipped"), None)


def _measured(run: TrainingRun, names: dict[int, str]) -> list[Measured]:
    """The models that a run measured: first the one in use then, the new one after it."""
    if run.ended_at is None or not run.figures:
        return []
    passed = bool(run.verdict) and all(part["passed"] for part in run.verdict)
    kinds: list[tuple[str, What]] = [("in_use", "in use"), ("new", "put in use" if passed else "kept")]
    found = []
    for key, what in kinds:
        if key in run.figures:
            figures = Figures.kept(run.figures[key])
            name = names.get(figures.number, f"Model {figures.number}")
            found.append(Measured(run.ended_at, name, what, figures))
    return found


def _themes(now: Measured | None, labels: dict[str, str]) -> list[tuple[str, ThemeFigures]]:
    """The themes that were given or there, what is missed most first."""
    if now is None:
        return []
    found = [(labels[slug], one) for slug, one in now.figures.themes.items() if slug in labels]
    return sorted(found, key=lambda pair: (pair[1].few, pair[1].f1 if pair[1].f1 is not None else 1, pair[0]))


def _worse(run: TrainingRun | None, labels: dict[str, str]) -> list[str]:
    parts: list[Any] = run.verdict if run else []
    return [labels.get(slug, slug) for part in parts for slug in part["themes"]]


def _models(rows: list[ModelVersion], number_in_use: int | None, history: list[Measured]) -> list[KeptModel]:
    people = dict(
        db.session.execute(
            select(User.id, User.name).where(User.id.in_([row.put_by for row in rows if row.put_by]))
        ).all()
    )
    newest = {one.figures.number: one for one in history}
    return [
        KeptModel(
            row=row,
            name=name_of(row),
            in_use=row.number == number_in_use,
            by=people.get(row.put_by) if row.put_by else None,
            measured=newest.get(row.number),
        )
        for row in rows
    ]
