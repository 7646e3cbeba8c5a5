"""The form with the lists of names."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSubmitInput, GovTextArea
from wtforms import BooleanField, HiddenField, SubmitField, TextAreaField, ValidationError
from wtforms.fields import Field

from core.known_names import Kind
from core.known_names.lists import names_typed

LONGEST = 120
MOST = 5000
_LETTER = re.compile(r"[^\W\d_]")


def _names(_form: FlaskForm, field: Field) -> None:
    names = names_typed(field.data or "")
    if len(names) > MOST:
        raise ValidationError(f"Give no more than {MOST:,} names. You gave {len(names):,}.")
    for number, name in enumerate(names, 1):
        if len(name) > LONGEST:
            raise ValidationError(f"Name {number} is longer than {LONGEST} characters: “{name[:40]}…”.")
        if len(_LETTER.findall(name)) < 2:
            raise ValidationError(f"“{name}” is too short to be looked for.")


def _list(label: str, says: str) -> TextAreaField:
    return TextAreaField(label, description=says, widget=GovTextArea(), validators=[_names])


class KnownNamesForm(FlaskForm):
    """One name a line. `seen` tells whether somebody else changed the lists meanwhile."""

    person = _list("People", "Foster carers, partner workers, managers who do not sign in. One a line.")
    school = _list("Schools and nurseries", "As they are written: Oakfield Primary School. One a line.")
    place = _list(
        "Homes, centres and other places", "Children’s homes, contact centres, surgeries. One a line."
    )
    again = BooleanField(
        "Also take new names out of what was said before. We read everything again in the background.",
        widget=GovCheckboxInput(),
        default=True,
    )
    seen = HiddenField()
    save = SubmitField("Save these names", widget=GovSubmitInput())

    @property
    def names(self) -> dict[Kind, list[str]]:
        """What was typed."""
        return {
            kind: names_typed(self[kind.value].data or "") for kind in (Kind.person, Kind.school, Kind.place)
        }

    def show(self, kept: Mapping[Kind, Sequence[str]]) -> None:
        """Fill the form from the lists as they are."""
        for kind, names in kept.items():
            self[kind.value].data = "\n".join(names)
        self.seen.data = fingerprint_of(kept)

    def join(self, kept: Mapping[Kind, Sequence[str]]) -> None:
        """Add what somebody else put in meanwhile to what was typed, so that neither is lost."""
        for kind, names in kept.items():
            self[kind.value].data = "\n".join(names_typed("\n".join([*self.names[kind], *names])))
        self.seen.data = fingerprint_of(kept)


def fingerprint_of(kept: Mapping[Kind, Sequence[str]]) -> str:
    """Stands for one state of the lists."""
    written: list[Any] = [(kind.value, list(names)) for kind, names in sorted(kept.items())]
    return hashlib.sha256(repr(written).encode("utf-8", "surrogatepass")).hexdigest()[:16]
