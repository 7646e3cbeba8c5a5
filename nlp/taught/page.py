"""Everything that the page about how well themes are found shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.db import db
from core.people.models import User
from nlp.codebook.stored import themes_in_use
from nlp.taught import kept
from nlp.taught.decided import Extent, extent_of_decisions
from nlp.taught.drifting import Drifts, drifts
from nlp.taught.figures import ThemeFigures
from nlp.taught.history import Measured, measurings, name_of
from nlp.taught.lesson import FEWEST_TO_LEARN
from nlp.taught.models import ModelVersion, TrainingRun
from nlp.taught.promotion import FEWEST_PASSAGES, Part
from nlp.taught.runs import going


@dataclass(frozen=True, slots=True)
class KeptModel:
    """A model that can be put in use. `by` is who put it in use last; the one that came with Heard took no `test`."""

    row: ModelVersion
    name: str
    in_use: bool
    by: str | None
    measured: Measured | None
    test: Sequence[Part]

    @property
    def not_passed(self) -> list[Part]:
        return [part for part in self.test if not part.passed]


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme in the list: how well the model in use finds it."""

    slug: str
    label: str
    figures: ThemeFigures


@dataclass(frozen=True, slots=True)
class HowWell:
    """The page. `now` is how the model in use did when it was measured last."""

    name: str
    in_use: ModelVersion | None
    now: Measured | None
    themes: list[ThemeLine]
    going: TrainingRun | None
    last: TrainingRun | None
    last_test: list[Part]
    history: list[Measured]
    models: list[KeptModel]
    may_read_again: bool
    drift: Drifts
    decided: Extent

    @property
    def may_train(self) -> bool:
        """Whether there is enough to learn from."""
        return self.decided.to_learn >= FEWEST_TO_LEARN

    @property
    def held_back_missing(self) -> int:
        """How many more wordings must be held back before a new model can pass the test."""
        return max(0, FEWEST_PASSAGES - self.decided.held_back)


def how_well(*, threshold: int) -> HowWell:
    """The page as it stands now."""
    using = kept.in_use()
    rows = list(db.session.scalars(select(ModelVersion).order_by(ModelVersion.number.desc())))
    history = measurings()
    number = kept.number_in_use()
    now = next((one for one in reversed(history) if one.figures.number == number), None)
    labels = _labels()
    last = db.session.scalars(
        select(TrainingRun).where(TrainingRun.state != "going").order_by(TrainingRun.asked_at.desc()).limit(1)
    ).one_or_none()
    return HowWell(
        name=name_of(using),
        in_use=using,
        now=now,
        themes=_themes(now, labels),
        going=going(),
        last=last,
        last_test=_test(last, labels),
        history=history,
        models=_models(rows, number, history, labels),
        may_read_again=kept.something_was_read_with_another(rows, number),
        drift=drifts(threshold=threshold),
        decided=extent_of_decisions(),
    )


def parts_not_passed(model: ModelVersion) -> list[Part]:
    """The parts of the test that this model did not pass, with the names of the themes that it finds worse."""
    run = db.session.get(TrainingRun, model.run_id) if model.run_id else None
    return [part for part in _test(run, _labels()) if not part.passed]


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


def _themes(now: Measured | None, labels: Mapping[str, str]) -> list[ThemeLine]:
    """The themes that were given or there, what is found worst first, those with few passages last."""
    if now is None:
        return []
    found = [ThemeLine(slug, labels[slug], one) for slug, one in now.figures.themes.items() if slug in labels]
    return sorted(found, key=lambda line: (line.figures.few, _f1_or_whole(line.figures), line.label))


def _f1_or_whole(figures: ThemeFigures) -> float:
    return 1.0 if figures.f1 is None else figures.f1


def _labels() -> dict[str, str]:
    return {theme.slug: theme.label for theme in themes_in_use()}


def _test(run: TrainingRun | None, labels: Mapping[str, str]) -> list[Part]:
    parts: list[Any] = run.verdict if run else []
    return [
        Part(**part | {"themes": tuple(labels.get(slug, slug) for slug in part["themes"])}) for part in parts
    ]


def _models(
    rows: Sequence[ModelVersion], number: int | None, history: Sequence[Measured], labels: Mapping[str, str]
) -> list[KeptModel]:
    people = dict(
        db.session.execute(
            select(User.id, User.name).where(User.id.in_([row.put_by for row in rows if row.put_by]))
        ).all()
    )
    runs = {
        run.id: run
        for run in db.session.scalars(
            select(TrainingRun).where(TrainingRun.id.in_([row.run_id for row in rows if row.run_id]))
        )
    }
    newest = {one.figures.number: one for one in history}
    return [
        KeptModel(
            row=row,
            name=name_of(row),
            in_use=row.number == number,
            by=people.get(row.put_by) if row.put_by else None,
            measured=newest.get(row.number),
            test=_test(runs.get(row.run_id) if row.run_id else None, labels),
        )
        for row in rows
    ]
