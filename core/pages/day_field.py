"""A day typed in three boxes, in a form."""

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovDateInput
from wtforms import DateField
from wtforms.validators import InputRequired, Optional


class DayField(DateField):
    """A day typed as three numbers. One that has words for where it is `missing` is needed."""

    def __init__(self, label: str, missing: str = "", **settings: Any) -> None:
        super().__init__(
            label,
            format="%d %m %Y",
            widget=GovDateInput(),
            validators=[InputRequired(missing) if missing else Optional()],
            **settings,
        )

    def process(self, formdata: Any, *given: Any, **settings: Any) -> None:
        """Read three numbers; fewer or more of them were not sent by our page."""
        super().process(formdata, *given, **settings)
        sent: list[str] | None = getattr(self, "raw_data", None)
        if sent is not None:
            self.raw_data = [*sent, "", "", ""][:3]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day. Raises ValueError with words for the person."""
        if not any(part.strip() for part in valuelist):
            self.data = None
            return
        try:
            super().process_formdata([" ".join(part.strip() for part in valuelist)])
        except ValueError:
            self.data = None
            raise ValueError("Give a day that is in the calendar, like 27 3 2026.") from None
