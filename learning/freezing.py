"""From exact counts to figures that may be shown: the one place where counts become safe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from core.questions.scales import GRADE_SCALES
from learning.audit_counts import count_grades
from learning.chance import Comparison, real_differences
from learning.counting import (
    SPEAKERS,
    VALENCES,
    Counted,
    count,
    count_answers,
    team_names,
    theme_labels,
)
from learning.figures import Figure, Hidden, Shown
from learning.frozen import (
    BySpeaker,
    Change,
    FrozenSummary,
    GradePoint,
    Month,
    ResponseLine,
    StandardLine,
    ThemeLine,
)
from learning.periods import months_between, period_before
from learning.scope import OTHERS, Scope
from learning.suppression import TOTAL, CountTable, Dimension, hide_small_counts

SAID, UNSAID = "said", "unsaid"


def freeze(
    scope: Scope, *, authority: str, threshold: int, on: date, with_answers: bool = True
) -> FrozenSummary:
    """Every figure of a scope, safe to show, with the same of as many months before.

    Answers to each form are counted one by one, not read from the roll-up: a page that must cost the same
    however many there are leaves them out.
    """
    before_start, before_end = period_before(scope.start, scope.end)
    now = _Safe(scope, count(scope, start=scope.start, end=scope.end, by_month=True), threshold)
    before = _Safe(scope, count(scope, start=before_start, end=before_end, by_month=False), threshold)
    scale, standards = _standards(scope, threshold)
    months = months_between(scope.start, scope.end)
    return FrozenSummary(
        authority=authority,
        scope_kind=scope.kind,
        scope_name=scope.name,
        period_start=scope.start,
        period_end=scope.end,
        before_start=before_start,
        before_end=before_end,
        frozen_on=on,
        threshold=threshold,
        voices=now.voices(),
        voices_before=before.voices(),
        months=tuple(
            Month(first_day=month, voices=figure)
            for month, figure in zip(months, now.by_month(months), strict=True)
        ),
        themes=_themes(now, before, months),
        scale=scale,
        standards=standards,
        teams=now.teams(),
        responses=_responses(scope, threshold) if with_answers else (),
    )


class _Safe:
    """The counts of one period, handed out only as safe figures."""

    def __init__(self, scope: Scope, counted: Counted, threshold: int) -> None:
        self._scope = scope
        self._counted = counted
        self._threshold = threshold
        self._groups = scope.groups or (TOTAL,)
        self._here = scope.here or TOTAL
        self._counted_groups = scope.groups or (OTHERS,)

    def voices(self) -> BySpeaker:
        by_speaker = {(group, speaker): n for (group, speaker), n in self._counted.voices.items() if n}
        return BySpeaker(
            **dict(zip((*SPEAKERS, "everybody"), self._slice(SPEAKERS, by_speaker), strict=True))
        )

    def teams(self) -> tuple[ResponseLine, ...]:
        """Voices of each team, where the scope is the whole authority."""
        if self._scope.here is not None or not self._counted.teams:
            return ()
        names = {str(team_id): name for team_id, name in team_names().items()}
        levels = (*names, OTHERS)
        line: dict[tuple[str, ...], int] = {}
        for team_id, n in self._counted.teams.items():
            level = str(team_id) if str(team_id) in names else OTHERS
            line[level,] = line.get((level,), 0) + n
        safe = hide_small_counts(CountTable((Dimension("team", levels),), line), threshold=self._threshold)
        found = {**names, OTHERS: "No one team"}
        return tuple(
            ResponseLine(label=found[level], answers=safe.figure(level))
            for level in levels
            if level != OTHERS or line.get((OTHERS,))
        )

    def by_month(self, months: Sequence[date]) -> list[Figure]:
        levels = tuple(str(month) for month in months)
        found = {(group, str(month)): n for (group, month), n in self._counted.months.items() if n}
        return self._slice(levels, found)[:-1]

    def said(self, theme: str) -> BySpeaker:
        """By speaker and in all. Where one speaker's figure is unsafe in any direction, all of them are
        hidden."""
        everybody = self._said_here(theme, None)
        hidden = BySpeaker(child=Hidden(), family=Hidden(), staff=Hidden(), everybody=everybody)
        if isinstance(everybody, Hidden):
            return hidden
        inside = self._speakers_here(theme)
        if self._scope.here is None:
            return BySpeaker(everybody=everybody, **inside)
        across = {speaker: self._said_here(theme, speaker) for speaker in SPEAKERS}
        if any(isinstance(across[speaker], Hidden) for speaker in SPEAKERS):
            return hidden
        return BySpeaker(everybody=everybody, **inside)

    def valences(self, theme: str, everybody: Figure) -> dict[str, Figure]:
        """How it was said. Hidden as a whole where even the number who said it is."""
        if isinstance(everybody, Hidden):
            return dict.fromkeys(VALENCES, Hidden(under=everybody.under))
        found = {
            (group, valence): self._counted.ways[theme, group, valence]
            for group in self._counted_groups
            for valence in VALENCES
        }
        return dict(zip(VALENCES, self._slice(VALENCES, found), strict=False))

    def said_by_month(self, theme: str, months: Sequence[date]) -> tuple[Figure, ...]:
        """Only for the whole authority: for a team a month is too few people."""
        if self._scope.here is not None:
            return ()
        dimensions = (Dimension("month", tuple(map(str, months))), Dimension("said", (SAID, UNSAID)))
        cells: dict[tuple[str, ...], int] = {}
        for month in months:
            n = self._counted.said_months[theme, month]
            cells[str(month), SAID] = n
            cells[str(month), UNSAID] = self._counted.months[OTHERS, month] - n
        safe = hide_small_counts(CountTable(dimensions, cells), threshold=self._threshold)
        return tuple(safe.figure(str(month), SAID) for month in months)

    def _slice(self, levels: Sequence[str], found: Mapping[tuple[str, str], int]) -> list[Figure]:
        return safe_slice(self._scope, levels, found, self._threshold)

    def _said_here(self, theme: str, speaker: str | None) -> Figure:
        cells: dict[tuple[str, str], int] = {}
        for group in self._groups:
            whole = self._sum_of_voices(group, speaker)
            said = self._sum_of_said(theme, group, speaker)
            cells[group, SAID], cells[group, UNSAID] = said, whole - said
        return self._slice((SAID, UNSAID), cells)[0]

    def _speakers_here(self, theme: str) -> dict[str, Figure]:
        cells: dict[tuple[str, ...], int] = {}
        for speaker in SPEAKERS:
            said = self._sum_of_said(theme, self._here, speaker)
            cells[speaker, SAID] = said
            cells[speaker, UNSAID] = self._sum_of_voices(self._here, speaker) - said
        dimensions = (Dimension("speaker", SPEAKERS), Dimension("said", (SAID, UNSAID)))
        safe = hide_small_counts(CountTable(dimensions, cells), threshold=self._threshold)
        return {speaker: safe.figure(speaker, SAID) for speaker in SPEAKERS}

    def _sum_of_voices(self, group: str, speaker: str | None) -> int:
        return sum(
            self._counted.voices[at, who]
            for at in (self._counted_groups if group == TOTAL else (group,))
            for who in (SPEAKERS if speaker is None else (speaker,))
        )

    def _sum_of_said(self, theme: str, group: str, speaker: str | None) -> int:
        return sum(
            self._counted.said[theme, at, who]
            for at in (self._counted_groups if group == TOTAL else (group,))
            for who in (SPEAKERS if speaker is None else (speaker,))
        )


def safe_slice(
    scope: Scope, levels: Sequence[str], found: Mapping[tuple[str, str], int], threshold: int
) -> list[Figure]:
    """The figures of our group along `levels`, and its total last, safe beside the other groups.

    `found` counts by group and level.
    """
    along = Dimension("along", tuple(levels))
    if scope.here is None:
        line: dict[tuple[str, ...], int] = {}
        for (_, level), n in found.items():
            line[level,] = line.get((level,), 0) + n
        safe = hide_small_counts(CountTable((along,), line), threshold=threshold)
        return [safe.figure(level) for level in (*levels, TOTAL)]
    grid: dict[tuple[str, ...], int] = {key: n for key, n in found.items() if n}
    groups = Dimension("group", scope.groups)
    safe = hide_small_counts(CountTable((groups, along), grid), threshold=threshold)
    return [safe.figure(scope.here, level) for level in (*levels, TOTAL)]


def _themes(now: _Safe, before: _Safe, months: Sequence[date]) -> tuple[ThemeLine, ...]:
    labels = theme_labels()
    said = {slug: now.said(slug) for slug in labels}
    earlier = {slug: before.said(slug).everybody for slug in labels}
    changes = _changes(
        {slug: said[slug].everybody for slug in labels},
        now.voices().everybody,
        earlier,
        before.voices().everybody,
    )
    return tuple(
        ThemeLine(
            slug=slug,
            label=label,
            said=said[slug],
            before=earlier[slug],
            change=changes[slug],
            months=now.said_by_month(slug, months),
            **now.valences(slug, said[slug].everybody),
        )
        for slug, label in labels.items()
    )


def _changes(
    now: Mapping[str, Figure], whole: Figure, before: Mapping[str, Figure], whole_before: Figure
) -> dict[str, Change]:
    """For each theme whether more or fewer speak of it than before, tested on shown figures only."""
    found: dict[str, Change] = dict.fromkeys(now, "not_compared")
    if not isinstance(whole, Shown) or not isinstance(whole_before, Shown) or not whole_before.n:
        return found
    comparisons: dict[str, Comparison] = {}
    for slug, figure in now.items():
        earlier = before[slug]
        if isinstance(figure, Shown) and isinstance(earlier, Shown) and (figure.n or earlier.n):
            comparisons[slug] = Comparison(figure.n, whole.n, earlier.n, whole_before.n)
    for (slug, one), real in zip(
        comparisons.items(), real_differences(list(comparisons.values())), strict=True
    ):
        if not real:
            found[slug] = "could_be_chance"
        else:
            found[slug] = "more" if one.part * one.whole_before > one.part_before * one.whole else "fewer"
    return found


def _standards(scope: Scope, threshold: int) -> tuple[tuple[GradePoint, ...], tuple[StandardLine, ...]]:
    """Grades by standard on the scale most used in the period; grades on another scale are another
    report's."""
    graded = count_grades(scope)
    if not graded:
        return (), ()
    used: dict[str, int] = {}
    for line in graded:
        used[line.scale] = used.get(line.scale, 0) + line.n
    name = max(used, key=lambda scale: (used[scale], scale))
    points = tuple(
        GradePoint(key=grade.key, label=str(grade.label.said("en"))) for grade in GRADE_SCALES[name].grades
    )
    keys = tuple(point.key for point in points)
    lines = []
    for standard in dict.fromkeys(line.standard for line in graded if line.scale == name):
        cells = {
            (line.group, line.grade): line.n
            for line in graded
            if line.standard == standard and line.scale == name and line.grade in keys
        }
        figures = _Safe(scope, Counted(), threshold)._slice(keys, cells)
        lines.append(
            StandardLine(
                key=standard,
                label=standard.replace("-", " ").capitalize(),
                graded=figures[-1],
                counts=dict(zip(keys, figures, strict=False)),
            )
        )
    return points, tuple(lines)


def _responses(scope: Scope, threshold: int) -> tuple[ResponseLine, ...]:
    answers = count_answers(scope)
    if not answers:
        return ()
    titles = tuple(answers)
    cells = {(group, title): n for title, groups in answers.items() for group, n in groups.items()}
    figures = _Safe(scope, Counted(), threshold)._slice(titles, cells)
    return tuple(
        ResponseLine(label=title, answers=figure) for title, figure in zip(titles, figures, strict=False)
    )
