"""Deciding about nearly every wording once, as a quality lead would, and measuring how well they were read."""

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from core.db import db
from core.passages import Passage
from core.people.demo import DemoHouse
from nlp.findings import Valence
from nlp.kept.models import PassageReading, Suggestion
from nlp.rereading import EVERYBODY
from nlp.review.decisions import Verdict
from nlp.review.looking import Look, keep_look
from nlp.rulefiles import load_one
from nlp.taught import runs
from nlp.taught.splitting import same_words
from nlp.trained.worked import MARKS

LEFT_FOR_THE_VISITOR = 10  # one wording in so many
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
    """Decisions about passages that hold nothing but known sentences, and one measuring asked for."""
    lead = house.people["quality"]
    rows = db.session.execute(
        select(Passage.id, Passage.redacted, PassageReading.revision)
        .join(PassageReading, PassageReading.passage_id == Passage.id)
        .where(Passage.state == "read", PassageReading.looked_at.is_(None))
        .order_by(Passage.id)
    ).all()
    suggested: dict[object, set[str]] = {}
    for passage_id, theme in db.session.execute(select(Suggestion.passage_id, Suggestion.theme)):
        suggested.setdefault(passage_id, set()).add(theme)
    one_of_each = {same_words(row.redacted or ""): row for row in rows}
    for number, (passage_id, redacted, revision) in enumerate(one_of_each.values()):
        there = themes_of(redacted or "")
        if there is None or number % LEFT_FOR_THE_VISITOR == 0:
            continue
        verdicts = [Verdict(theme, valence) for theme, valence in there.items()]
        verdicts += [Verdict(theme, None) for theme in suggested.get(passage_id, set()) - there.keys()]
        keep_look(Look(passage_id, revision, verdicts), by=lead.id, found=EVERYBODY)
    runs.ask(kind="measure", by=lead.id)
    return []


def themes_of(words: str) -> dict[str, Valence] | None:
    """The themes of a passage made of known sentences alone; None where it holds anything else."""
    rest, there = words.casefold(), dict[str, Valence]()
    for sentence, themes in DECISIONS.items():
        if sentence in rest:
            rest = rest.replace(sentence, " ")
            for theme, valence in themes.items():
                there[theme] = valence if there.get(theme, valence) is valence else Valence.mixed
    return there if _BETWEEN.fullmatch(rest) and rest != words.casefold() else None
