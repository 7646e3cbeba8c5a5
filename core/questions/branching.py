"""When a question is shown: a small language of conditions, checked when a set is loaded."""

from collections.abc import Iterator, Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Condition(BaseModel):
    """One test of an earlier answer, or several joined by `all`, `any` or `not`.

    ``{question: seen-worker, is: "no"}`` · ``{question: how-safe, at_most: 4}`` ·
    ``{question: about, includes: school}`` · ``{question: worries, answered: true}`` ·
    ``{all: [..., ...]}`` · ``{any: [...]}`` · ``{not: ...}``
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    question: str | None = None
    equals: str | None = Field(default=None, alias="is")
    one_of: tuple[str, ...] | None = Field(default=None, min_length=1)
    includes: str | None = None
    at_least: int | None = None
    at_most: int | None = None
    answered: bool | None = None
    every: tuple["Condition", ...] | None = Field(default=None, alias="all", min_length=1)
    some: tuple["Condition", ...] | None = Field(default=None, alias="any", min_length=1)
    never: "Condition | None" = Field(default=None, alias="not")

    @model_validator(mode="after")
    def it_tests_one_thing(self) -> Self:
        tests = self._tests()
        joins = [join for join in (self.every, self.some, self.never) if join is not None]
        if len(tests) + len(joins) != 1:
            raise ValueError(
                "a condition has exactly one of: "
                "is, one_of, includes, at_least, at_most, answered, all, any, not"
            )
        if tests and self.question is None:
            raise ValueError("the condition does not say which question it is about")
        if joins and self.question is not None:
            raise ValueError("a joined condition names its questions inside, not beside")
        return self

    def _tests(self) -> dict[str, Any]:
        given = {
            "is": self.equals,
            "one_of": self.one_of,
            "includes": self.includes,
            "at_least": self.at_least,
            "at_most": self.at_most,
            "answered": self.answered,
        }
        return {name: value for name, value in given.items() if value is not None}

    @property
    def test(self) -> str | None:
        """The name of the test, None where conditions are joined."""
        return next(iter(self._tests()), None)

    @property
    def values(self) -> tuple[str, ...]:
        """The answers this test names, as text."""
        if self.one_of is not None:
            return self.one_of
        return tuple(value for value in (self.equals, self.includes) if value is not None)

    def tests(self) -> Iterator["Condition"]:
        """Every single test inside, this one included."""
        if self.question is not None:
            yield self
        inside = (*(self.every or ()), *(self.some or ()), *((self.never,) if self.never else ()))
        for condition in inside:
            yield from condition.tests()

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """True where the answers given so far meet the condition."""
        if self.every is not None:
            return all(condition.holds(answers) for condition in self.every)
        if self.some is not None:
            return any(condition.holds(answers) for condition in self.some)
        if self.never is not None:
            return not self.never.holds(answers)
        return self._holds_for(answers.get(self.question or ""))

    def _holds_for(self, answer: Any) -> bool:
        if self.answered is not None:
            return (answer is not None) is self.answered
        if answer is None:
            return False
        if self.includes is not None:
            return self.includes in answer
        if self.at_least is not None:
            return int(answer) >= self.at_least
        if self.at_most is not None:
            return int(answer) <= self.at_most
        value = answer["grade"] if isinstance(answer, Mapping) else str(answer)
        return value in self.values


FITTING_TESTS: dict[str, frozenset[str]] = {
    "text": frozenset({"answered"}),
    "date": frozenset({"answered"}),
    "choice": frozenset({"answered", "is", "one_of"}),
    "choices": frozenset({"answered", "includes"}),
    "faces": frozenset({"answered", "is", "one_of", "at_least", "at_most"}),
    "scale": frozenset({"answered", "is", "one_of", "at_least", "at_most"}),
    "grade": frozenset({"answered", "is", "one_of"}),
    "statement": frozenset(),
}
"""Which tests make sense for which kind of question."""
