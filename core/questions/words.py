"""Words shown to a person, in every language a question set is offered in."""

import re
from typing import Any

from pydantic import RootModel, field_validator, model_validator

DEFAULT_LANGUAGE = "en"
LANGUAGE_TAG = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


class Words(RootModel[dict[str, str]]):
    """One string in one or more languages.

    A question set may write plain text, which is English, or a table of languages:
    ``ask: {en: "How are you?", cy: "Sut wyt ti?"}``. English is always there.
    """

    model_config = {"frozen": True}

    @model_validator(mode="before")
    @classmethod
    def plain_text_is_english(cls, value: Any) -> Any:
        return {DEFAULT_LANGUAGE: value} if isinstance(value, str) else value

    @field_validator("root")
    @classmethod
    def every_language_says_something(cls, value: dict[str, str]) -> dict[str, str]:
        if DEFAULT_LANGUAGE not in value:
            raise ValueError("the English words (en) are missing")
        for language, said in value.items():
            if not LANGUAGE_TAG.match(language):
                raise ValueError(f"{language!r} is not a language tag such as en, cy or pt-BR")
            if not said.strip():
                raise ValueError(f"the words for {language} are empty")
        return {language: said.strip() for language, said in value.items()}

    def said(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The words in `language`, or in English where no translation was given."""
        return self.root.get(language) or self.root[DEFAULT_LANGUAGE]

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self.root)

    def __str__(self) -> str:
        return self.said()
