"""The codebook: what each theme means, who it is offered to, and the words that show it."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from spacy.language import Language

from nlp.findings import Speaker
from nlp.rulefiles import BadRuleFileError, load_one

THEMES = Path(__file__).parents[1] / "themes"

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Lexicon(_Strict):
    """Phrases that show a theme.

    `good` and `bad` say by themselves how the speaker finds it; `either` leaves that to the words around
    it; `hint` is too weak alone and counts only beside another phrase of the same theme; `near` are words
    that often stand near the theme, which only the trained part weighs.
    """

    good: tuple[Words, ...] = ()
    bad: tuple[Words, ...] = ()
    either: tuple[Words, ...] = ()
    hint: tuple[Words, ...] = ()
    near: tuple[Words, ...] = ()

    def phrases(self) -> tuple[str, ...]:
        return self.good + self.bad + self.either + self.hint + self.near

    @model_validator(mode="after")
    def each_phrase_stands_once(self) -> Self:
        seen: set[str] = set()
        for phrase in self.phrases():
            if phrase in seen:
                raise ValueError(f"the phrase {phrase!r} stands twice")
            seen.add(phrase)
        return self


class Theme(_Strict):
    """One theme of the codebook.

    A `hidden` theme is not suggested. What is read as one that was merged is suggested as `merged_into`.
    `split_from` only says where a theme came from. `section` is the heading it is listed under.
    """

    slug: Slug
    label: Words
    section: str = ""
    counts: Words
    excludes: str = ""
    speakers: Annotated[tuple[Speaker, ...], Field(min_length=1)]
    standards: tuple[Slug, ...]
    frameworks: dict[Slug, tuple[Words, ...]]
    lexicon: Lexicon
    hidden: bool = False
    merged_into: Slug | None = None
    split_from: Slug | None = None

    @property
    def in_use(self) -> bool:
        return not self.hidden and self.merged_into is None


class Codebook(_Strict):
    """All themes, in the order they are listed in."""

    themes: Annotated[tuple[Theme, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def each_theme_stands_once_and_leads_somewhere(self) -> Self:
        slugs = self.slugs()
        if len(set(slugs)) < len(slugs):
            raise ValueError("two themes have the same slug")
        merged = {theme.slug: theme.merged_into for theme in self.themes if theme.merged_into}
        for slug, into in merged.items():
            if into not in slugs or into in merged:
                raise ValueError(f"{slug} is merged into {into}, which is not a theme of its own")
        return self

    def slugs(self) -> tuple[str, ...]:
        return tuple(theme.slug for theme in self.themes)

    def theme(self, slug: str) -> Theme:
        """The theme with `slug`. Raises `KeyError`."""
        for theme in self.themes:
            if theme.slug == slug:
                return theme
        raise KeyError(slug)

    def offered_to(self, speaker: Speaker) -> frozenset[str]:
        """Slugs of the themes that are suggested for words of `speaker`."""
        return frozenset(theme.slug for theme in self.themes if theme.in_use and speaker in theme.speakers)

    def merges(self) -> dict[str, str]:
        """The theme that each merged theme is now part of."""
        return {theme.slug: theme.merged_into for theme in self.themes if theme.merged_into}

    def landing(self) -> dict[str, str]:
        """For each theme that may be found, the one that it is suggested as: itself, or what it is merged into."""
        merges = self.merges()
        shown = {theme.slug for theme in self.themes if theme.in_use}
        found = {slug: merges.get(slug, slug) for slug in self.slugs()}
        return {slug: into for slug, into in found.items() if into in shown}


def load_codebook(folder: Path = THEMES) -> Codebook:
    """The themes in `folder`, one YAML file each, named by its slug. Raises `BadRuleFileError`."""
    themes = []
    for path in sorted(folder.glob("*.yaml")):
        theme = load_one(path, Theme)
        if theme.slug != path.stem:
            raise BadRuleFileError(path, 1, f"the slug {theme.slug!r} is not the name of the file")
        themes.append(theme)
    if not themes:
        raise BadRuleFileError(folder, 1, "holds no themes")
    return Codebook(themes=tuple(themes))


@lru_cache(maxsize=1)
def shipped_codebook() -> Codebook:
    """The codebook that comes with Heard, read once per process."""
    return load_codebook()


READ_WITH = "heard_codebook"


def codebook_of(pipeline: Language) -> Codebook:
    """The codebook that a pipeline reads with: the shipped one, unless it was built with another."""
    chosen: Codebook | None = pipeline.meta.get(READ_WITH)
    return chosen or shipped_codebook()
