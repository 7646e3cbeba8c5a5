"""From exact counts to figures that may be shown: the one place where counts become safe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from learning.counted import OTHERS, Counted
from learning.counting import VALENCES
from learning.figures import Figure, Hidden, Shown
from learning.frozen import BySpeaker
from learning.speakers import SPEAKERS
from learning.suppression import TOTAL, CountTable, Dimension, Key, hide_nested, hide_small_counts

SAID, UNSAID = "said", "unsaid"
ALL = "all"

Cells = Mapping[tuple[str, str], int]
"""Counts by team and by what they are counted along."""


class SafeCounts:
    """The counts of some months, handed out only as figures that are safe beside those of every other place."""

    def __init__(self, counted: Counted, *, kind: str, here: str | None, threshold: int) -> None:
        self._counted = counted
        self._kind = kind
        self._here = here
        self._threshold = max(threshold, counted.threshold)
        self._within = counted.areas | {OTHERS: OTHERS}
        self._voices: Counter[tuple[str, str]] = Counter()
        self._by_month: Counter[tuple[str, str]] = Counter()
        self._said: Counter[tuple[str, str, str]] = Counter()
        self._ways: dict[str, Counter[tuple[str, str]]] = {}
        for (team, month, speaker), n in counted.voices.items():
            self._voices[team, speaker] += n
            self._by_month[team, month] += n
        for (theme, team, speaker, valence), n in counted.themes.items():
            self._said[theme, team, speaker] += n
            self._ways.setdefault(theme, Counter())[team, valence] += n

    def voices(self) -> BySpeaker:
        """By speaker, and all."""
        return BySpeaker(
            **dict(zip((*SPEAKERS, "everybody"), self.along(SPEAKERS, self._voices), strict=True))
        )

    def teams(self) -> dict[str, Figure]:
        """Voices of each team, where the place is the whole authority."""
        if self._here is not None or not self._counted.voices:
            return {}
        cells: dict[Key, int] = Counter()
        for (team, _), n in self._voices.items():
            cells[team, ALL] += n
        safe = hide_nested(self._table((ALL,), cells), within=self._within, threshold=self._threshold)
        return {team: safe.parts.figure(team, TOTAL) for team in self._within}

    def months(self) -> dict[date, Figure]:
        """Voices of each month."""
        names = tuple(map(str, self._counted.months))
        return dict(zip(self._counted.months, self.along(names, self._by_month), strict=False))

    def said(self, theme: str) -> BySpeaker:
        """By speaker and in all. Where one speaker's figure is unsafe in any direction, all of them are
        hidden."""
        everybody = self._said_here(theme, SPEAKERS)
        hidden = BySpeaker(child=Hidden(), family=Hidden(), staff=Hidden(), everybody=everybody)
        if isinstance(everybody, Hidden):
            return hidden
        inside = self._speakers_here(theme)
        across = [] if self._here is None else [self._said_here(theme, (who,)) for who in SPEAKERS]
        return (
            hidden
            if any(isinstance(figure, Hidden) for figure in across)
            else BySpeaker(everybody=everybody, **inside)
        )

    def valences(self, theme: str, everybody: Figure) -> dict[str, Figure]:
        """How it was said. Hidden as a whole where even the number who said it is."""
        if isinstance(everybody, Hidden):
            return dict.fromkeys(VALENCES, Hidden(under=everybody.under))
        return dict(zip(VALENCES, self.along(VALENCES, self._ways.get(theme, {})), strict=False))

    def said_by_month(self, theme: str) -> dict[date, Figure]:
        """Only for the whole authority: for a team a month is too few people."""
        if self._here is not None:
            return {}
        months = self._counted.months
        voices: Counter[str] = Counter()
        for (_, month), n in self._by_month.items():
            voices[month] += n
        cells: dict[Key, int] = {}
        for month in map(str, months):
            cells[month, SAID] = self._counted.theme_months[theme, month]
            cells[month, UNSAID] = voices[month] - cells[month, SAID]
        dimensions = (Dimension("month", tuple(map(str, months))), Dimension("said", (SAID, UNSAID)))
        safe = hide_small_counts(CountTable(dimensions, cells), threshold=self._threshold)
        return {month: safe.figure(str(month), SAID) for month in months}

    def grades(self, standard: str, scale: str, version: str, points: Sequence[str]) -> list[Figure]:
        """How often each point of a scale was given for a standard, and how many grades in all."""
        return self.along(
            points,
            {
                (team, grade): n
                for (of, by, in_version, grade, team), n in self._counted.grades.items()
                if (of, by, in_version) == (standard, scale, version)
            },
        )

    def answers(self) -> dict[str, Figure]:
        """Answers to each form, by its title."""
        titles = tuple(sorted({title for title, _ in self._counted.answers}))
        if not titles:
            return {}
        cells = {(team, title): n for (title, team), n in self._counted.answers.items()}
        return dict(zip(titles, self.along(titles, cells), strict=False))

    def along(self, levels: Sequence[str], cells: Cells) -> list[Figure]:
        """The figures of our place along `levels`, and its total last, safe beside the other places."""
        if self._here is None:
            line: Counter[Key] = Counter()
            for (_, level), n in cells.items():
                line[level,] += n
            table = CountTable((Dimension("along", tuple(levels)),), line)
            safe = hide_small_counts(table, threshold=self._threshold)
            return [safe.figure(level) for level in (*levels, TOTAL)]
        nested = hide_nested(
            self._table(levels, {key: n for key, n in cells.items() if n}),
            within=self._within,
            threshold=self._threshold,
        )
        found = nested.wholes if self._kind == "service" else nested.parts
        if self._here not in found.dimensions[0].levels:  # it was not there yet: nobody spoke
            return [Shown(0)] * (len(levels) + 1)
        return [found.figure(self._here, level) for level in (*levels, TOTAL)]

    def _table(self, levels: Sequence[str], cells: Mapping[Key, int]) -> CountTable:
        return CountTable((Dimension("team", tuple(self._within)), Dimension("along", tuple(levels))), cells)

    def _said_here(self, theme: str, speakers: Sequence[str]) -> Figure:
        cells: dict[tuple[str, str], int] = {}
        for team in self._within:
            said = sum(self._said[theme, team, who] for who in speakers)
            cells[team, SAID] = said
            cells[team, UNSAID] = sum(self._voices[team, who] for who in speakers) - said
        return self.along((SAID, UNSAID), cells)[0]

    def _speakers_here(self, theme: str) -> dict[str, Figure]:
        cells: dict[Key, int] = {}
        teams = [team for team in self._within if self._here in (None, team, self._within[team])]
        for who in SPEAKERS:
            said = sum(self._said[theme, team, who] for team in teams)
            cells[who, SAID] = said
            cells[who, UNSAID] = sum(self._voices[team, who] for team in teams) - said
        dimensions = (Dimension("speaker", SPEAKERS), Dimension("said", (SAID, UNSAID)))
        safe = hide_small_counts(CountTable(dimensions, cells), threshold=self._threshold)
        return {speaker: safe.figure(speaker, SAID) for speaker in SPEAKERS}
