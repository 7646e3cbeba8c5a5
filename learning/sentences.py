"""Figures said in plain English, and the first draft of a summary's words."""

from __future__ import annotations

from collections.abc import Sequence

from learning.charts.themes import most_said
from learning.figures import Figure, Hidden, Shown, out_of, share
from learning.frozen import ChildLine, FrozenSummary, Narrative, StandardLine, ThemeLine
from learning.periods import period_in_words
from learning.pictures import shipped_pictures
from learning.speakers import SPEAKERS, inside_a_sentence

MOST_POINTS = 5
LEAD = 0.5


def voices_heard(data: FrozenSummary) -> str:
    """How many voices, from whom."""
    all_of, period = data.voices.everybody, period_in_words(data.period_start, data.period_end)
    if isinstance(all_of, Hidden):
        return (
            f"We heard {all_of} voices in {period}, so we cannot show more."
            if all_of.under
            else f"How many voices we heard in {period} is hidden."
        )
    if all_of.n == 0:
        return f"We heard no voices in {period}."
    parts = [
        f"{figure} from {inside_a_sentence(speaker)}"
        for speaker in SPEAKERS
        if isinstance(figure := getattr(data.voices, speaker), Shown) and figure.n
    ]
    whom = f": {_listed(parts)}" if parts else ""
    return f"We heard {_voices(all_of)} in {period}{whom}."


def theme_change(theme: ThemeLine, data: FrozenSummary) -> str | None:
    """ "A larger share of voices speaks of …: 65% (41 of 63), was 49% (30 of 61). That difference could be chance." """
    before = data.voices_before
    if before is None or theme.before is None or theme.change == "not_compared":
        return None
    part, whole = theme.said.everybody, data.voices.everybody
    part_then, whole_then = theme.before, before.everybody
    now, then = share(part, whole), share(part_then, whole_then)
    if now is None or then is None:
        return None
    larger = _count(part) * _count(whole_then) - _count(part_then) * _count(whole)
    opening = (
        f"{'A larger' if larger > 0 else 'A smaller'} share of voices speaks"
        if larger
        else "The same share of voices speaks"
    )
    verdict = (
        "That difference could be chance."
        if theme.change == "could_be_chance"
        else "That is more than chance would make."
    )
    return (
        f"{opening} of {_inside(theme.label)}: {now}% ({out_of(part, whole)}), "
        f"was {then}% ({out_of(part_then, whole_then)}).{f' {verdict}' if larger else ''}"
    )


def theme_leaning(theme: ThemeLine) -> str | None:
    """Whether what is said about a theme is mostly good or mostly a worry; None where that is hidden or
    even."""
    whole = theme.said.everybody
    if not isinstance(whole, Shown) or not whole.n:
        return None
    for part, words in ((theme.positive, "that it works well"), (theme.negative, "that it is a worry")):
        if isinstance(part, Shown) and part.n > LEAD * whole.n:
            return f"{theme.label}: {out_of(part, whole)} say {words}."
    return None


