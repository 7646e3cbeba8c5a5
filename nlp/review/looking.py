"""Keeping one person's look at a passage, as what it is: a decision, a second opinion, or settling two."""

from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from core.access import Reach
from nlp.review import second_coding
from nlp.review.alike import decide_alike
from nlp.review.decisions import Verdict, decide


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
    """Store it; gives what to tell the person. Raises ChangedMeanwhile and NotRead, storing nothing."""
    coding = second_coding.coding_of(look.passage_id)
    answers = _Answers(passage_id=look.passage_id, revision=look.revision, verdicts=look.verdicts, by=by)
    if second_coding.is_blind_for(coding, by):
        differs = second_coding.keep_second(**answers)
        return (
            "Saved. You two found different things: a quality lead will settle it."
            if differs
            else ("Saved. You found the same as the first person.")
        )
    others = 0
    if look.alike:
        others = decide_alike(**answers, found=found)
    else:
        decide(**answers)
    if coding is not None and second_coding.is_to_settle(coding):
        second_coding.settle(coding=coding, by=by)
        return "Saved. This one is settled."
    second_coding.keep_first(passage_id=look.passage_id, verdicts=look.verdicts, by=by)
    if others:
        return f"Saved, for this one and {others:,} more with the same words."
    return "Saved."
