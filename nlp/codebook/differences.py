"""What differs between two codebooks, in words that a person can check."""

from collections.abc import Iterator
from dataclasses import dataclass

from nlp.codebook import Codebook, Theme
from nlp.codebook.changes import KINDS_OF_PHRASES
from nlp.codebook.phrases_in_words import in_words
from nlp.findings import Speaker

WORDS_FOR_KINDS = {
    "good": "phrases that say it is good",
    "bad": "phrases that say it is not good",
    "either": "phrases that could be either",
    "hint": "weak phrases",
    "near": "words often nearby",
}
SPEAKERS = {
    Speaker.child: "children and young people",
    Speaker.family: "parents and carers",
    Speaker.staff: "staff",
}
TEXTS = {"counts": "What counts", "excludes": "What does not count", "section": "Heading"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changed: what it was and what it is now, either of which may be empty, or phrases in words."""

    what: str
    before: str = ""
    now: str = ""
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """Everything that changed about one theme."""

    slug: str
    label: str
    lines: tuple[Line, ...]


def differences(before: Codebook, now: Codebook) -> list[ThemeChange]:
    """What changed from one codebook to another, theme by theme, in the order they are listed now."""
    earlier = {theme.slug: theme for theme in before.themes}
    labels = {theme.slug: theme.label for theme in (*before.themes, *now.themes)}
    found = [
        ThemeChange(theme.slug, theme.label, tuple(_lines(earlier.get(theme.slug), theme, labels)))
        for theme in now.themes
    ]
    left = [theme for theme in before.themes if theme.slug not in now.slugs()]
    found += [ThemeChange(theme.slug, theme.label, (Line("No longer in the codebook"),)) for theme in left]
    found = [change for change in found if change.lines]
    if _order(before, now) != _order(now, before):
        found.append(ThemeChange("", "The list", (Line("The order changed"),)))
    return found


def _order(codebook: Codebook, other: Codebook) -> list[str]:
    common = set(codebook.slugs()) & set(other.slugs())
    return [slug for slug in codebook.slugs() if slug in common]


def _lines(before: Theme | None, now: Theme, labels: dict[str, str]) -> Iterator[Line]:
    if before is None:
        come_from = labels.get(now.split_from or "")
        yield Line(f"Split from “{come_from}”" if come_from else "New")
        yield Line("What counts", now=now.counts)
        yield from _phrases(None, now)
        return
    if before.label != now.label:
        yield Line("Name", before.label, now.label)
    if before.hidden != now.hidden:
        yield Line("Hidden: not suggested any more" if now.hidden else "Shown again")
    if before.merged_into != now.merged_into:
        whole = labels.get(now.merged_into or "", now.merged_into)
        yield Line(f"Merged into “{whole}”" if now.merged_into else "On its own again")
    for name, what in TEXTS.items():
        if getattr(before, name) != getattr(now, name):
            yield Line(what, getattr(before, name), getattr(now, name))
    if set(before.speakers) != set(now.speakers):
        yield Line("Said by", _speakers(before), _speakers(now))
    yield from _phrases(before, now)


def _speakers(theme: Theme) -> str:
    return ", ".join(SPEAKERS[speaker] for speaker in theme.speakers)


def _phrases(before: Theme | None, now: Theme) -> Iterator[Line]:
    for kind in KINDS_OF_PHRASES:
        was = getattr(before.lexicon, kind) if before else ()
        is_now = getattr(now.lexicon, kind)
        if gone := [phrase for phrase in was if phrase not in is_now]:
            yield Line(f"Fewer {WORDS_FOR_KINDS[kind]}", phrases=tuple(map(in_words, gone)))
        if added := [phrase for phrase in is_now if phrase not in was]:
            yield Line(f"More {WORDS_FOR_KINDS[kind]}", phrases=tuple(map(in_words, added)))
