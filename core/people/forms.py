"""Forms about people and the authority."""

from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovSelect,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import EmailField, IntegerField, SelectField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, NumberRange, ValidationError

from core.pages.slugs import slug_from
from core.people.models import Role, ServiceArea
from core.people.services import ONLY_EVERYWHERE, Grant

EVERYWHERE = "authority"


class NameForm(FlaskForm):
    """Who somebody is."""

    name = StringField(
        "Full name",
        widget=GovTextInput(),
        validators=[InputRequired("Type the person's name."), Length(max=120)],
    )
    email = EmailField(
        "Work email",
        widget=GovTextInput(),
        validators=[InputRequired("Type an email address."), Email("Type an address like name@example.org.")],
    )


class RoleForm(FlaskForm):
    """Give one more role."""

    role = SelectField(
        "What they do here",
        widget=GovSelect(),
        choices=[SelectChoice(role.value, role.label) for role in Role],
    )
    scope = SelectField("Where", widget=GovSelect())
    save = SubmitField("Give this role", widget=GovSubmitInput())

    def __init__(self, *, areas: list[ServiceArea], **settings: Any) -> None:
        super().__init__(**settings)
        self.scope.choices = scope_choices(areas)

    def validate_scope(self, field: SelectField) -> None:
        if self.role.data == Role.administrator and field.data != EVERYWHERE:
            raise ValidationError(ONLY_EVERYWHERE)

    @property
    def grant(self) -> Grant:
        return grant_of(self.role.data, self.scope.data)


class PersonForm(NameForm, RoleForm):
    """Add a person with their first role."""

    save = SubmitField("Add this person", widget=GovSubmitInput())


class TeamForm(FlaskForm):
    """Add a team to a service area."""

    name = StringField(
        "Name of the team",
        widget=GovTextInput(),
        validators=[InputRequired("Type the team's name."), Length(max=80)],
    )
    area = SelectField("Service area", widget=GovSelect())
    save = SubmitField("Add this team", widget=GovSubmitInput())

    def __init__(self, *, areas: list[ServiceArea], **settings: Any) -> None:
        super().__init__(**settings)
        self.area.choices = [SelectChoice(area.slug, area.name) for area in areas]
        self.taken = [(team.slug, team.name) for area in areas for team in area.teams]

    def validate_name(self, field: StringField) -> None:
        field.data = free_name(field.data, self.taken, says="A team has this name already. Choose another.")


class AreaForm(FlaskForm):
    """Add a service area, or call one something else."""

    name = StringField(
        "Name of the service area",
        widget=GovTextInput(),
        description="A part of the service that holds teams. For example: Children in care.",
        validators=[InputRequired("Type the service area's name."), Length(max=80)],
    )
    save = SubmitField("Save", widget=GovSubmitInput())

    def __init__(self, *, others: list[ServiceArea], **settings: Any) -> None:
        super().__init__(**settings)
        self.taken = [(area.slug, area.name) for area in others]

    def validate_name(self, field: StringField) -> None:
        field.data = free_name(
            field.data, self.taken, says="A service area has this name already. Choose another."
        )


def free_name(typed: str, taken: list[tuple[str, str]], *, says: str) -> str:
    """The name with single spaces, where a short name for addresses can be made of it and nothing else has either.

    `taken` are (short name, name). Raises ValidationError.
    """
    name = " ".join(typed.split())
    slug = slug_from(name)
    if not slug:
        raise ValidationError("Use some letters from a to z, or digits: addresses are made of them.")
    if any(slug == other or name.casefold() == called.casefold() for other, called in taken):
        raise ValidationError(says)
    return name


class AuthorityForm(FlaskForm):
    name = StringField(
        "Name of the authority",
        widget=GovTextInput(),
        description="Shown on every page and on the cover of each report.",
        validators=[InputRequired("Type the authority's name."), Length(max=120)],
    )
    threshold = IntegerField(
        "Hide figures below",
        widget=GovTextInput(),
        description="10 is usual for anything published. 5 is the least.",
        validators=[
            InputRequired("Type a whole number."),
            NumberRange(5, 100, "Choose a number from 5 to 100."),
        ],
    )
    acknowledge_minutes = IntegerField(
        "Minutes to answer an urgent alert",
        widget=GovTextInput(),
        description=(
            "After this time we tell whoever is on duty again, and the quality leads and administrators too. "
            "An alert to look at today has a day."
        ),
        validators=[
            InputRequired("Type a whole number."),
            NumberRange(1, 1440, "Choose from 1 minute to 1,440 (a day)."),
        ],
    )
    second_look_percent = IntegerField(
        "Passages that two people look at, out of 100",
        widget=GovTextInput(),
        description="In the theme review, a second person looks without seeing what the first decided. 0 is none.",
        validators=[
            InputRequired("Type a whole number."),
            NumberRange(0, 100, "Choose a number from 0 to 100."),
        ],
    )
    save = SubmitField("Save", widget=GovSubmitInput())


def scope_choices(areas: list[ServiceArea]) -> list[SelectChoice]:
    """The whole authority, each service area and each team."""
    choices = [SelectChoice(EVERYWHERE, "Everywhere")]
    for area in areas:
        choices.append(SelectChoice(f"area:{area.id}", f"All of {area.name}"))
        choices += [SelectChoice(f"team:{team.id}", team.name) for team in area.teams]
    return choices


def grant_of(role: str, scope: str) -> Grant:
    """The grant that a pair of checked choices means."""
    kind, _, row = scope.partition(":")
    return Grant(
        Role(role),
        team_id=UUID(row) if kind == "team" else None,
        service_area_id=UUID(row) if kind == "area" else None,
    )
