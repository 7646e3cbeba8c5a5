"""Every figure of a place and a period, put together from parts that are safe one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from core.questions.scales import GRADE_SCALES
from learning.chance import Comparison, real_differences
from learning.counted import OTHERS, Counted
from learning.counting import VALENCES, count, team_names, theme_labels
from learning.figures import Figure, Shown, together
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
from learning.safe_counts import SafeCounts
from learning.scope import Scope
from learning.speakers import SPEAKERS

NOBODY = Shown(0)


def freeze(
    scope: Scope, *, authority: str, threshold: int, on: date, with_answers: bool = True
) -> FrozenSummary:
    """Every figure of a scope as it is today, safe to show, with the same of as many months before."""
    before = months_between(*period_before(scope.start, scope.end))
    return put_together(
        scope,
        authority=authority,
        threshold=threshold,
        on=on,
        now=[
            count(
                scope.months,
                threshold=threshold,
                themes_by_month=scope.here is None,
                answers=with_answers,
            )
        ],
        before=[count(before, threshold=threshold, themes_by_month=False, answers=False)],
    )


def put_together(
    scope: Scope,
    *,
    authority: str,
    threshold: int,
    on: date,
    now: Sequence[Counted],
    before: Sequence[Counted] = (),
) -> FrozenSummary:
    """The figures of a scope from the counts of its parts, which hold each of its months once.

    A figure is shown only where every part shows it (see `learning.differencing`). Without `before` nothing is
    compared.
    """
    parts = [_safe(scope, part, threshold) for part in now]
    earlier = [_safe(scope, part, threshold) for part in before]
    voices, voices_before = _voices(parts), _voices(earlier) if earlier else None
    start, end = period_before(scope.start, scope.end)
    scale, standards = _standards(now, parts)
    return FrozenSummary(
        authority=authority,
        scope_kind=scope.kind,
        scope_name=scope.name,
        period_start=scope.start,
        period_end=scope.end,
        before_start=start if earlier else None,
        before_end=end if earlier else None,
        frozen_on=on,
        threshold=threshold,
        in_parts=len(parts) > 1,
        voices=voices,
        voices_before=voices_before,
        months=tuple(
            Month(first_day=month, voices=figure)
            for month, figure in sorted(_each_month(part.months() for part in parts).items())
        ),
        themes=_themes(parts, earlier, voices, voices_before),
        scale=scale,
        standards=standards,
        teams=_teams(parts),
        responses=_lines(part.answers() for part in parts),
    )


def _safe(scope: Scope, part: Counted, threshold: int) -> SafeCounts:
    return SafeCounts(part, kind=scope.kind, here=scope.here, threshold=threshold)


def _voices(parts: Sequence[SafeCounts]) -> BySpeaker:
    return _added([part.voices() for part in parts])


def _added(parts: Sequence[BySpeaker]) -> BySpeaker:
    return BySpeaker(
        **{name: together(getattr(part, name) for part in parts) for name in (*SPEAKERS, "everybody")}
    )


def _each_month(parts: Iterable[Mapping[date, Figure]]) -> dict[date, Figure]:
    return {month: figure for part in parts for month, figure in part.items()}


def _lines(parts: Iterable[Mapping[str, Figure]]) -> tuple[ResponseLine, ...]:
    """The lines of all parts, by label; a part without a line has nobody in it."""
    found = list(parts)
    labels = sorted({label for part in found for label in part})
    return tuple(
        ResponseLine(label=label, answers=together(part.get(label, NOBODY) for part in found))
        for label in labels
    )


def _teams(parts: Sequence[SafeCounts]) -> tuple[ResponseLine, ...]:
    found = [teams for part in parts if (teams := part.teams())]
    if not found:
        return ()
    lines = {team: together(teams.get(team, NOBODY) for teams in found) for team in (*team_names(), OTHERS)}
    if lines[OTHERS] == NOBODY:
        del lines[OTHERS]
    names = team_names() | {OTHERS: "No one team"}
    return tuple(ResponseLine(label=names[team], answers=figure) for team, figure in lines.items())


def _themes(
    parts: Sequence[SafeCounts],
    earlier: Sequence[SafeCounts],
    voices: BySpeaker,
    voices_before: BySpeaker | None,
) -> tuple[ThemeLine, ...]:
    labels = theme_labels()
    said = {slug: [part.said(slug) for part in parts] for slug in labels}
    in_all = {slug: _added(of_parts) for slug, of_parts in said.items()}
    before = (
        {slug: together(part.said(slug).everybody for part in earlier) for slug in labels} if earlier else {}
    )
    changes = _changes(
        {slug: figures.everybody for slug, figures in in_all.items()},
        voices.everybody,
        before,
        voices_before.everybody if voices_before else NOBODY,
    )
    found = []
    for slug, label in labels.items():
        ways = [part.valences(slug, one.everybody) for part, one in zip(parts, said[slug], strict=True)]
        found.append(
            ThemeLine(
                slug=slug,
                label=label,
                said=in_all[slug],
                before=before.get(slug),
                change=changes[slug],
                months=tuple(
                    figure
                    for _, figure in sorted(_each_month(part.said_by_month(slug) for part in parts).items())
                ),
                **{way: together(of_part[way] for of_part in ways) for way in VALENCES},
            )
        )
    return tuple(found)


def _changes(
    now: Mapping[str, Figure], whole: Figure, before: Mapping[str, Figure], whole_before: Figure
) -> dict[str, Change]:
    """For each theme whether a larger or a smaller share speaks of it than before, tested on shown figures
    only."""
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


def _standards(
    now: Sequence[Counted], parts: Sequence[SafeCounts]
) -> tuple[tuple[GradePoint, ...], tuple[StandardLine, ...]]:
    """Grades by standard on the scale, in the version of it, that was used most; grades on another are another
    report's."""
    used: Counter[tuple[str, str]] = Counter()
    for part in now:
        for (_, scale, version, _, _), n in part.grades.items():
            used[scale, version] += n
    if not used:
        return (), ()
    name, version = max(used, key=lambda key: (used[key], key))
    given = {
        (standard, grade)
        for part in now
        for standard, scale, in_version, grade, _ in part.grades
        if (scale, in_version) == (name, version)
    }
    points = _points(name, {grade for _, grade in given})
    keys = tuple(point.key for point in points)
    lines = []
    for standard in sorted({standard for standard, _ in given}):
        figures = [
            together(column)
            for column in zip(*(part.grades(standard, name, version, keys) for part in parts), strict=True)
        ]
        lines.append(
            StandardLine(
                key=standard,
                label=_in_words(standard),
                graded=figures[-1],
                counts=dict(zip(keys, figures, strict=False)),
            )
        )
    return points, tuple(lines)


def _points(scale: str, given: Iterable[str]) -> tuple[GradePoint, ...]:
    """The points of a scale from best to worst, and after them those it had in the version that was used and
    has no more."""
    known = GRADE_SCALES[scale].grades if scale in GRADE_SCALES else ()
    points = [GradePoint(key=grade.key, label=str(grade.label.said("en"))) for grade in known]
    gone = sorted(set(given) - {point.key for point in points})
    return (*points, *(GradePoint(key=key, label=_in_words(key), ranked=False) for key in gone))


def _in_words(key: str) -> str:
    return key.replace("-", " ").replace("_", " ").capitalize()
