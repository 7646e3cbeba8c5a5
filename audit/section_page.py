"""One section of a review as a page: its questions with what was typed, and the marks that guard them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from werkzeug.datastructures import MultiDict

from audit.drafts import Clash, Draft, SectionProgress, mark, sections, stranded, tidy, typed_answers
from audit.models import Review
from audit.reviewing import draft_of
from core.questions.fields import AnswerField
from core.questions.forms import AnswerForm, form_for
from core.questions.kinds import Question
from core.questions.schema import QuestionSetDefinition, Section

SEEN = "seen-"
"""Stands before a question's key in the name of the input that holds its mark."""


@dataclass(frozen=True)
class SectionPage:
    """A section ready to be shown. `visible` are the questions on it that its answers lead to."""

    review: Review
    definition: QuestionSetDefinition
    section: Section
    draft: Draft
    form: AnswerForm
    progress: list[SectionProgress]
    visible: tuple[str, ...]
    seen: dict[str, str]
    clashes: Mapping[str, Clash] = field(default_factory=dict)

    @classmethod
    def of(cls, review: Review, section_key: str) -> Self | None:
        """The page of one section, None where the template has no such section."""
        definition, draft = review.template.asks, draft_of(review)
        section = definition.section(section_key)
        if section is None:
            return None
        keys = [question.key for question in section.questions]
        form = _empty_form(definition, section)
        for each in form.answer_fields:
            each.data = draft.get(each.question.key)
        visible = cls.visible_keys(definition, draft)
        return cls(
            review=review,
            definition=definition,
            section=section,
            draft=draft,
            form=form,
            progress=sections(definition, draft),
            visible=tuple(key for key in keys if key in visible),
            seen={key: mark(draft.get(key)) for key in keys},
        )

    @staticmethod
    def visible_keys(definition: QuestionSetDefinition, draft: Draft) -> list[str]:
        """The questions to show: those the answers lead to, and those that hold words although they do not."""
        shown = {question.key for question in definition.shown(typed_answers(definition, draft))}
        shown.update(stranded(definition, draft))
        return [question.key for question in definition.questions if question.key in shown]

    @property
    def asked(self) -> list[tuple[Question, AnswerField | None]]:
        """Each question of the section with its field."""
        return list(self.form.asked)

    @property
    def onward(self) -> str | None:
        """The next section that holds a question to show; None after the last."""
        shown = set(self.visible_keys(self.definition, self.draft))
        keys = [section.key for section in self.definition.sections]
        after = self.definition.sections[keys.index(self.section.key) + 1 :]
        return next(
            (each.key for each in after if shown.intersection(question.key for question in each.questions)),
            None,
        )

    @property
    def left(self) -> int:
        """How many things are left to do in the whole review."""
        return sum(len(each.gaps) for each in self.progress)

    def with_clashes(self, clashes: Iterable[Clash]) -> "SectionPage":
        """The same page, with both texts where two were typed, ready to be saved over what is now seen."""
        found = {clash.question: clash for clash in clashes}
        seen = self.seen | {key: mark(clash.saved) for key, clash in found.items()}
        return replace(self, clashes=found, seen=seen)


def words_on_page(
    definition: QuestionSetDefinition, section: Section, sent: MultiDict[str, str]
) -> list[tuple[Question, Any]]:
    """What was typed on a page of a section, and nothing of what is saved, for somebody whose review it is no more."""
    on_page = [
        each for each in _empty_form(definition, section).answer_fields if SEEN + each.question.key in sent
    ]
    typed = [(each.question, each.gather(sent)) for each in on_page]
    return [
        (question, value)
        for question, value in typed
        if (any(value.values()) if isinstance(value, dict) else value)
    ]


def read_page(page: SectionPage, sent: MultiDict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed on a page, by question, and the marks it was shown with.

    Only questions whose mark came with the page were on it. The page keeps what was typed and those marks,
    so that it can be shown again as it was sent. Raises NotADraft once all of it is kept.
    """
    on_page = [each for each in page.form.answer_fields if SEEN + each.question.key in sent]
    for each in on_page:
        each.data = each.gather(sent)
        page.seen[each.question.key] = sent[SEEN + each.question.key]
    seen = {each.question.key: page.seen[each.question.key] for each in on_page}
    return {each.question.key: tidy(each.question, each.data) for each in on_page}, seen


def _empty_form(definition: QuestionSetDefinition, section: Section) -> AnswerForm:
    keys = [question.key for question in section.questions]
    return form_for(definition, questions=keys, require=False, formdata=None)
