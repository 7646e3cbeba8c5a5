"""The forms of planning a practice week."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovFileInput,
    GovRadioInput,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from audit.models import PracticeWeek
from audit.practice_weeks import WeekPlan, may_audit
from audit.vocabulary import Activity
from core.pages.day_field import DayField
from core.people.models import Team, User
from core.questions.plain_text import says_nothing, without_unkeepable


def tidy_words(typed: str | None) -> str | None:
    """What was typed without marks that nobody can see; empty where nothing else is there."""
    if typed is None:
        return None
    words = without_unkeepable(typed).strip()
    return "" if says_nothing(words) else words


class WeekForm(FlaskForm):
    """Plan a practice week, or change the plan."""

    title = StringField(
        "Name of the week",
        description="For example: Practice week, spring 2027",
        filters=(tidy_words,),
        widget=GovTextInput(),
        validators=[DataRequired("Give the week a name."), Length(max=120)],
    )
    focus = TextAreaField(
        "What is its focus?",
        description="The children it looks at, and what you want to learn.",
        filters=(tidy_words,),
        widget=GovTextArea(),
        validators=[DataRequired("Say what the week looks at."), Length(max=1000)],
    )
    starts_on = DayField("First day", "Give the first day.")
    ends_on = DayField("Last day", "Give the last day.")
    reviews_due_on = DayField(
        "Reviews are due on",
        "Give the day by which reviews are due.",
        description="A day or two after the week.",
    )
    urgent_days = IntegerField(
        "Days until an immediate action is due",
        description="An inadequate grade raises an action for the team at once. 0 means the same day.",
        default=1,
        widget=GovTextInput(),
        validators=[
            InputRequired("Type a whole number, 0 or more."),
            NumberRange(0, 14, "Choose a number from 0 to 14."),
        ],
    )
    activities = SelectMultipleField(
        "What will auditors do with each case?",
        widget=GovCheckboxesInput(),
        choices=[SelectChoice(activity.value, activity.label) for activity in Activity],
        default=[activity.value for activity in Activity],
        validators=[InputRequired("Choose at least one activity.")],
    )
    teams = SelectMultipleField(
        "Which teams?",
        widget=GovCheckboxesInput(),
        validators=[InputRequired("Choose at least one team.")],
    )
    auditors = SelectMultipleField(
        "Who are the auditors?",
        description="Nobody is given a case of their own team.",
        widget=GovCheckboxesInput(),
    )
    save = SubmitField("Save the week", widget=GovSubmitInput())

    def __init__(self, *, teams: Iterable[Team], auditors: Iterable[User], **settings: Any) -> None:
        super().__init__(**settings)
        self.teams.choices = [SelectChoice(str(team.id), team.name) for team in teams]
        self.auditors.choices = [
            SelectChoice(
                str(person.id), person.name if may_audit(person) else f"{person.name} (not an auditor now)"
            )
            for person in auditors
        ]

    def validate_ends_on(self, field: DayField) -> None:
        """The week ends after it starts."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("The last day is before the first day.")

    def validate_reviews_due_on(self, field: DayField) -> None:
        """Reviews are due once the week has started."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("Reviews cannot be due before the week starts.")

    @property
    def plan(self) -> WeekPlan:
        """What was decided, once validated."""
        assert self.starts_on.data and self.ends_on.data and self.reviews_due_on.data  # noqa: S101 - required
        return WeekPlan(
            title=self.title.data.strip(),
            focus=self.focus.data.strip(),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            reviews_due_on=self.reviews_due_on.data,
            urgent_days=self.urgent_days.data,
            activities=tuple(Activity(value) for value in self.activities.data),
            team_ids=frozenset(UUID(value) for value in self.teams.data),
            auditor_ids=frozenset(UUID(value) for value in self.auditors.data or ()),
        )


def answers_of(week: PracticeWeek) -> dict[str, Any]:
    """A week's plan as the form is filled with it."""
    return {
        "title": week.title,
        "focus": week.focus,
        "starts_on": week.starts_on,
        "ends_on": week.ends_on,
        "reviews_due_on": week.reviews_due_on,
        "urgent_days": week.urgent_days,
        "activities": [activity.value for activity in week.wanted],
        "teams": [str(team.id) for team in week.teams],
        "auditors": [str(person.id) for person in week.auditors],
    }


class CaseListForm(FlaskForm):
    """Send a case list to be checked."""

    file = FileField(
        "Case list (CSV file)", widget=GovFileInput(), validators=[FileRequired("Choose a file first.")]
    )
    check = SubmitField("Check this list", widget=GovSubmitInput())


class SampleForm(FlaskForm):
    """Draw the sample."""

    size = IntegerField(
        "How many cases?",
        widget=GovTextInput(),
        validators=[
            InputRequired("Type how many cases."),
            NumberRange(1, 5000, "Type a number from 1 to 5,000."),
        ],
    )
    reserves = IntegerField(
        "How many in reserve?",
        description="They step in, in order, when a chosen case cannot be used.",
        default=5,
        widget=GovTextInput(),
        validators=[
            InputRequired("Type a number, 0 for none."),
            NumberRange(0, 5000, "Type a number from 0 to 5,000."),
        ],
    )
    seed = StringField(
        "Seed",
        description="The same seed and list always give the same cases, so anyone can check the draw.",
        filters=(tidy_words,),
        widget=GovTextInput(),
        validators=[DataRequired("Type a word or number."), Length(max=60)],
    )
    draw = SubmitField("Draw the sample", widget=GovSubmitInput())


class GiveForm(FlaskForm):
    """Choose who takes a case."""

    auditor = RadioField(
        "Who takes this case?", widget=GovRadioInput(), validators=[InputRequired("Choose an auditor.")]
    )
    give = SubmitField("Give them the case", widget=GovSubmitInput())

    def __init__(self, *, auditors: Sequence[User], **settings: Any) -> None:
        super().__init__(**settings)
        self.auditor.choices = [SelectChoice(str(person.id), person.name) for person in auditors]
