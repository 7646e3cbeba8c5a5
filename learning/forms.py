"""Forms of the learning room."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from learning.frozen import ChildLine, Narrative, NextStep
from learning.pdf.pages import MOST_CHILD_LINES
from learning.periods import first_of_month, months_later
from learning.pictures import shipped_pictures

LONGEST = 4_000
LINE = 200
CHILDS_LINE = 90
SEPARATOR = "|"
MOST_POINTS = 8
MOST_STEPS = 12
MOST_ADDRESSES = 50


def month_choices(today: date, *, back: int = 36) -> list[SelectChoice]:
    """This month and those before it, newest first."""
    days = (months_later(first_of_month(today), -n) for n in range(back))
    return [SelectChoice(f"{day:%Y-%m-%d}", f"{day:%B %Y}") for day in days]


def lines_of(text: str | None) -> list[str]:
    """The lines of a text area that say something."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def addresses(_form: FlaskForm, field: Field) -> None:
    """Each line is an email address."""
    found = lines_of(field.data)
    if len(found) > MOST_ADDRESSES:
        raise ValidationError(f"Write up to {MOST_ADDRESSES} addresses.")
    for line in found:
        name, at, host = line.partition("@")
        if not (name and at and "." in host) or " " in line or len(line) > LINE:
            raise ValidationError(f"“{line[:60]}” is not an email address. Write one address a line.")


class PeriodForm(FlaskForm):
    """Draft a summary by hand. `first` and `last` are the months to begin with; else the last three."""

    where = SelectField("Where", widget=GovSelect())
    first = SelectField("First month", widget=GovSelect())
    last = SelectField("Last month", widget=GovSelect())
    save = SubmitField("Draft the summary", widget=GovSubmitInput())

    def __init__(self, *, places: list[tuple[str, str]], today: date, **settings: Any) -> None:
        super().__init__(**settings)
        self.where.choices = [SelectChoice(value, words) for value, words in places]
        self.first.choices = self.last.choices = month_choices(today)
        if not self.is_submitted():
            self.first.data = self.first.data or f"{months_later(first_of_month(today), -3):%Y-%m-%d}"
            self.last.data = self.last.data or f"{months_later(first_of_month(today), -1):%Y-%m-%d}"

    def validate_last(self, field: Field) -> None:
        if self.first.data and field.data and field.data < self.first.data:
            raise ValidationError("The last month is before the first. Choose a later one.")

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day."""
        last = date.fromisoformat(self.last.data)
        return date.fromisoformat(self.first.data), months_later(last, 1) - timedelta(days=1)


class WordsForm(FlaskForm):
    """What the quality lead says about the figures."""

    title = StringField(
        "Title",
        widget=GovTextInput(),
        validators=[InputRequired("Give the summary a title."), Length(max=120)],
    )
    opening = TextAreaField("How it opens", widget=GovTextArea(), validators=[Length(max=LONGEST)])
    key_points = TextAreaField(
        "In two minutes", description="One point a line, up to eight.", widget=GovTextArea()
    )
    people_say = TextAreaField(
        "What people say",
        description="Leave an empty line between paragraphs.",
        widget=GovTextArea(),
        validators=[Length(max=LONGEST)],
    )
    audits_show = TextAreaField(
        "What our audits show", widget=GovTextArea(), validators=[Length(max=LONGEST)]
    )
    next_steps = TextAreaField(
        "What happens next",
        description="One step a line: what | who | when.",
        widget=GovTextArea(),
    )
    children = TextAreaField(
        "The children’s version",
        description="One idea a line: picture | words. Short words.",
        widget=GovTextArea(),
    )
    recipients = TextAreaField(
        "Who gets a mail when it is published",
        description="One email address a line.",
        widget=GovTextArea(),
        validators=[addresses],
    )
    revision = HiddenField()
    save = SubmitField("Save these words", widget=GovSubmitInput())

    @classmethod
    def of(cls, title: str, narrative: Narrative, recipients: list[str], revision: int) -> WordsForm:
        """A form that holds a narrative."""
        return cls(
            data={
                "title": title,
                "opening": narrative.opening,
                "key_points": "\n".join(narrative.key_points),
                "people_say": narrative.people_say,
                "audits_show": narrative.audits_show,
                "next_steps": "\n".join(
                    f" {SEPARATOR} ".join((step.what, step.who, step.when)) for step in narrative.next_steps
                ),
                "children": "\n".join(
                    f"{line.picture} {SEPARATOR} {line.words}" for line in narrative.children
                ),
                "recipients": "\n".join(recipients),
                "revision": revision,
            }
        )

    def validate_key_points(self, field: Field) -> None:
        _short_lines(field, most=MOST_POINTS, longest=LINE * 2)

    def validate_next_steps(self, field: Field) -> None:
        _short_lines(field, most=MOST_STEPS, longest=LINE * 2)

    def validate_children(self, field: Field) -> None:
        _short_lines(field, most=MOST_CHILD_LINES, longest=CHILDS_LINE)
        for line in lines_of(field.data):
            picture = line.partition(SEPARATOR)[0].strip()
            if SEPARATOR in line and picture not in shipped_pictures().pictures:
                raise ValidationError(
                    f"There is no picture called “{picture[:40]}”. Choose one from the list."
                )

    @property
    def narrative(self) -> Narrative:
        """The words as the summary keeps them."""
        return Narrative(
            opening=_plain(self.opening.data),
            key_points=tuple(lines_of(self.key_points.data)),
            people_say=_plain(self.people_say.data),
            audits_show=_plain(self.audits_show.data),
            next_steps=tuple(_step(line) for line in lines_of(self.next_steps.data)),
            children=tuple(_child_line(line) for line in lines_of(self.children.data)),
        )


class QuoteForm(FlaskForm):
    """Approve a passage's words for a summary."""

    passage = HiddenField()
    words = TextAreaField("Words to quote", widget=GovTextArea())


