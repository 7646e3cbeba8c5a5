"""A review while it is being written: what was typed, kept as typed, and never overwritten unseen.

A draft maps each question's key to what a person typed, half answers included. A mark is a short hash of
one such value. Each page remembers the mark of what it was given for every question; when it saves, the
mark says whether somebody else has changed that question since.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.questions.answers import read_answers
from core.questions.kinds import (
    ChoicesQuestion,
    DateQuestion,
    GradeQuestion,
    Question,
    Statement,
)
from core.questions.plain_text import with_plain_line_ends, without_unkeepable
from core.questions.raw import AnswerRefused
from core.questions.schema import QuestionSetDefinition, Section

Draft = dict[str, Any]
STRANDED = "Your other answers do not lead to this question. Empty it, or change the other answer."
LONGEST_PIECE = 40_000
DATE_PARTS = ("day", "month", "year")


class NotADraft(ValueError):
    """What was sent does not have the shape of something typed on the page."""


@dataclass(frozen=True)
class Clash:
    """A question that was changed in two places: what this page holds and what is saved."""

    question: str
    yours: Any
    saved: Any


@dataclass(frozen=True)
class Merge:
    """The draft after a save, the questions that the save changed, and those where it may not."""

    draft: Draft
    changed: tuple[str, ...]
    clashes: tuple[Clash, ...]


@dataclass(frozen=True)
class Gap:
    """Something still to do before the review can be sent. `why` is empty where nothing was typed yet."""

    section: str
    question: str
    ask: str
    why: str


@dataclass(frozen=True)
class SectionProgress:
    """How far one section has come: `done`, `started`, `to-do`, or `not-needed` (nothing to answer)."""

    section: Section
    state: str
    gaps: tuple[Gap, ...]


def mark(value: Any) -> str:
    """A short hash that tells one typed value from another. Nothing typed has a mark as well."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def merge(draft: Mapping[str, Any], sent: Mapping[str, Any], *, seen: Mapping[str, str]) -> Merge:
    """Put what was sent into the draft, question by question, unless it would overwrite something unseen.

    `seen` holds the mark of what the sending page was given for each question; one without a mark was given
    nothing. Rationale: two tabs, or two people, may work on one review. Words that somebody typed may only
    be replaced by a person who has read them.
    """
    result = dict(draft)
    changed: list[str] = []
    clashes: list[Clash] = []
    for question, yours in sent.items():
        saved = draft.get(question)
        was = seen.get(question, mark(None))
        if yours == saved or mark(yours) == was:
            continue
        if mark(saved) != was:
            clashes.append(Clash(question, yours, saved))
            continue
        changed.append(question)
        if yours is None:
            result.pop(question, None)
        else:
            result[question] = yours
    return Merge(result, tuple(changed), tuple(clashes))


def tidy(question: Question, raw: Any) -> Any:
    """What was typed for a question in one plain shape, None where it is nothing.

    Raises NotADraft where it cannot have come from the page.
    """
    if isinstance(question, Statement):
        raise NotADraft("a statement has no answer")
    if isinstance(question, GradeQuestion):
        return _tidy_parts(raw, ("grade", "reason"))
    if isinstance(question, DateQuestion):
        return _tidy_parts(raw, DATE_PARTS)
    if isinstance(question, ChoicesQuestion):
        if raw is None:
            return None
        if not isinstance(raw, list):
            raise NotADraft("several answers come as a list")
        return [_tidy_text(each) for each in raw] or None
    return _tidy_text(raw) or None


def typed_answers(definition: QuestionSetDefinition, draft: Mapping[str, Any]) -> dict[str, Any]:
    """The answers in a draft that are whole, without those that branching hides. For showing questions."""
    whole: dict[str, Any] = {}
    for question in definition.questions:
        try:
            answer = question.read(draft.get(question.key))
        except AnswerRefused:
            # Half a grade still opens what hangs on the grade, so that the page does not jump.
            answer = None
        if answer is not None:
            whole[question.key] = answer
    return definition.only_shown(whole)


def gaps(definition: QuestionSetDefinition, draft: Mapping[str, Any]) -> list[Gap]:
    """What is left before the review can be sent, in the order of the template."""
    _, wrong = read_answers(definition, draft)
    wrong |= dict.fromkeys(stranded(definition, draft), STRANDED)
    return [
        Gap(
            definition.section_of[key].key,
            key,
            str(definition.by_key[key].ask),
            wrong[key] if key in draft else "",
        )
        for key in definition.by_key
        if key in wrong
    ]


def stranded(definition: QuestionSetDefinition, draft: Mapping[str, Any]) -> list[str]:
    """The questions that hold words although the other answers do not lead to them.

    Rationale: words that somebody typed are neither hidden from them nor dropped behind their back.
    """
    shown = {question.key for question in definition.shown(typed_answers(definition, draft))}
    return [
        question.key
        for question in definition.questions
        if question.key in draft and question.key not in shown and question.kind in ("text", "grade")
    ]


def sections(definition: QuestionSetDefinition, draft: Mapping[str, Any]) -> list[SectionProgress]:
    """Each section with its state and what is left in it."""
    shown = {question.key for question in definition.shown(typed_answers(definition, draft))}
    left = gaps(definition, draft)
    return [
        _section_progress(section, shown, draft, [gap for gap in left if gap.section == section.key])
        for section in definition.sections
    ]


def _section_progress(
    section: Section, shown: Iterable[str], draft: Mapping[str, Any], left: list[Gap]
) -> SectionProgress:
    here = {question.key for question in section.questions}
    begun = any(key in draft for key in here)
    if left:
        state = "started" if begun else "to-do"
    elif not here.intersection(shown):
        state = "not-needed"
    else:
        needs_nothing = not any(question.required for question in section.questions)
        state = "to-do" if needs_nothing and not begun else "done"
    return SectionProgress(section, state, tuple(left))


def _tidy_parts(raw: Any, names: tuple[str, ...]) -> dict[str, str] | None:
    if raw is None:
        return None
    if not isinstance(raw, Mapping) or set(raw) - set(names):
        raise NotADraft("the parts of this answer are not known")
    parts = {name: _tidy_text(raw.get(name)) for name in names}
    return parts if any(parts.values()) else None


def _tidy_text(raw: Any) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise NotADraft("an answer is text")
    if len(raw) > LONGEST_PIECE:
        raise NotADraft(f"more than {LONGEST_PIECE:,} characters in one box")
    return without_unkeepable(with_plain_line_ends(raw)).strip()
