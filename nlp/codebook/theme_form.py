"""The form of one theme, which two people may write in at once: each keeps what the other left as it was."""

import hashlib
from collections.abc import Collection
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovSubmitInput, GovTextInput
from wtforms import Field, HiddenField, SelectMultipleField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from nlp.codebook import Codebook, Theme
from nlp.codebook.changes import KINDS_OF_PHRASES, mark_of
from nlp.codebook.forms import LONGEST_LABEL, SaidForm, at_most, bare_theme, labels_beside, tidy
from nlp.codebook.phrase_forms import BOXES, PhrasesForm
from nlp.findings import Speaker

SPEAKERS = [
    SelectChoice(Speaker.child.value, "Children and young people"),
    SelectChoice(Speaker.family.value, "Parents and carers"),
    SelectChoice(Speaker.staff.value, "Staff"),
]


class ThemeForm(SaidForm, PhrasesForm):
    """Everything that a person writes about a theme.

    `mark` and `shown` are those of the theme as the page was given it, whole and field by field.
    """

    section = StringField(
        "Heading",
        description="Themes with the same heading are listed together. Leave it empty for none.",
        widget=GovTextInput(),
        filters=(tidy,),
        validators=[at_most(LONGEST_LABEL)],
    )
    speakers = SelectMultipleField(
        "Who may be saying it?",
        widget=GovCheckboxesInput(),
        choices=SPEAKERS,
        validate_choice=False,
        validators=[InputRequired("Choose at least one.")],
    )
    mark = HiddenField()
    shown = HiddenField()
    save = SubmitField("Save in the draft", widget=GovSubmitInput())

    @classmethod
    def of(cls, codebook: Codebook | None, theme: Theme | None, *, phrase: str = "") -> "ThemeForm":
        """The form for a theme of the codebook, or for a new one that `phrase` may stand in."""
        new: dict[str, Any] = {
            "speakers": [speaker.value for speaker in Speaker], "mark": "", "add_either": phrase,
        }  # fmt: skip
        form = cls(data=new if theme is None else written(theme) | _marks(theme))
        form.others = labels_beside(codebook, theme)
        return form

    def validate_speakers(self, field: Field) -> None:
        """Only those that are listed."""
        if not set(field.data) <= {choice.value for choice in SPEAKERS}:
            raise ValidationError("Choose from those that are listed.")

    def applied_to(self, theme: Theme) -> Theme:
        """The theme with what this form says."""
        return theme.model_copy(
            update={
                "label": self.label.data,
                "section": self.section.data or "",
                "counts": self.counts.data,
                "excludes": self.excludes.data or "",
                "speakers": tuple(Speaker(speaker) for speaker in self.speakers.data),
                "lexicon": self.lexicon(),
            }
        )

    def new_theme(self, taken: Collection[str]) -> Theme:
        """A theme of its own."""
        return self.applied_to(bare_theme(self.label.data, taken))

    def take_over(self, theme: Theme) -> list[tuple[str, str]]:
        """Take over what somebody else wrote since this page was shown, where this person left it as it was.

        Gives where both wrote something else: each field's label, and what the theme says. The form counts as
        shown with the theme as it is now.
        """
        given = str(self.shown.raw_data[0]) if self.shown.raw_data else ""
        shown = dict(part.partition("=")[::2] for part in given.split())
        both = []
        for name, theirs in written(theme).items():
            field = self[name]
            mine, now = _digest(field.data), _digest(theirs)
            if mine == shown.get(name):
                field.process_data(theirs)
            elif now not in (mine, shown.get(name)):
                both.append((field.label.text, _as_read(theirs)))
        for name, value in _marks(theme).items():
            self[name].process_data(value)
        return both

    def theme_to_look_for(self) -> Theme:
        """The phrases as typed that can be looked for, whatever else is still to be filled in.

        Only what is wrong with the phrases is said then.
        """
        self.validate()
        for field in self:
            if field.short_name not in BOXES:
                field.errors = []
        known = [speaker for speaker in Speaker if speaker.value in (self.speakers.data or ())]
        found = {"lexicon": self.lexicon(only_good_ones=True), "speakers": tuple(known or Speaker)}
        return bare_theme("Looked for", ()).model_copy(update=found)


def written(theme: Theme) -> dict[str, Any]:
    """What a person wrote about a theme, as the fields of its form hold it."""
    said: dict[str, Any] = {name: getattr(theme, name) for name in ("label", "counts", "excludes", "section")}
    phrases = {kind: "\n".join(getattr(theme.lexicon, kind)) for kind in KINDS_OF_PHRASES}
    return said | {"speakers": [speaker.value for speaker in theme.speakers]} | phrases


def _digest(value: str | Collection[str] | None) -> str:
    """The same for two values of a field that say the same."""
    lines = value.splitlines() if isinstance(value, str) else sorted(value or ())
    said = [" ".join(line.split()) for line in lines if line.strip()]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]


def _marks(theme: Theme) -> dict[str, str]:
    shown = " ".join(f"{name}={_digest(value)}" for name, value in written(theme).items())
    return {"mark": mark_of(theme), "shown": shown}


def _as_read(value: str | Collection[str]) -> str:
    names = {choice.value: choice.label for choice in SPEAKERS}
    return (value if isinstance(value, str) else ", ".join(names[one] for one in value)) or "Nothing"
