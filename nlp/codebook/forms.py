"""The forms of the codebook editor."""

from collections.abc import Collection, Iterable
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
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
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from core.pages.slugs import slug_from
from core.questions.plain_text import says_nothing, without_unkeepable
from nlp.codebook import Codebook, Lexicon, Theme
from nlp.codebook.changes import KINDS_OF_PHRASES, mark_of
from nlp.findings import Speaker
from nlp.lexis.phrase_checks import MOST_PHRASES, problem_with, typed_phrases

LONGEST_LABEL = 60
LONGEST_TEXT = 1_000
SPEAKERS = [
    SelectChoice(Speaker.child.value, "Children and young people"),
    SelectChoice(Speaker.family.value, "Parents and carers"),
    SelectChoice(Speaker.staff.value, "Staff"),
]
ABOUT_PHRASES = {
    "good": (
        "Phrases that say it is good",
        "One a line. By themselves they say that the speaker is glad of it.",
    ),
    "bad": ("Phrases that say it is not good", "By themselves they say that the speaker is not glad of it."),
    "either": ("Phrases that could be either", "The words around them say which."),
    "hint": ("Weak phrases", "They count only where two different ones stand in the same words."),
    "near": ("Words often nearby", "They never count alone. Only what was learnt from examples uses them."),
}


def tidy(typed: str | None) -> str | None:
    """What was typed without marks that nobody can see, in one space each; empty where nothing else is there."""
    words = " ".join(without_unkeepable(typed or "").split())
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


def phrase_box(kind: str) -> TextAreaField:
    """A box with a phrase on each line."""
    label, about = ABOUT_PHRASES[kind]
    return TextAreaField(label, description=about, widget=GovTextArea(), validators=[can_be_looked_for])


def can_be_looked_for(form: FlaskForm, field: Field) -> None:
    """Each line can be looked for, and stands in one box only."""
    phrases = typed_phrases(field.data)
    if len(phrases) > MOST_PHRASES:
        raise ValidationError(f"Use up to {MOST_PHRASES} phrases.")
    earlier = KINDS_OF_PHRASES[: KINDS_OF_PHRASES.index(field.short_name)]
    known = {phrase for kind in earlier for phrase in typed_phrases(form[kind].data)}
    for number, phrase in enumerate(phrases, start=1):
        problem = "It stands twice." if phrase in known else problem_with(phrase)
        if problem:
            raise ValidationError(f"Phrase {number}, “{phrase[:60]}”: {problem}")
        known.add(phrase)


class SaidForm(FlaskForm):
    """What a person says about a theme. `others` are the labels that it may not have."""

    label = StringField(
        "Name",
        widget=GovTextInput(),
        filters=(tidy,),
        validators=[
            DataRequired("Give the theme a name."),
            Length(max=LONGEST_LABEL, message=f"Use up to {LONGEST_LABEL} characters."),
        ],
    )
    counts = TextAreaField(
        "What counts",
        description="When is this theme given? Start with “The speaker says…”.",
        widget=GovTextArea(),
        filters=(tidy,),
        validators=[DataRequired("Say what counts."), Length(max=LONGEST_TEXT)],
    )
    excludes = TextAreaField(
        "What does not count",
        description="What is it taken for by mistake, and which theme is that?",
        widget=GovTextArea(),
        filters=(tidy,),
        validators=[DataRequired("Say what does not count."), Length(max=LONGEST_TEXT)],
    )

    others: frozenset[str] = frozenset()

    def validate_label(self, field: Field) -> None:
        """Two themes of one name could not be told apart."""
        if field.data and field.data.casefold() in self.others:
            raise ValidationError("Another theme has this name. Choose one that tells them apart.")


