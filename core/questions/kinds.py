"""The kinds of question, and how each reads what a person answered.

`read` is the one truth about an answer: the web form, the import and any later way in all use it.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from core.days import today
from core.questions.branching import Condition
from core.questions.raw import AnswerRefused, read_date, read_number, read_words
from core.questions.scales import FACE_SETS, GRADE_SCALES, FaceSet, GradeScale
from core.questions.words import Words

Answer: TypeAlias = str | int | list[str] | dict[str, str]
Answers: TypeAlias = dict[str, Answer]

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]

LONGEST_TEXT = 10_000
NOT_APPLICABLE = "not-applicable"
DOES_NOT_APPLY = "Does not apply"


class Strict(BaseModel):
    """Frozen, and an unknown key is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Offered(NamedTuple):
    """An answer that can be picked, in one language."""

    value: str
    label: str
    help: str | None = None
    picture: str | None = None


class Asked(Strict, ABC):
    """What every question has."""

    key: Key
    ask: Words
    help: Words | None = None
    guidance: Words | None = None
    picture: Key | None = None
    required: bool = False
    show_if: Condition | None = None

    @abstractmethod
    def read(self, raw: Any) -> Answer | None:
        """The typed answer in `raw`, None where nothing was answered.

        Raises AnswerRefused with words for the person where it cannot be taken.
        """

    @property
    def values(self) -> frozenset[str] | None:
        """The answers that can be picked, or None where they cannot be listed."""
        return None

    def offered(self, language: str) -> list[Offered]:
        """The answers that can be picked, in the order of the page."""
        return []


class TextQuestion(Asked):
    kind: Literal["text"]
    rows: int = Field(default=5, ge=1, le=30)
    longest: int = Field(default=LONGEST_TEXT, ge=1, le=20_000)
    passage: bool = True
    """Whether the words are somebody's experience, to be read for themes."""

    def read(self, raw: Any) -> str | None:
        if raw is None:
            return None
        if not isinstance(raw, str):
            raise AnswerRefused("Answer this in words.")
        return read_words(raw, longest=self.longest)


class Option(Strict):
    key: Key
    label: Words
    help: Words | None = None
    picture: Key | None = None
    alone: bool = False
    """Picking this one leaves no room for others: "none of these"."""


class Pickable(Asked):
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=40)]

    @model_validator(mode="after")
    def options_differ(self) -> Self:
        keys = [option.key for option in self.options]
        if len(set(keys)) < len(keys):
            raise ValueError("two options have the same key")
        return self

    @property
    def values(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options)

    def offered(self, language: str) -> list[Offered]:
        return [
            Offered(
                option.key,
                option.label.said(language),
                option.help.said(language) if option.help else None,
                option.picture,
            )
            for option in self.options
        ]

    def option(self, key: str) -> Option:
        return next(option for option in self.options if option.key == key)


class ChoiceQuestion(Pickable):
    kind: Literal["choice"]

    def read(self, raw: Any) -> str | None:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, str) or raw not in self.values:
            raise AnswerRefused("Pick one of the answers shown.")
        return raw


class ChoicesQuestion(Pickable):
    kind: Literal["choices"]
    at_most: int | None = Field(default=None, ge=1)

    def read(self, raw: Any) -> list[str] | None:
        picked = [raw] if isinstance(raw, str) else list(raw or ())
        picked = [each for each in picked if each != ""]
        if not picked:
            return None
        if not self.values.issuperset(each for each in picked if isinstance(each, str)) or not all(
            isinstance(each, str) for each in picked
        ):
            raise AnswerRefused("Pick from the answers shown.")
        chosen = [option for option in self.options if option.key in picked]
        lonely = next((option for option in chosen if option.alone), None)
        if lonely and len(chosen) > 1:
            raise AnswerRefused(f"Pick “{lonely.label}” on its own, or pick the others.")
        if self.at_most and len(chosen) > self.at_most:
            raise AnswerRefused(f"Pick {self.at_most} at most.")
        return [option.key for option in chosen]


