"""The form of the theme review: one answer for each theme asked about, and room for themes of one's own."""

from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect
from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from nlp.findings import Valence
from nlp.review.decisions import Verdict
from nlp.review.page import PassageShown
from nlp.review.words_field import NOT_HERE, WordsField

ROOM_FOR = 3
VALENCE_WORDS = {
    Valence.positive: "Good",
    Valence.negative: "Not good",
    Valence.mixed: "Some of both",
    Valence.neutral: "Neither",
}
VALENCE_CHOICES = [SelectChoice(valence.value, words) for valence, words in VALENCE_WORDS.items()]
ANSWERS = [*VALENCE_CHOICES, SelectChoice(NOT_HERE, "Not this")]
Addition = tuple[Any, Any, WordsField]
HOW = [SelectChoice("", "Choose"), *VALENCE_CHOICES]


class ReviewForm(FlaskForm):
    """The answers about one passage, as this person saw it at `revision`."""

    revision = IntegerField(validators=[InputRequired(), NumberRange(min=1)])
    alike = BooleanField("Decide for all of them", default=True)

    themes: tuple[str, ...] = ()

    def answers(self) -> list[tuple[str, Any]]:
        """Each theme asked about, with its field."""
        return [(slug, self[f"theme_{slug}"]) for slug in self.themes]

    def additions(self) -> list[Addition]:
        """Each place for a theme of one's own: the field for the theme, for how it is found, and for its words."""
        return [
            (self[f"add_{number}"], self[f"how_{number}"], self[f"words_{number}"])
            for number in range(1, ROOM_FOR + 1)
        ]

    def places_to_add(self) -> tuple[list[Addition], list[Addition]]:
        """Those to show at once: the first, and each that holds something; then the others."""
        first, *others = self.additions()
        filled = [fields for fields in others if any(field.data for field in fields)]
        return [first, *filled], [fields for fields in others if fields not in filled]

    def words_of(self, slug: str) -> WordsField | None:
        """The field for the words that show a theme asked about, where there is one."""
        field: WordsField | None = self._fields.get(f"words_of_{slug}")
        return field

    @property
    def verdicts(self) -> list[Verdict]:
        said = {slug: (field.data, self.words_of(slug)) for slug, field in self.answers()}
        said |= {theme.data: (how.data, words) for theme, how, words in self.additions() if theme.data}
        return [_verdict(theme, answer, words) for theme, (answer, words) in said.items()]


def review_form(shown: PassageShown, *, fresh: bool = False) -> ReviewForm:
    """The form for this passage, holding what may stand. `fresh` keeps the answers but takes the new revision.

    A theme that nobody is sure about, or that is new on the page since the person opened it, has no answer yet
    and asks for one.
    """
    fields: dict[str, Any] = {"themes": tuple(theme.slug for theme in shown.themes)}
    for theme in shown.themes:
        fields[f"theme_{theme.slug}"] = RadioField(
            theme.label,
            choices=ANSWERS,
            default=(theme.valence or NOT_HERE) if theme.answered else None,
            validators=[InputRequired(f"Say how they find “{theme.label}”, or choose “Not this”")],
        )
        if theme.may_mark:
            fields[f"words_of_{theme.slug}"] = WordsField(
                shown, marked=theme.marked, beside=f"theme_{theme.slug}"
            )
    choices = [SelectChoice("", "Choose a theme")]
    choices += [SelectChoice(theme.slug, theme.label) for theme in shown.others]
    for number in range(1, ROOM_FOR + 1):
        fields[f"add_{number}"] = SelectField(
            "Theme", choices=choices, default="", widget=GovSelect(), validators=[_only_once(number)]
        )
        fields[f"how_{number}"] = SelectField(
            "How do they find it?",
            choices=HOW,
            default="",
            widget=GovSelect(),
            validators=[_both_or_neither(f"add_{number}")],
        )
        fields[f"words_{number}"] = WordsField(shown, beside=f"add_{number}")
    form: ReviewForm = type("ThisReviewForm", (ReviewForm,), fields)()
    if not form.is_submitted() or fresh:
        form.revision.data = shown.reading.revision
    if form.is_submitted():
        for _, field in form.answers():
            field.data = field.data if field.raw_data else None
    return form


def _verdict(theme: str, answer: str | None, words: WordsField | None) -> Verdict:
    valence = _valence(answer)
    return Verdict(theme, valence, words.places if words is not None and valence is not None else ())


def _valence(answer: str | None) -> Valence | None:
    return None if answer in (None, "", NOT_HERE) else Valence(answer)


def _only_once(number: int) -> Any:
    def check(form: FlaskForm, theme: SelectField) -> None:
        if theme.data and theme.data in [form[f"add_{before}"].data for before in range(1, number)]:
            label = {choice.value: choice.label for choice in theme.choices}[theme.data]
            raise ValidationError(f"You added “{label}” twice. Keep one, and leave the other empty")

    return check


def _both_or_neither(theme: str) -> Any:
    def check(form: FlaskForm, how: SelectField) -> None:
        if form[theme].data and not how.data:
            raise ValidationError("Say how they find it")
        if how.data and not form[theme].data:
            raise ValidationError("Choose a theme, or leave both empty")

    return check
