"""`heard users`: people and roles from the command line."""

import click
from sqlalchemy import select

from core.db import db
from core.people import services
from core.people.models import Role, Team, User
from core.people.passwords import LEAST_LENGTH, is_common
from core.running.command_line import with_app


@click.group()
def users() -> None:
    """The people who sign in."""


@users.command()
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option(
    "--role", "roles", type=click.Choice([role.value for role in Role]), multiple=True, required=True
)
@click.option("--team", "team_slug", help="Only in this team; the whole authority when not given.")
@click.password_option(help=f"{LEAST_LENGTH} characters or more.")
@with_app
def add(email: str, name: str, roles: tuple[str, ...], team_slug: str | None, password: str) -> None:
    """Add a person."""
    if len(password) < LEAST_LENGTH or is_common(password):
        raise click.ClickException(f"Use an uncommon password of {LEAST_LENGTH} characters or more.")
    team = _team(team_slug) if team_slug else None
    try:
        grants = [services.Grant(Role(role), team_id=team.id if team else None) for role in roles]
        services.create_person(name=name, email=email, grants=grants, password=password)
    except services.GrantRefused as refused:
        raise click.ClickException(str(refused)) from None
    except services.EmailTaken:
        raise click.ClickException(f"{email} is already here.") from None
    click.echo(f"{name} can sign in.")


@users.command()
@click.argument("email")
@with_app
def disable(email: str) -> None:
    """Shut a person out and end their sessions."""
    services.set_active(person=_person(email), active=False)
    click.echo(f"{email} is shut out.")


@users.command()
@click.argument("email")
@with_app
def enable(email: str) -> None:
    """Let a person in again."""
    services.set_active(person=_person(email), active=True)
    click.echo(f"{email} can sign in.")


@users.command(name="list")
@with_app
def everyone() -> None:
    """Everyone, with their roles."""
    for person in db.session.scalars(select(User).order_by(User.email)):
        roles = ", ".join(sorted({m.role for m in person.memberships})) or "no role"
        click.echo(f"{person.email}\t{person.name}\t{roles}\t{'active' if person.active else 'disabled'}")


def _person(email: str) -> User:
    found = db.session.scalars(select(User).where(User.email == email.strip().lower())).first()
    if found is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    return found


def _team(slug: str) -> Team:
    found = db.session.scalars(select(Team).where(Team.slug == slug)).first()
    if found is None:
        raise click.ClickException(f"There is no team {slug}.")
    return found
