"""The forms of actions: what is to be done, and how far it has come."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovSubmitInput, GovTextArea
from wtforms import RadioField, SelectField, SubmitField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from audit.actions import ActionPlan
from audit.forms import tidy_words
from audit.models import Action
from audit.vocabulary import ActionStatus
from core.days import today
from core.pages.day_field import DayField
from core.people.models import User

NOBODY = "nobody"


class ActionForm(FlaskForm):
    """What is to be done, by whom, by when."""

    what = TextAreaField(
        "What will be done?",
        description="No names of children or parents.",
        filters=(tidy_words,),
        widget=GovTextArea(),
        validators=[DataRequired("Say what will be done."), Length(max=2000)],
    )
    milestone = TextAreaField(
        "How will you know it worked?",
        description="What a child or family would notice.",
        filters=(tidy_words,),
        widget=GovTextArea(),
        validators=[Length(max=2000)],
    )
    standard = SelectField("Which standard is it about?", widget=GovSelect())
    lead = SelectField("Who leads it?", widget=GovSelect())
    due_on = DayField("Due on", "Give the day by which it is done.")
    save = SubmitField("Save this action", widget=GovSubmitInput())

    def __init__(
        self, *, standards: Sequence[tuple[str, str]], people: Iterable[User], **settings: Any
    ) -> None:
        super().__init__(**settings)
        some = (SelectChoice(standard, words) for standard, words in standards)
        self.standard.choices = [SelectChoice("", "The whole review"), *some]
        leads = (
            SelectChoice(str(person.id), person.name if person.active else f"{person.name} (has left)")
            for person in people
        )
        self.lead.choices = [SelectChoice(NOBODY, "Nobody yet"), *leads]

    def validate_due_on(self, field: DayField) -> None:
        """A day that is over is a slip of the hand, but one that stood there already may stay."""
        if field.data and field.data < today() and field.data != field.object_data:
            raise ValidationError("That day is over. Give today or a later day.")

    @property
    def plan(self) -> ActionPlan:
        """What was decided, once validated."""
        assert self.due_on.data  # noqa: S101 - required
        return ActionPlan(
            what=self.what.data.strip(),
            milestone=(self.milestone.data or "").strip(),
            lead_id=None if self.lead.data == NOBODY else UUID(self.lead.data),
            due_on=self.due_on.data,
        )


class ReportForm(FlaskForm):
    """How far an action has come."""

    status = RadioField(
        "How far is it?",
        widget=GovRadioInput(),
        choices=[SelectChoice(status.value, status.label) for status in ActionStatus],
        validators=[InputRequired("Choose one.")],
    )
    evidence = TextAreaField(
        "What came of it?",
        description="To close it, say what is better for children and how you know, or why it stopped.",
        filters=(tidy_words,),
        widget=GovTextArea(),
        validators=[Length(max=4000)],
    )
    save = SubmitField("Save", widget=GovSubmitInput())

    @classmethod
    def about(cls, action: Action) -> "ReportForm":
        """The form filled with how the action stands."""
        return cls(data={"status": action.status, "evidence": action.evidence})
