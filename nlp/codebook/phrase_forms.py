"""The part of a theme's form that holds its phrases: the list, what is taken off it, what is put on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from wtforms import Field, SelectMultipleField, TextAreaField
from wtforms.validators import ValidationError

from nlp.codebook import Lexicon
from nlp.codebook.changes import KINDS_OF_PHRASES
from nlp.codebook.phrases_in_words import in_words
from nlp.lexis.phrase_checks import MOST_PHRASES, problem_together, problem_with, typed_phrases

ADD = "add_"
ABOUT_PHRASES = {
    "good": (
        "Phrases that say it is good",
        "One on each line. By themselves they say that the speaker is glad of it.",
    ),
    "bad": ("Phrases that say it is not good", "By themselves they say that the speaker is not glad of it."),
    "either": ("Phrases that could be either", "The words around them say which."),
    "hint": ("Weak phrases", "They count only where two different ones stand in the same words."),
    "near": ("Words often nearby", "They never count alone. Only what was learnt from examples uses them."),
}
BOXES = (*KINDS_OF_PHRASES, *(f"{ADD}{kind}" for kind in KINDS_OF_PHRASES))
SAYS = {"good": "Good", "bad": "Not good", "either": "Either", "hint": "Weak", "near": "Nearby"}


@dataclass(frozen=True, slots=True)
class ListedPhrase:
    """A phrase on a theme's list: as it is written, in words, and what it says."""

    phrase: str
    words: str
    says: str


def listed_phrases(phrases: Mapping[str, Iterable[str]]) -> list[ListedPhrase]:
    """Phrases given by kind: first those of one wording, each kind after the other, then those of many."""
    listed = [
        ListedPhrase(phrase, in_words(phrase), SAYS[kind])
        for kind in KINDS_OF_PHRASES
        for phrase in phrases.get(kind, ())
    ]
    return sorted(listed, key=lambda one: one.words != one.phrase)


def can_be_looked_for(form: "PhrasesForm", field: Field) -> None:
    """Each line can be looked for, and stands in one box only."""
    phrases = form.typed(field.short_name)
    if len(phrases) > MOST_PHRASES:
        raise ValidationError(
            f"Use up to {MOST_PHRASES} phrases: {len(phrases) - MOST_PHRASES} are too many."
        )
    known = {phrase for box in BOXES[: BOXES.index(field.short_name)] for phrase in form.typed(box)}
    for number, phrase in enumerate(phrases, start=1):
        problem = "It stands twice." if phrase in known else problem_with(phrase)
        if problem:
            raise ValidationError(f"Phrase {number}, “{phrase[:60]}”: {problem}")
        known.add(phrase)
    if problem := problem_together(known):
        raise ValidationError(problem)


def list_box(kind: str) -> TextAreaField:
    """Everything on the list, as it is written."""
    label = f"{ABOUT_PHRASES[kind][0]}, as written"
    return TextAreaField(label, widget=GovTextArea(), validators=[can_be_looked_for])


def box_to_add(kind: str) -> TextAreaField:
    """What is put on the list, a phrase on each line."""
    label, about = ABOUT_PHRASES[kind]
    return TextAreaField(label, description=about, widget=GovTextArea(), validators=[can_be_looked_for])


class PhrasesForm(FlaskForm):
    """A theme's phrases. What is to `remove` goes from the list, and what is added comes to it."""

    remove = SelectMultipleField(validate_choice=False)
    good = list_box("good")
    bad = list_box("bad")
    either = list_box("either")
    hint = list_box("hint")
    near = list_box("near")
    add_good = box_to_add("good")
    add_bad = box_to_add("bad")
    add_either = box_to_add("either")
    add_hint = box_to_add("hint")
    add_near = box_to_add("near")

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for box in BOXES:  # they stand last on the page, and so do their problems in its summary
            self._fields[box] = self._fields.pop(box)

    def typed(self, box: str) -> tuple[str, ...]:
        """The phrases in one of the boxes, without those to remove from the list."""
        phrases = typed_phrases(self[box].data)
        gone = () if box.startswith(ADD) else self.remove.data or ()
        return tuple(phrase for phrase in phrases if phrase not in gone)

    def lexicon(self, *, only_good_ones: bool = False) -> Lexicon:
        """All that is typed, each phrase where it stands first; or without those that cannot be looked for."""
        known: set[str] = set()
        kept: dict[str, list[str]] = {kind: [] for kind in KINDS_OF_PHRASES}
        for box in BOXES:
            for phrase in self.typed(box)[:MOST_PHRASES]:
                if phrase not in known and not (only_good_ones and problem_with(phrase)):
                    known.add(phrase)
                    kept[box.removeprefix(ADD)].append(phrase)
        return Lexicon(**{kind: tuple(phrases) for kind, phrases in kept.items()})

    def listed(self) -> list[ListedPhrase]:
        """What stands on the list, whether or not it is to be removed."""
        return listed_phrases(
            {kind: dict.fromkeys(typed_phrases(self[kind].data)) for kind in KINDS_OF_PHRASES}
        )

    def added(self) -> set[str]:
        """What is put on the list."""
        return {phrase for kind in KINDS_OF_PHRASES for phrase in self.typed(f"{ADD}{kind}")}

    def problems_with_phrases(self) -> list[str]:
        return [str(error) for box in BOXES for error in self[box].errors]
