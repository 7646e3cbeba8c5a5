"""The field in which a person copies the words of a message that show a theme."""

from collections.abc import Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from wtforms import TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from nlp.kept.marks import words_read
from nlp.kept.reading import Span
from nlp.review.page import PassageShown
from nlp.review.placing import NotInTheMessage, places_of

NOT_HERE = "not-here"
LONGEST_SAID = 60


class WordsField(TextAreaField):
    """Words of the redacted copy that `shown` shows, and their `places` in it, once they are validated.

    `marked` are the places that stand already: what nobody changes stays where it is. `beside` is the field of the
    theme.
    """

    def __init__(
        self, shown: PassageShown, *, marked: Sequence[Span] = (), beside: str, **settings: Any
    ) -> None:
        self.where = "the English" if shown.translated else "the message"
        super().__init__(
            "Which words show it? (optional)",
            description=f"Copy them from {self.where}. Begin a new line for words from another place.",
            default="\n".join(" ".join(shown.redacted[start:end].split()) for start, end in marked),
            widget=GovTextArea(),
            render_kw={"params": {"rows": 2}},
            **settings,
        )
        self.shown, self.marked, self.beside = shown, tuple(marked), beside
        self.places: tuple[Span, ...] = ()

    def pre_validate(self, form: BaseForm) -> None:
        """Find the words. Raises ValidationError where they cannot be marked."""
        typed = self.data or ""
        theme = form[self.beside].data
        if not typed.strip() or theme == NOT_HERE:
            return
        if not theme and self.beside.startswith("add"):
            raise ValidationError("Choose the theme that these words show, or leave this empty")
        if typed.split() == (self.default or "").split():
            self.places = self.marked
            return
        try:
            self.places = places_of(typed, self.shown.redacted)
        except NotInTheMessage as missing:
            raise ValidationError(
                f"We cannot find “{_beginning(missing.words)}” in {self.where}."
                " Copy the words as they stand there, or leave this empty"
            ) from None
        if self.places and not words_read([self.shown.passage]):
            raise ValidationError("We cannot mark words in this message. Leave this empty")


def _beginning(words: str) -> str:
    return words if len(words) <= LONGEST_SAID else f"{words[:LONGEST_SAID].rstrip()} …"