class ThemeForm(SaidForm):
    """Everything that a person writes about a theme."""

    section = StringField(
        "Heading",
        description="Themes with the same heading are listed together. Leave it empty for none.",
        widget=GovTextInput(),
        filters=(tidy,),
        validators=[Length(max=LONGEST_LABEL, message=f"Use up to {LONGEST_LABEL} characters.")],
    )
    speakers = SelectMultipleField(
        "Who may be saying it?",
        widget=GovCheckboxesInput(),
        choices=SPEAKERS,
        validators=[InputRequired("Choose at least one.")],
    )
    good = phrase_box("good")
    bad = phrase_box("bad")
    either = phrase_box("either")
    hint = phrase_box("hint")
    near = phrase_box("near")
    mark = HiddenField()
    save = SubmitField("Save in the draft", widget=GovSubmitInput())

    @classmethod
    def of(cls, codebook: Codebook | None, theme: Theme | None) -> "ThemeForm":
        """The form for a theme of the codebook, or for a new one."""
        new: dict[str, Any] = {"speakers": [speaker.value for speaker in Speaker], "mark": ""}
        form = cls(data=new if theme is None else written(theme) | {"mark": mark_of(theme)})
        form.others = labels_beside(codebook, theme)
        return form

    def applied_to(self, theme: Theme) -> Theme:
        """The theme with what this form says."""
        return theme.model_copy(
            update={
                "label": self.label.data,
                "section": self.section.data or "",
                "counts": self.counts.data,
                "excludes": self.excludes.data,
                "speakers": tuple(Speaker(speaker) for speaker in self.speakers.data),
                "lexicon": Lexicon(**{kind: typed_phrases(self[kind].data) for kind in KINDS_OF_PHRASES}),
            }
        )

    def new_theme(self, taken: Collection[str]) -> Theme:
        """A theme of its own."""
        return self.applied_to(bare_theme(self.label.data, taken))

    def written_by_others(self, theme: Theme) -> list[tuple[str, str]]:
        """Where the theme says something else than this form: each field's label, and what the theme says."""
        names = {choice.value: choice.label for choice in SPEAKERS}
        found = []
        for name, value in written(theme).items():
            if name == "speakers" and set(value) != set(self.speakers.data or ()):
                found.append((self.speakers.label.text, ", ".join(names[speaker] for speaker in value)))
            elif name != "speakers" and value.split() != (self[name].data or "").split():
                found.append((self[name].label.text, value or "Nothing"))
        return found

    def theme_to_look_for(self) -> Theme | None:
        """The phrases as typed, whatever else is still to be filled in; None where they cannot be looked for.

        Only what is wrong with the phrases is said then.
        """
        self.validate()
        for field in self:
            if field.short_name not in KINDS_OF_PHRASES:
                field.errors = []
        if self.errors:
            return None
        known = [speaker for speaker in Speaker if speaker.value in (self.speakers.data or ())]
        lexicon = Lexicon(**{kind: typed_phrases(self[kind].data) for kind in KINDS_OF_PHRASES})
        found = {"lexicon": lexicon, "speakers": tuple(known or Speaker)}
        return bare_theme("Looked for", ()).model_copy(update=found)

    def problems_with_phrases(self) -> list[str]:
        return [str(error) for kind in KINDS_OF_PHRASES for error in self[kind].errors]


class SplitForm(SaidForm):
    """A new theme out of one that holds two, and the phrases that go with it."""

    phrases = SelectMultipleField("Which phrases go to the new theme?", widget=GovCheckboxesInput())
    mark = HiddenField()
    save = SubmitField("Split in the draft", widget=GovSubmitInput())

    @classmethod
    def of(cls, codebook: Codebook, theme: Theme) -> "SplitForm":
        """The form for splitting this theme."""
        form = cls(data={"mark": mark_of(theme)})
        form.offer(theme)
        form.others = labels_beside(codebook, None)
        return form

    def offer(self, theme: Theme) -> None:
        """Let any of the theme's phrases be chosen; words that only stand nearby stay where they are."""
        told = (
            phrase for kind in KINDS_OF_PHRASES if kind != "near" for phrase in getattr(theme.lexicon, kind)
        )
        self.phrases.choices = [SelectChoice(phrase, phrase) for phrase in told]

    def new_theme(self, theme: Theme, taken: Collection[str]) -> Theme:
        """The new theme, offered to the same speakers and under the same heading; it has no phrases yet."""
        said = {name: self[name].data for name in ("label", "counts", "excludes")}
        new = {"slug": fresh_slug(self.label.data, taken), "lexicon": Lexicon()}
        return theme.model_copy(update=said | new | {"hidden": False, "merged_into": None})


class MergeForm(FlaskForm):
    """Which theme another becomes part of."""

    into = SelectField("Which theme does it become part of?", widget=GovSelect(), validate_choice=True)
    save = SubmitField("Merge in the draft", widget=GovSubmitInput())

    def __init__(self, *, themes: Iterable[Theme], **settings: Any) -> None:
        super().__init__(**settings)
        choices = [SelectChoice(theme.slug, theme.label) for theme in themes]
        self.into.choices = [SelectChoice("", "Choose a theme"), *choices]

    def validate_into(self, field: Field) -> None:
        """Some theme is chosen."""
        if not field.data:
            raise ValidationError("Choose a theme.")


class PublishForm(FlaskForm):
    """What was changed and why, for whoever reads the history."""

    note = TextAreaField(
        "What did you change, and why?",
        description="It stands in the history with your name.",
        widget=GovTextArea(),
        filters=(tidy,),
        validators=[DataRequired("Say what you changed, and why."), Length(max=500)],
    )
    revision = HiddenField()
    save = SubmitField("Publish and read everything again", widget=GovSubmitInput())

    @property
    def seen(self) -> int:
        """The revision that the person saw; 0 where the page sent nonsense."""
        typed = str(self.revision.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def written(theme: Theme) -> dict[str, Any]:
    """What a person wrote about a theme, as the fields of its form hold it."""
    said: dict[str, Any] = {name: getattr(theme, name) for name in ("label", "counts", "excludes", "section")}
    phrases = {kind: "\n".join(getattr(theme.lexicon, kind)) for kind in KINDS_OF_PHRASES}
    return said | {"speakers": [speaker.value for speaker in theme.speakers]} | phrases


def bare_theme(label: str, taken: Collection[str]) -> Theme:
    """A theme with a name and nothing else said yet."""
    return Theme(
        slug=fresh_slug(label, taken),
        label=label,
        counts="-",
        excludes="-",
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
