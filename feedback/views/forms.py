"""Forms of the feedback room that are not question sets."""

import re
from uuid import UUID

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Regexp, ValidationError

from core.pages.day_field import DayField
from core.questions.plain_text import cannot_be_kept, says_nothing, with_plain_line_ends
from core.questions.raw import AnswerRefused, read_words
from feedback.collecting import CollectionValues
from feedback.conversation import SAYS
from feedback.models import Progress, Source

LONGEST_REPLY = 4_000
LONGEST_REASON = 2_000
MAKING = "new"
"""Where a collection's page would stand if this were its short name."""


def _words(_form: FlaskForm, field: TextAreaField) -> None:
    """Words that can be kept, with plain line ends."""
    try:
        field.data = read_words(field.data or "", longest=LONGEST_REPLY)
    except AnswerRefused as refused:
        raise ValidationError(str(refused)) from refused


def _one_line(_form: FlaskForm, field: StringField) -> None:
    if cannot_be_kept(field.data or ""):
        raise ValidationError("Take out the hidden mark in this line.")
    field.data = " ".join((field.data or "").split())


class CodeForm(FlaskForm):
    """Coming back with a code, and perhaps writing again."""

    code = StringField("Your code", widget=GovTextInput())
    reply = TextAreaField("Write to us again", validators=[_words], widget=GovTextArea())


class CollectionForm(FlaskForm):
    """Making or changing a collection. The questions cannot change once somebody can have answered."""

    title = StringField(
        "What people will see at the top",
        validators=[
            _one_line,
            InputRequired("Give it a name."),
            Length(max=120, message="Use 120 letters or fewer."),
        ],
        description="For example: How was your practice week?",
        widget=GovTextInput(),
    )
    slug = StringField(
        "Short name for the link",
        validators=[
            InputRequired("Give it a short name."),
            Length(max=60, message="Use 60 letters or fewer."),
            Regexp(
                re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$"),
                message="Use small letters, numbers and hyphens only.",
            ),
        ],
        description="Small letters, numbers and hyphens, like autumn-visits",
        widget=GovTextInput(),
    )
    questions = RadioField(
        "Which questions", widget=GovRadioInput(), validators=[InputRequired("Pick the questions.")]
    )
    source = SelectField(
        "What it comes after",
        choices=[SelectChoice(source.value, source.label) for source in Source],
        widget=GovSelect(),
    )
    team = SelectField("Which team it is about", widget=GovSelect())
    readers = StringField(
        "Who will read the answers",
        validators=[
            _one_line,
            InputRequired("Say who will read the answers."),
            Length(max=200, message="Use 200 letters or fewer."),
        ],
        description="People see this before they start. For example: two people in the quality team",
        widget=GovTextInput(),
    )
    managers_read = RadioField(
        "May managers of the team read each message?",
        choices=[
            SelectChoice("no", "No"),
            SelectChoice("yes", "Yes, and people are told so before they start"),
        ],
        default="no",
        validators=[InputRequired("Pick one.")],
        description=(
            "It cannot be switched on once somebody has answered. "
            "In a staff survey say no: a manager would read their own staff one by one."
        ),
        widget=GovRadioInput(),
    )
    read_within_days = IntegerField(
        "Read within how many days",
        validators=[
            InputRequired("Give a number of days."),
            NumberRange(1, 90, message="Give 1 to 90 days."),
        ],
        default=5,
        description="A promise. People see the day by which their words will be read.",
        widget=GovTextInput(),
    )
    opens_on = DayField("First day (optional)")
    closes_on = DayField("Last day (optional)")
    retention_months = IntegerField(
        "Keep answers for how many months",
        validators=[
            InputRequired("Give a number of months."),
            NumberRange(1, 300, message="Give 1 to 300 months."),
        ],
        default=36,
        description="A promise. People read it before they start, and after it everything is deleted by itself.",
        widget=GovTextInput(),
    )
    save = SubmitField("Save", widget=GovSubmitInput())

    @property
    def values(self) -> CollectionValues:
        """What was filled in, apart from the questions."""
        return CollectionValues(
            title=self.title.data,
            slug=self.slug.data,
            source=self.source.data,
            team_id=UUID(self.team.data) if self.team.data else None,
            readers=self.readers.data,
            managers_read=self.managers_read.data == "yes",
            read_within_days=self.read_within_days.data,
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            retention_months=self.retention_months.data,
        )

    def validate_slug(self, field: StringField) -> None:
        if field.data == MAKING:
            raise ValidationError(
                "“new” is the page where collections are made. Choose a different short name."
            )

    def validate_closes_on(self, field: DayField) -> None:
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError("The last day is before the first day.")


class CloseAlertForm(FlaskForm):
    """Closing an alert: what was done, in the closer's own words."""

    because = TextAreaField(
        "What did you do, and why can it be closed?",
        validators=[Length(max=LONGEST_REASON, message=f"Use {LONGEST_REASON:,} letters or fewer.")],
        description="For example: spoke to the social worker today, child seen and safe.",
        widget=GovTextArea(),
    )
    close = SubmitField("Close this alert", widget=GovSubmitInput())

    def validate_because(self, field: TextAreaField) -> None:
        words = with_plain_line_ends(field.data or "").strip()
        if says_nothing(words) or len(words) < 5:
            raise ValidationError("Say what you did and why it can be closed.")
        if cannot_be_kept(words):
            raise ValidationError("Take out the hidden mark in these words.")
        field.data = words


class ReplyForm(FlaskForm):
    """Saying how far we have come with a response, and answering it."""

    progress = RadioField(
        "How far have we come?",
        choices=[SelectChoice(progress.value, says) for progress, says in SAYS.items()],
        validators=[InputRequired("Pick one.")],
        widget=GovRadioInput(),
    )
    words = TextAreaField(
        "Our answer (optional)",
        validators=[_words],
        description="They see this when they come back with their code. Plain words; no names.",
        widget=GovTextArea(),
    )
    seen = HiddenField()
    save = SubmitField("Save and show them", widget=GovSubmitInput())

    @property
    def seen_up_to(self) -> int:
        """The position of the last message that stood on the page."""
        typed = self.seen.data or ""
        return int(typed) if typed.isdecimal() else 0

    def validate_words(self, field: TextAreaField) -> None:
        ends = {Progress.changed.value, Progress.cannot.value} - {self.progress.object_data}
        if self.progress.data in ends and not field.data:
            raise ValidationError("Say what changed, or why it cannot.")
