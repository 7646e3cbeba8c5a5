"""Changes to a codebook, each a pure function: the codebook before in, the codebook after out."""

import hashlib
import json
from collections.abc import Collection, Iterable

from nlp.codebook import Codebook, Lexicon, Theme

KINDS_OF_PHRASES = ("good", "bad", "either", "hint", "near")
WRITTEN = ("label", "section", "counts", "excludes", "speakers", "lexicon")
READ_BY = ("speakers", "lexicon", "hidden", "merged_into")


class CannotChange(ValueError):
    """A change that makes no sense; the message is for the person who asked for it."""


def mark_of(theme: Theme) -> str:
    """A short hash of what a person writes about a theme: two people never replace what they have not seen."""
    written = theme.model_dump(mode="json", include=set(WRITTEN))
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()[:16]


def reads_the_same(one: Codebook, other: Codebook) -> bool:
    """Whether both find the same in what people say.

    Rationale: names, descriptions, headings and the order of the list are for people, and change no reading.
    """
    return ways_of_reading(one) == ways_of_reading(other)


def ways_of_reading(codebook: Codebook) -> dict[str, list[object]]:
    """What decides where each theme is found, by its slug."""
    return {theme.slug: [getattr(theme, name) for name in READ_BY] for theme in codebook.themes}


def with_theme(codebook: Codebook, theme: Theme, *, after: str | None = None) -> Codebook:
    """The codebook with `theme` in place of the one of its slug; a new one stands after `after`, or last."""
    if theme.slug in codebook.slugs():
        return _of(theme if one.slug == theme.slug else one for one in codebook.themes)
    themes = list(codebook.themes)
    place = codebook.slugs().index(after) + 1 if after in codebook.slugs() else len(themes)
    return _of([*themes[:place], theme, *themes[place:]])


def beside(codebook: Codebook, slug: str) -> list[str]:
    """The themes in use under the same heading, in order; none for a theme that is not in use itself."""
    theme = codebook.theme(slug)
    return [
        one.slug for one in codebook.themes if one.in_use and one.section == theme.section and theme.in_use
    ]


def moved(codebook: Codebook, slug: str, *, to: int) -> Codebook:
    """The theme in place `to`, from 0, among those in use under the same heading, or as near as there is one."""
    before = beside(codebook, slug)
    if not before:
        return codebook
    after = [one for one in before if one != slug]
    after.insert(min(max(to, 0), len(after)), slug)
    standing = dict(zip(before, after, strict=True))
    return _of(codebook.theme(standing.get(one.slug, one.slug)) for one in codebook.themes)


def hidden(codebook: Codebook, slug: str, *, hide: bool) -> Codebook:
    """The theme hidden, or shown again. Raises `CannotChange` for the last one in use."""
    theme = codebook.theme(slug)
    if hide and [one.slug for one in codebook.themes if one.in_use] == [slug]:
        raise CannotChange("This is the last theme. Add another before you hide it.")
    return with_theme(codebook, theme.model_copy(update={"hidden": hide}))


def merged(codebook: Codebook, slug: str, *, into: str) -> Codebook:
    """The theme as part of another; what was merged into it before goes along. Raises `CannotChange`.

    Its phrases stay its own: what they find is suggested as the other.
    """
    target = codebook.theme(into)
    if into == slug or not target.in_use:
        raise CannotChange("Choose another theme that is in use.")
    moving = {slug, *(one for one, whole in codebook.merges().items() if whole == slug)}
    return _of(
        theme.model_copy(update={"merged_into": into}) if theme.slug in moving else theme
        for theme in codebook.themes
    )


def apart(codebook: Codebook, slug: str) -> Codebook:
    """The theme on its own again. Decisions that followed the merge come back to it."""
    return with_theme(codebook, codebook.theme(slug).model_copy(update={"merged_into": None}))


def split(codebook: Codebook, slug: str, new: Theme, *, phrases: Collection[str]) -> Codebook:
    """`new` beside the theme, with those of its `phrases` that were chosen. Raises `CannotChange`."""
    theme = codebook.theme(slug)
    if new.slug in codebook.slugs():
        raise CannotChange("There is a theme of this name already.")
    staying = {
        kind: tuple(p for p in getattr(theme.lexicon, kind) if p not in phrases) for kind in KINDS_OF_PHRASES
    }
    going = {
        kind: tuple(p for p in getattr(theme.lexicon, kind) if p in phrases) for kind in KINDS_OF_PHRASES
    }
    old = theme.model_copy(update={"lexicon": Lexicon(**staying)})
    new = new.model_copy(update={"lexicon": Lexicon(**going), "split_from": slug})
    return with_theme(with_theme(codebook, old), new, after=slug)


def brought_back(codebook: Codebook, old: Codebook) -> Codebook:
    """The codebook as it was; themes that are newer stand last, hidden, so that what was decided keeps its name."""
    newer = [theme for theme in codebook.themes if theme.slug not in old.slugs()]
    return _of(
        [*old.themes, *(one.model_copy(update={"hidden": True, "merged_into": None}) for one in newer)]
    )


def taking_up(codebook: Codebook, *, shipped: Codebook, before: Codebook) -> Codebook:
    """The authority's codebook with what a new release changed since `before`, the shipped one it started from.

    Rationale: what the authority changed is its own and stays. A theme that it left alone becomes the new one;
    a theme that it changed only gains the new phrases; a theme that is new is added.
    """
    earlier = {theme.slug: theme for theme in before.themes}
    own = {theme.slug: theme for theme in codebook.themes}
    for theme in shipped.themes:
        mine, was = own.get(theme.slug), earlier.get(theme.slug)
        if mine is None:
            codebook = with_theme(codebook, theme)
        elif was is not None and mark_of(mine) == mark_of(was):
            kept = {"hidden": mine.hidden, "merged_into": mine.merged_into, "split_from": mine.split_from}
            codebook = with_theme(codebook, theme.model_copy(update=kept))
        else:
            new = set(theme.lexicon.phrases()) - set(was.lexicon.phrases() if was else ())
            codebook = with_theme(codebook, _with_phrases(mine, theme, new))
    return codebook


def _with_phrases(mine: Theme, theme: Theme, new: Collection[str]) -> Theme:
    held = set(mine.lexicon.phrases())
    grown = {
        kind: (
            *getattr(mine.lexicon, kind),
            *(p for p in getattr(theme.lexicon, kind) if p in new and p not in held),
        )
        for kind in KINDS_OF_PHRASES
    }
    return mine.model_copy(update={"lexicon": Lexicon(**grown)})


def _of(themes: Iterable[Theme]) -> Codebook:
    return Codebook(themes=tuple(themes))
