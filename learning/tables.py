"""The figures of a summary as tables: the same on the page, in a file and for a screen reader."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from learning.figures import Figure, Hidden
from learning.frozen import BySpeaker, FrozenSummary, ThemeLine
from learning.speakers import IN_WORDS, SPEAKERS

SPEAKER_KEYS = (*SPEAKERS, "everybody")
SPEAKER_COLUMNS = (*IN_WORDS.values(), "Everybody")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, the names of the columns, and lines of a label and its figures."""

    key: str
    caption: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Figure, ...]], ...]

    @property
    def hides(self) -> bool:
        """Whether a figure is hidden, and so whether the note belongs under the table."""
        return any(isinstance(figure, Hidden) for _, figures in self.lines for figure in figures)


def tables_of(data: FrozenSummary, *, speaker: str | None = None) -> dict[str, Table]:
    """Every table that has a line, by key. For one kind of speaker, those that tell speakers apart, of theirs."""
    found = _by_speaker(data, speaker) if speaker else (*_by_speaker(data, None), *_of_everybody(data))
    return {table.key: table for table in found if table.lines}


def months_of(theme: ThemeLine, data: FrozenSummary) -> Table | None:
    """A theme month by month; None where that is not counted."""
    lines = tuple(
        (f"{month.first_day:%B %Y}", (figure,))
        for month, figure in zip(data.months, theme.months, strict=False)
    )
    return Table("theme", f"{theme.label}, month by month", ("Month", "Voices"), lines) if lines else None


def _by_speaker(data: FrozenSummary, speaker: str | None) -> tuple[Table, ...]:
    columns = tuple(
        words for key, words in zip(SPEAKER_KEYS, SPEAKER_COLUMNS, strict=True) if speaker in (None, key)
    )

    def cells(figures: BySpeaker) -> tuple[Figure, ...]:
        return tuple(getattr(figures, key) for key in SPEAKER_KEYS if speaker in (None, key))

    return (
        Table(
            "voices",
            "Voices heard",
            ("Period", *columns),
            (
                ("This period", cells(data.voices)),
                *((("The period before", cells(data.voices_before)),) if data.voices_before else ()),
            ),
        ),
        Table(
            "themes",
            "Voices on each theme",
            ("Theme", *columns),
            tuple((theme.label, cells(theme.said)) for theme in _raised(data.themes)),
        ),
    )


def _of_everybody(data: FrozenSummary) -> tuple[Table, ...]:
    scale = tuple(point.label for point in data.scale)
    return (
        Table(
            "valence",
            "What works well and what worries people",
            ("Theme", "Works well", "Worry", "Mixed", "Neutral"),
            tuple(
                (theme.label, (theme.positive, theme.negative, theme.mixed, theme.neutral))
                for theme in _raised(data.themes)
            ),
        ),
        Table(
            "months",
            "Voices each month",
            ("Month", "Voices"),
            tuple((f"{month.first_day:%B %Y}", (month.voices,)) for month in data.months),
        ),
        Table(
            "teams",
            "Voices of each team",
            ("Team", "Voices"),
            tuple((line.label, (line.answers,)) for line in data.teams),
        ),
        Table(
            "standards",
            "Grades by standard",
            ("Standard", *scale, "Grades given"),
            tuple(
                (
                    standard.label,
                    (*(standard.counts[point.key] for point in data.scale), standard.graded),
                )
                for standard in data.standards
            ),
        ),
        Table(
            "responses",
            "Answers to each form",
            ("Form", "Answers"),
            tuple((line.label, (line.answers,)) for line in data.responses),
        ),
    )


def as_csv(tables: Sequence[Table], *, about: Sequence[tuple[str, str]]) -> str:
    """What they are about, then the tables one under another, ready for a spreadsheet; no cell can be taken for a
    formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([(name, _harmless(words)) for name, words in about])
    writer.writerow([])
    for table in tables:
        writer.writerow([_harmless(table.caption)])
        writer.writerow([_harmless(column) for column in table.columns])
        for label, figures in table.lines:
            writer.writerow([_harmless(label), *(_plain(figure) for figure in figures)])
        writer.writerow([])
    return out.getvalue()


def _raised(themes: Sequence[ThemeLine]) -> list[ThemeLine]:
    """Themes that somebody raised, most said first; hidden ones last."""
    raised = [theme for theme in themes if theme.said.everybody.__class__ is Hidden or _n(theme)]
    return sorted(raised, key=lambda theme: (-_n(theme), theme.label))


def _n(theme: ThemeLine) -> int:
    figure = theme.said.everybody
    return -1 if isinstance(figure, Hidden) else figure.n


def _plain(figure: Figure) -> str:
    return str(figure) if isinstance(figure, Hidden) else str(figure.n)


def _harmless(words: str) -> str:
    return f"'{words}" if words.startswith(DANGEROUS) else words