OTHER = "other"
OFTEN = {
    "month": ("Each month", "0 6 1 * *"),
    "quarter": ("Each quarter", "0 6 1 */3 *"),
    "half": ("Each half-year", "0 6 1 */6 *"),
    "year": ("Each year", "0 6 1 1 *"),
}


def how_often(cron: str) -> str:
    """The choice that a cron line stands for."""
    return next((key for key, (_, line) in OFTEN.items() if line == cron), OTHER)


class ScheduleForm(FlaskForm):
    """When a summary is drafted by itself."""

    name = StringField(
        "Name", widget=GovTextInput(), validators=[InputRequired("Give the schedule a name."), Length(max=80)]
    )
    where = SelectField("Where", widget=GovSelect())
    when = SelectField(
        "How often",
        description="It is drafted on the first of the month, at six in the morning. Quarters begin in January.",
        widget=GovSelect(),
        choices=[
            *(SelectChoice(key, words) for key, (words, _) in OFTEN.items()),
            SelectChoice(OTHER, "Other"),
        ],
        default="quarter",
    )
    cron = StringField(
        "If other, when",
        description=(
            "Only for “Other”. Five parts: minute, hour, day, month, weekday. “0 6 1 2,5,8,11 *” is six in the "
            "morning on the first of February, May, August and November."
        ),
        widget=GovTextInput(),
        validators=[Length(max=60)],
    )
    months = IntegerField(
        "How many months each summary covers",
        description="The whole months before the day it is drafted. If they overlap, you cannot publish all of them.",
        widget=GovTextInput(),
        validators=[InputRequired("Type a number of months."), NumberRange(1, 24, "Choose 1 to 24 months.")],
        default=3,
    )
    recipients = TextAreaField(
        "Who gets a mail when one is published",
        description="One email address a line.",
        widget=GovTextArea(),
        validators=[addresses],
    )
    enabled = BooleanField("It runs", widget=GovCheckboxInput(), default=True)
    save = SubmitField("Save this schedule", widget=GovSubmitInput())

    def __init__(self, *, places: list[tuple[str, str]], **settings: Any) -> None:
        super().__init__(**settings)
        self.where.choices = [SelectChoice(value, words) for value, words in places]

    def validate_cron(self, field: Field) -> None:
        if self.when.data == OTHER and not (field.data or "").strip():
            raise ValidationError("Say when, or choose how often above.")

    @property
    def cron_line(self) -> str:
        """When it runs."""
        return str(self.cron.data).strip() if self.when.data == OTHER else OFTEN[self.when.data][1]


def _short_lines(field: Field, *, most: int, longest: int) -> None:
    found = lines_of(field.data)
    if len(found) > most:
        raise ValidationError(f"Write up to {most} lines. There are {len(found)}.")
    if any(len(line) > longest for line in found):
        raise ValidationError(f"Keep each line under {longest} letters.")


def _plain(text: str | None) -> str:
    return "\n".join((text or "").strip().splitlines())


def _step(line: str) -> NextStep:
    what, who, when, *_ = [*(part.strip() for part in line.split(SEPARATOR)), "", "", ""]
    return NextStep(what=what, who=who, when=when)


def _child_line(line: str) -> ChildLine:
    picture, separator, words = (part.strip() for part in line.partition(SEPARATOR))
    return (
        ChildLine(picture=picture, words=words) if separator else ChildLine(picture="speech", words=picture)
    )