def standard_sentence(standard: StandardLine, data: FrozenSummary) -> str | None:
    """How many of the grades of a standard are in the better half of the scale; None where a part is hidden."""
    if (
        not all(point.ranked for point in data.scale)
        or not isinstance(standard.graded, Shown)
        or not standard.graded.n
    ):
        return None
    better = data.scale[: len(data.scale) // 2] or data.scale[:1]
    counts = [standard.counts[point.key] for point in better]
    if any(isinstance(count, Hidden) for count in counts):
        return None
    good = Shown(sum(count.n for count in counts if isinstance(count, Shown)))
    words = f"{better[-1].label.lower()} or better"
    return f"{standard.label}: {out_of(good, standard.graded)} grades are {words}."


def opening_sentences(data: FrozenSummary) -> list[str]:
    """What a dashboard or a report says before any picture."""
    said = [voices_heard(data)]
    themes = most_said(data.themes)
    if themes:
        top = themes[0]
        said.append(
            f"People talk most about {_inside(top.label)}: "
            f"{out_of(top.said.everybody, data.voices.everybody)}."
        )
    real = [theme for theme in themes if theme.change in ("more", "fewer")]
    said += [line for theme in (real or themes)[:2] if (line := theme_change(theme, data))]
    said += [line for line in (_strongest(themes, "positive"), _strongest(themes, "negative")) if line]
    return said


def speaker_sentences(data: FrozenSummary, speaker: str) -> list[str]:
    """What one kind of speaker talks about most."""
    who = inside_a_sentence(speaker)
    whole: Figure = getattr(data.voices, speaker)
    period = period_in_words(data.period_start, data.period_end)
    if isinstance(whole, Hidden):
        return [f"How many voices of {who} we heard in {period} is {whole}."]
    if not whole.n:
        return [f"We heard no voices of {who} in {period}."]
    said = [f"We heard {_voices(whole)} of {who} in {period}."]
    themes = [theme for theme in data.themes if _count(getattr(theme.said, speaker))]
    for theme in sorted(themes, key=lambda theme: -_count(getattr(theme.said, speaker)))[:3]:
        said.append(f"{theme.label}: {out_of(getattr(theme.said, speaker), whole)} talk about it.")
    return said


def _strongest(themes: Sequence[ThemeLine], way: str) -> str | None:
    found: list[tuple[int, ThemeLine]] = [
        (figure.n, theme)
        for theme in themes
        for figure in (getattr(theme, way),)
        if isinstance(figure, Shown) and figure.n
    ]
    if not found:
        return None
    _, theme = max(found, key=lambda pair: pair[0])
    words = "to work well" if way == "positive" else "to be a worry"
    return f"Most often said {words}: {_inside(theme.label)}, {out_of(getattr(theme, way), theme.said.everybody)}."


def first_draft(data: FrozenSummary) -> Narrative:
    """Words to start from; the quality lead changes what they will."""
    themes = most_said(data.themes)
    leanings = [line for theme in themes if (line := theme_leaning(theme))]
    standards = [line for standard in data.standards if (line := standard_sentence(standard, data))]
    return Narrative(
        opening=(
            "This report sets what children, families and staff told us beside what managers found when they "
            f"audited practice. It covers {_inside(data.scope_name)}, "
            f"{period_in_words(data.period_start, data.period_end)}."
        ),
        key_points=tuple(opening_sentences(data)[:MOST_POINTS]),
        people_say="\n\n".join(leanings[:4]),
        audits_show="\n\n".join(standards[:4]),
        children=_for_children(data, themes),
    )


def _for_children(data: FrozenSummary, themes: Sequence[ThemeLine]) -> tuple[ChildLine, ...]:
    pictures = shipped_pictures()
    lines: list[ChildLine] = []
    if isinstance(data.voices.child, Shown) and data.voices.child.n:
        lines.append(
            ChildLine(
                picture="speech",
                words=f"{data.voices.child} times, a child or young person told us something.",
            )
        )
    lines.append(ChildLine(picture="read", words="We read what you said."))
    from_children = [theme for theme in themes if isinstance(theme.said.child, Shown) and theme.said.child.n]
    for theme in sorted(from_children, key=lambda theme: -_count(theme.said.child))[:5]:
        words = f"You told us about {_inside(theme.label)}."
        lines.append(ChildLine(picture=pictures.of_theme(theme.slug), words=words))
    lines.append(ChildLine(picture="star", words="We will tell you what we change."))
    return tuple(lines)


def _count(figure: Figure) -> int:
    return figure.n if isinstance(figure, Shown) else 0


def _voices(figure: Figure) -> str:
    return f"{figure} voice" + ("" if isinstance(figure, Shown) and figure.n == 1 else "s")


def _inside(label: str) -> str:
    """A label inside a sentence: its first letter small, unless the first word is an abbreviation."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