class FacesQuestion(Asked):
    """Five pictured points from not true to true."""

    kind: Literal["faces"]
    faces: str = "agree"

    @model_validator(mode="after")
    def the_faces_are_known(self) -> Self:
        if self.faces not in FACE_SETS:
            raise ValueError(f"no set of faces is called {self.faces!r}: there are {', '.join(FACE_SETS)}")
        return self

    @property
    def face_set(self) -> FaceSet:
        return FACE_SETS[self.faces]

    @property
    def values(self) -> frozenset[str]:
        return frozenset("12345")

    def offered(self, language: str) -> list[Offered]:
        return [
            Offered(str(point), face.label.said(language), picture=face.picture)
            for point, face in enumerate(self.face_set.faces, start=1)
        ]

    def read(self, raw: Any) -> int | None:
        return read_number(raw, lowest=1, highest=5, refused="Pick one of the five faces.")


class ScaleQuestion(Asked):
    """A ladder from 0 to 10. Both ends say what they mean."""

    kind: Literal["scale"]
    low: Words
    high: Words

    @property
    def values(self) -> frozenset[str]:
        return frozenset(str(step) for step in range(11))

    def offered(self, language: str) -> list[Offered]:
        ends = {0: f" – {self.low.said(language)}", 10: f" – {self.high.said(language)}"}
        return [Offered(str(step), f"{step}{ends.get(step, '')}") for step in range(11)]

    def read(self, raw: Any) -> int | None:
        return read_number(raw, lowest=0, highest=10, refused="Pick a number from 0 to 10.")


class DateQuestion(Asked):
    kind: Literal["date"]
    not_after_today: bool = False
    not_before_today: bool = False

    def read(self, raw: Any) -> str | None:
        day = read_date(raw)
        if day is None:
            return None
        if self.not_after_today and day > today():
            raise AnswerRefused("Give a date that is today or before today.")
        if self.not_before_today and day < today():
            raise AnswerRefused("Give a date that is today or after today.")
        return day.isoformat()


class GradeQuestion(Asked):
    """A judgement on a named scale, with the reason for it. A grade without a reason is refused."""

    kind: Literal["grade"]
    scale: str
    standard: Key | None = None
    may_not_apply: bool = False
    reason_ask: Words = Words.model_validate("Why this grade?")
    reason_help: Words | None = None
    longest: int = Field(default=LONGEST_TEXT, ge=1, le=20_000)

    @model_validator(mode="after")
    def the_scale_is_known(self) -> Self:
        if self.scale not in GRADE_SCALES:
            raise ValueError(f"no scale is called {self.scale!r}: there are {', '.join(GRADE_SCALES)}")
        return self

    @property
    def grade_scale(self) -> GradeScale:
        return GRADE_SCALES[self.scale]

    @property
    def values(self) -> frozenset[str]:
        grades = frozenset(grade.key for grade in self.grade_scale.grades)
        return grades | {NOT_APPLICABLE} if self.may_not_apply else grades

    def offered(self, language: str) -> list[Offered]:
        grades = [
            Offered(grade.key, grade.label.said(language), grade.help.said(language) if grade.help else None)
            for grade in self.grade_scale.grades
        ]
        return [*grades, Offered(NOT_APPLICABLE, DOES_NOT_APPLY)] if self.may_not_apply else grades

    def read(self, raw: Any) -> dict[str, str] | None:
        if raw is None:
            return None
        if not isinstance(raw, Mapping):
            raise AnswerRefused("Give a grade and a reason.")
        grade = raw.get("grade") or ""
        given = raw.get("reason") or ""
        reason = read_words(given, longest=self.longest) if isinstance(given, str) else None
        if not grade and reason is None:
            return None
        if grade not in self.values:
            raise AnswerRefused("Pick one of the grades shown.")
        if reason is None:
            raise AnswerRefused("Give the reason for this grade.")
        return {"grade": grade, "reason": reason}


class Statement(Asked):
    """Something to read, not to answer. `ask` is its heading and `help` its body."""

    kind: Literal["statement"]

    @model_validator(mode="after")
    def nothing_is_required(self) -> Self:
        if self.required:
            raise ValueError("a statement cannot be required: nobody can answer it")
        return self

    def read(self, raw: Any) -> None:
        if raw:
            raise AnswerRefused("There is nothing to answer here.")


Question: TypeAlias = Annotated[
    TextQuestion
    | ChoiceQuestion
    | ChoicesQuestion
    | FacesQuestion
    | ScaleQuestion
    | DateQuestion
    | GradeQuestion
    | Statement,
    Field(discriminator="kind"),
]
