"""Deciding about nearly every wording once, as two quality leads would, and measuring how well they were read."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from core.access import WHOLE_AUTHORITY
from core.db import db
from core.passages import Passage
from core.people.demo import DemoHouse
from nlp.findings import Valence
from nlp.kept.models import PassageReading, Suggestion
from nlp.review.decisions import Verdict
from nlp.review.looking import Look, keep_look
from nlp.review.models import DoubleCoding
from nlp.rulefiles import load_one
from nlp.taught import runs
from nlp.taught.splitting import same_words
from nlp.trained.worked import MARKS

LEFT_FOR_THE_VISITOR = 10  # one wording in so many
FIRST_BY_THE_OTHER = 5
SECOND_LEFT_FOR_THE_VISITOR = 4
SEEN_OTHERWISE = 3
_BETWEEN = re.compile(r"[^a-z]*(?:but)?[^a-z]*")


class DemoDecisions(BaseModel):
    """What a person decides about made-up sentences, one a line: themes with marks, then the words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sentences: str

    def by_words(self) -> dict[str, dict[str, Valence]]:
        """The themes of each sentence, by its words in lower case."""
        found = {}
        for line in self.sentences.strip().splitlines():
            themes, _, words = line.partition("| ")
            found[words.casefold()] = {theme[:-1]: MARKS[theme[-1]] for theme in themes.split()}
        return found


DECISIONS = load_one(Path(__file__).with_name("demo_decisions.yaml"), DemoDecisions).by_words()


def seed(house: DemoHouse) -> list[tuple[str, str]]:
    """Decisions about passages that hold nothing but known sentences, second looks, and one measuring asked for."""
    lead, other = house.people["quality"], house.people["quality2"]
    rows = db.session.execute(
        select(Passage.id, Passage.redacted, PassageReading.revision)
        .join(PassageReading, PassageReading.passage_id == Passage.id)
        .where(Passage.state == "read", PassageReading.looked_at.is_(None))
        .order_by(Passage.id)
    ).all()
    suggested: dict[UUID, set[str]] = {}
    for passage_id, theme in db.session.execute(select(Suggestion.passage_id, Suggestion.theme)):
        suggested.setdefault(passage_id, set()).add(theme)
    one_of_each = {same_words(row.redacted or ""): row for row in rows}
    for number, (passage_id, redacted, revision) in enumerate(one_of_each.values()):
        there = themes_of(redacted or "")
        if there is None or number % LEFT_FOR_THE_VISITOR == 0:
            continue
        verdicts = _verdicts(there, suggested.get(passage_id, set()))
        by = other if number % FIRST_BY_THE_OTHER == 0 else lead
        keep_look(Look(passage_id, revision, verdicts), by=by.id, found=WHOLE_AUTHORITY)
    _look_again(lead.id, other.id, suggested)
    runs.ask(kind="measure", by=lead.id)
    return []


def _look_again(lead: UUID, other: UUID, suggested: Mapping[UUID, Collection[str]]) -> None:
    """Each of the two as the second on what the other looked at; some find another thing, some is left to do."""
    rows = db.session.execute(
        select(DoubleCoding.passage_id, DoubleCoding.first_by, Passage.redacted, PassageReading.revision)
        .join(Passage, Passage.id == DoubleCoding.passage_id)
        .join(PassageReading, PassageReading.passage_id == Passage.id)
        .order_by(DoubleCoding.passage_id)
    ).all()
    for number, (passage_id, first_by, redacted, revision) in enumerate(rows):
        if number % SECOND_LEFT_FOR_THE_VISITOR == 0:
            continue
        there = themes_of(redacted or "") or {}
        if there and number % SEEN_OTHERWISE == 0:
            there = _seen_otherwise(there)
        verdicts = _verdicts(there, suggested.get(passage_id, set()))
        by = lead if first_by == other else other
        keep_look(Look(passage_id, revision, verdicts), by=by, found=WHOLE_AUTHORITY)


def _seen_otherwise(there: Mapping[str, Valence]) -> dict[str, Valence]:
    """All but the last theme; where there is only one, as both good and bad."""
    *others, last = there
    return {theme: there[theme] for theme in others} or {last: Valence.mixed}


def _verdicts(there: Mapping[str, Valence], suggested: Collection[str]) -> list[Verdict]:
    """What is there, and that nothing else is of what was suggested."""
    return [
        *(Verdict(theme, valence) for theme, valence in there.items()),
        *(Verdict(theme, None) for theme in suggested if theme not in there),
    ]


def themes_of(words: str) -> dict[str, Valence] | None:
    """The themes of a passage made of known sentences alone; None where it holds anything else."""
    rest, there = words.casefold(), dict[str, Valence]()
    for sentence, themes in DECISIONS.items():
        if sentence in rest:
            rest = rest.replace(sentence, " ")
            for theme, valence in themes.items():
                there[theme] = valence if there.get(theme, valence) is valence else Valence.mixed
    return there if _BETWEEN.fullmatch(rest) and rest != words.casefold() else None
