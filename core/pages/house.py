"""Whose house this is, as its pages say it: the name and the numbers to ring for help."""

from flask import g
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from core.db import db
from core.people.models import Authority

SAFE_PLACE = "https://www.bbc.co.uk/weather"


class HelpLine(BaseModel):
    """One number to ring; `about` says who it is for and what it costs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    number: str
    about: str

    @property
    def dial(self) -> str:
        return "".join(mark for mark in self.number if mark.isdigit() or mark == "+")


# England's numbers, shown until an authority writes its own.
HELP_LINES = (
    HelpLine(name="Childline", number="0800 1111", about="Talk to someone, day or night. It is free."),
    HelpLine(
        name="NSPCC",
        number="0808 800 5000",
        about="For grown-ups who are worried about a child. It is free.",
    ),
    HelpLine(name="Emergency", number="999", about="If someone is in danger right now."),
)


class House(BaseModel):
    """What the layouts need to know about the authority. `name` is empty until there is one."""

    model_config = ConfigDict(frozen=True)

    name: str = ""
    help_lines: tuple[HelpLine, ...] = HELP_LINES
    safe_place: str = SAFE_PLACE
    threshold: int = 10


def house() -> House:
    """The authority's house, read once a request."""
    if "house" not in g:
        g.house = _read_house()
    found: House = g.house
    return found


def _read_house() -> House:
    row = db.session.execute(select(Authority.name, Authority.help_lines, Authority.threshold)).first()
    if row is None:
        return House()
    lines = tuple(HelpLine.model_validate(line) for line in row.help_lines) or HELP_LINES
    return House(name=row.name, help_lines=lines, threshold=row.threshold)
