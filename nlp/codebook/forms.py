"""The forms of the codebook editor."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCharacterCount,
    GovSelect,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import (
    Field,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, ValidationError

from core.pages.slugs import slug_from
from core.questions.plain_text import says_nothing, without_unkeepable, without_unseen
from nlp.codebook import Codebook, Lexicon, Theme
from nlp.codebook.changes import mark_of
from nlp.findings import Speaker

LONGEST_LABEL = 60
LONGEST_TEXT = 1_000
LONGEST_NOTE = 500


def tidy(typed: str | None) -> str | None:
    """What was typed without marks that nobody can see, in one space each; empty where nothing else is there."""
    words = " ".join(without_unseen(without_unkeepable(typed or "")).split())
    return "" if says_nothing(words) else words


def fresh_slug(label: str, taken: Collection[str]) -> str:
    """A short name for a new theme that no theme has or ever had."""
    base = slug_from(label)[:34].strip("-")
    if not base[:1].isalpha() or len(base) < 2:
        base = f"theme-{base}".strip("-")
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def at_most(longest: int) -> Callable[[FlaskForm, Field], None]:
    """A validator that says how many characters are too many."""

    def check(_: FlaskForm, field: Field) -> None:
        over = len(field.data or "") - longest
        if over > 0:
            raise ValidationError(
                f"Use up to {longest:,} characters: {over:,} {'is' if over == 1 else 'are'} too many."
            )

    return check


class SaidForm(FlaskForm):
    """What a person says about a theme. `others` are the labels that it may not have."""

    label = StringField(
        "Name",
        widget=GovTextInput(),
        filters=(tidy,),
        validators=[
            DataRequired("Give the theme a name."),
            at_most(LONGEST_LABEL),
        ],
    )
    counts = TextAreaField(
        "What counts",
        description="When is this theme given? Start with “The speaker says…”.",
        widget=GovCharacterCount(),
        filters=(tidy,),
        validators=[DataRequired("Say what counts."), at_most(LONGEST_TEXT)],
    )
    excludes = TextAreaField(
        "What does not count, if anything",
        description="What is it taken for by mistake, and which theme is that?",
        widget=GovCharacterCount(),
        filters=(tidy,),
        validators=[at_most(LONGEST_TEXT)],
    )

    others: frozenset[str] = frozenset()

    def validate_label(self, field: Field) -> None:
        """Two themes of one name could not be told apart."""
        if field.data and field.data.casefold() in self.others:
            raise ValidationError("Another theme has this name. Choose one that tells them apart.")


class SplitForm(SaidForm):
    """A new theme out of one that holds two, and the phrases that go with it."""

    phrases = SelectMultipleField("Which phrases go to the new theme?", validate_choice=False)
    mark = HiddenField()
    save = SubmitField("Split in the draft", widget=GovSubmitInput())

    @classmethod
    def of(cls, codebook: Codebook, theme: Theme) -> "SplitForm":
        """The form for splitting this theme."""
        form = cls(data={"mark": mark_of(theme)})
        form.others = labels_beside(codebook, None)
        return form

    def new_theme(self, theme: Theme, taken: Collection[str]) -> Theme:
        """The new theme, offered to the same speakers and under the same heading; it has no phrases yet."""
        said = {name: self[name].data for name in ("label", "counts", "excludes")}
        new = {"slug": fresh_slug(self.label.data, taken), "lexicon": Lexicon()}
        return theme.model_copy(update=said | new | {"hidden": False, "merged_into": None})


class MergeForm(FlaskForm):
    """Which theme another becomes part of."""

    into = SelectField("Which theme does it become part of?", widget=GovSelect(), validate_choice=False)
    save = SubmitField("Merge in the draft", widget=GovSubmitInput())

    def __init__(self, *, themes: Iterable[Theme], **settings: Any) -> None:
        super().__init__(**settings)
        choices = [SelectChoice(theme.slug, theme.label) for theme in themes]
        self.into.choices = [SelectChoice("", "Choose a theme"), *choices]

    def validate_into(self, field: Field) -> None:
        """Some theme is chosen, of those that there are."""
        if not field.data:
            raise ValidationError("Choose a theme.")
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError("This theme is not in use any more. Choose another.")


class PublishForm(FlaskForm):
    """What was changed and why, for whoever reads the history."""

    note = TextAreaField(
        "What did you change, and why?",
        description="It stands in the history with your name.",
        widget=GovCharacterCount(),
        filters=(tidy,),
        validators=[DataRequired("Say what you changed, and why."), at_most(LONGEST_NOTE)],
    )
    revision = HiddenField()
    save = SubmitField("Publish and read everything again", widget=GovSubmitInput())

    @property
    def seen(self) -> int:
        """The revision that the person saw; 0 where the page sent nonsense."""
        typed = str(self.revision.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def bare_theme(label: str, taken: Collection[str]) -> Theme:
    """A theme with a name and nothing else said yet."""
    return Theme(
        slug=fresh_slug(label, taken),
        label=label,
        counts="-",
        excludes="",
        speakers=tuple(Speaker),
        standards=(),
        frameworks={},
        lexicon=Lexicon(),
    )


def labels_beside(codebook: Codebook | None, theme: Theme | None) -> frozenset[str]:
    """The labels in use, compared without case, but for the theme's own."""
    themes = codebook.themes if codebook else ()
    return frozenset(
        one.label.casefold() for one in themes if one.in_use and (not theme or one.slug != theme.slug)
    )
