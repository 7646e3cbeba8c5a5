"""Keeping one person's look at a passage, as what it is: a decision, a second opinion, or settling two."""

from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from core.access import Reach
from core.db import db
from core.passages import Passage
from nlp.review import second_coding
from nlp.review.alike import decide_alike, settle_alike
from nlp.review.colleagues import somebody_sees
from nlp.review.decisions import Verdict, decide
from nlp.review.models import DoubleCoding
from nlp.review.settling import SettledBySomebodyElse, may_settle, settle


@dataclass(frozen=True, slots=True)
class Look:
    """What a person answered about one passage, as they saw it at `revision`; `alike`: for all same words."""

    passage_id: UUID
    revision: int
    verdicts: list[Verdict]
    alike: bool = False


class _Answers(TypedDict):
    passage_id: UUID
    revision: int
    verdicts: list[Verdict]
    by: UUID


def keep_look(look: Look, *, by: UUID, found: Reach) -> str:
    """Store it; gives what to tell the person.

    Raises ChangedMeanwhile, NotRead and SettledBySomebodyElse, storing nothing.
    """
    coding = second_coding.coding_of(look.passage_id)
    answers = _Answers(passage_id=look.passage_id, revision=look.revision, verdicts=look.verdicts, by=by)
    if coding is not None and second_coding.is_blind_for(coding, by):
        return _second(coding, answers)
    if coding is not None and second_coding.is_to_settle(coding):
        return _settled(coding, answers, found)
    others: list[UUID] = []
    if look.alike:
        others = decide_alike(**answers, found=found)
    else:
        decide(**answers)
    second_coding.keep_first(passage_id=look.passage_id, verdicts=look.verdicts, by=by, alike=others)
    return f"Saved, for this one and {len(others):,} more with the same words." if others else "Saved."


def _second(coding: DoubleCoding, answers: _Answers) -> str:
    if not second_coding.keep_second(**answers):
        return "Saved. You found the same as the first person."
    if somebody_sees(_team_of(coding), besides=(coding.first_by, answers["by"])):
        return "Saved. You two found different things. Somebody else settles it."
    return "Saved. You two found different things. There is nobody else, so one of you two settles it."


def _settled(coding: DoubleCoding, answers: _Answers, found: Reach) -> str:
    if not may_settle(coding, _team_of(coding), person_id=answers["by"]):
        raise SettledBySomebodyElse
    others = settle_alike(**answers, first_by=coding.first_by, found=found)
    settle(coding=coding, by=answers["by"])
    if others:
        return f"Saved. This one is settled, and {len(others):,} more with the same words."
    return "Saved. This one is settled."


def _team_of(coding: DoubleCoding) -> UUID | None:
    return db.session.get_one(Passage, coding.passage_id).team_id
