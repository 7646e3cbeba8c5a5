"""Form fields for the kinds of question. How an answer travels in a form is known only here."""

from typing import Any

from wtforms import Field
from wtforms.form import BaseForm

from core.questions.kinds import Answer, Question
from core.questions.plain_text import without_unkeepable
from core.questions.raw import AnswerRefused

TAKEN_OUT = "We took it out. Read your words again, then go on."


class AnswerField(Field):
    """A field that holds what was typed (`data`) and, once read, the typed answer (`answer`)."""

    def __init__(self, question: Question, **options: Any) -> None:
        super().__init__(label=str(question.ask), **options)
        self.question = question
        self.answer: Answer | None = None
        self.sent = False
        self.data: Any = None

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take what was sent, or else an answer given before."""
        self.errors: tuple[str, ...] = ()
        self.sent = formdata is not None and any(name in formdata for name in self.names)
        self.data = self.gather(formdata) if self.sent else self.before(data)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the inputs."""
        return (self.name,)

    def gather(self, formdata: Any) -> Any:
        """What was sent, in the shape that `question.read` takes."""
        return formdata.get(self.name)

    def before(self, answer: Answer | None) -> Any:
        """A typed answer in the shape that the page shows."""
        return answer

    def validate(self, form: BaseForm, extra_validators: Any = ()) -> bool:
        """Read what was typed. Whether an answer is required depends on others, so the form asks that."""
        self.errors = ()
        self.answer = None
        try:
            self.answer = self.question.read(self.data)
        except AnswerRefused as refused:
            before = self.data
            self.clean()
            self.errors = (f"{refused} {TAKEN_OUT}" if self.data != before else str(refused),)
        return not self.errors

    def clean(self) -> None:
        """Leave in the page only what it can show, so that sending again works."""

    def picked(self, value: object) -> bool:
        """True where this option is the one that was picked, for the page."""
        return self.data is not None and str(self.data) == str(value)

    def items(self, language: str) -> list[dict[str, Any]]:
        """The options as the kit's radio buttons and checkboxes take them."""
        return [
            {
                "value": offered.value,
                "text": offered.label,
                "hint": {"text": offered.help} if offered.help else None,
                "checked": self.picked(offered.value),
            }
            for offered in self.question.offered(language)
        ]

    @property
    def error(self) -> str | None:
        return self.errors[0] if self.errors else None


class TextField(AnswerField):
    def clean(self) -> None:
        self.data = without_unkeepable(self.data or "")


class PickField(AnswerField):
    """One radio button of several."""


class ManyField(AnswerField):
    def gather(self, formdata: Any) -> Any:
        return formdata.getlist(self.name)

    def picked(self, value: object) -> bool:
        return value in (self.data or ())


class DateField(AnswerField):
    PARTS = ("day", "month", "year")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"{self.name}-{part}" for part in self.PARTS)

    def gather(self, formdata: Any) -> Any:
        return {
            part: without_unkeepable(formdata.get(name) or "")
            for part, name in zip(self.PARTS, self.names, strict=True)
        }

    def before(self, answer: Answer | None) -> Any:
        if not isinstance(answer, str):
            return None
        year, month, day = answer.split("-")
        return {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}


class GradeField(AnswerField):
    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, f"{self.name}-reason")

    def gather(self, formdata: Any) -> Any:
        grade, reason = (formdata.get(name) or "" for name in self.names)
        return {"grade": grade, "reason": reason}

    def clean(self) -> None:
        self.data = {**self.data, "reason": without_unkeepable(self.data["reason"])}

    def picked(self, value: object) -> bool:
        return bool(self.data) and self.data["grade"] == value


FIELDS: dict[str, type[AnswerField]] = {
    "text": TextField,
    "choice": PickField,
    "choices": ManyField,
    "faces": PickField,
    "scale": PickField,
    "date": DateField,
    "grade": GradeField,
}
