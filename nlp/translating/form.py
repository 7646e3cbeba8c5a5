"""The form for the translation of one passage."""

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea
from wtforms import IntegerField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from nlp.translating.models import Translation

LONGEST = 100_000


def _storable(_: FlaskForm, field: TextAreaField) -> None:
    if "\0" in field.data:
        raise ValidationError("There is a character in this that cannot be kept. Type the words again.")


class TranslationForm(FlaskForm):
    """The English words; `seen` is the number of the wording that this person's page showed, 0 for none."""

    words = TextAreaField(
        "In English",
        widget=GovTextArea(),
        description="As close to what they said as you can. Write names as they are: we take them out.",
        filters=[lambda typed: typed.strip() if typed else typed],
        validators=[
            DataRequired("Type the translation."),
            Length(max=LONGEST, message=f"Write at most {LONGEST:,} characters."),
            _storable,
        ],
    )
    seen = IntegerField(validators=[NumberRange(min=0)], widget=HiddenInput())
    save = SubmitField("Save the translation", widget=GovSubmitInput())

    def show(self, in_use: Translation | None, *, fresh: bool, opened: bool) -> None:
        """Hold the wording in use where the person has opened it; else what was typed.

        `fresh`: what was typed is now meant to replace the newer wording.
        """
        if opened and in_use:
            self.words.data = in_use.words
        if fresh or self.seen.data is None:
            self.seen.data = in_use.number if in_use else 0
