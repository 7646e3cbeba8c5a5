"""Decisions made up for tests: passages that people looked at, on the side of the split that a test wants."""

from collections.abc import Iterator, Mapping
from datetime import date
from random import Random
from uuid import UUID, uuid4

from core.access import WHOLE_AUTHORITY
from core.db import db
from core.passages import Passage
from core.people.models import User
from nlp.codebook.versions import keep_codebook
from nlp.findings import Valence
from nlp.kept.keeping import keep_readings
from nlp.kept.reading import KeptReading
from nlp.review.decisions import Verdict
from nlp.review.looking import Look, keep_look
from nlp.taught.splitting import is_held_back

# Words of one house that no worked example holds, each for a theme that the shipped model cannot know them by.
HOUSE_WORDS = {
    "zumbik": "friends-activities",
    "gravelin": "practical-help",
    "torvex": "contact-speed",
    "plinket": "school-learning",
}
FILLERS = (
    "monday", "tuesday", "autumn", "bench", "corner", "ladder", "kettle", "window", "garden", "pencil", "basket",
    "marble", "candle", "ribbon",
)  # fmt: skip


def message(*, held_back: bool) -> UUID:
    """A random identifier on this side of the split."""
    while True:
        made = uuid4()
        if is_held_back(made) is held_back:
            return made


def sayings(many: int, *, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Different texts in the words of one house, each with its theme."""
    chance = Random(seed)
    words = list(HOUSE_WORDS)
    for at in range(many):
        word = words[at % len(words)]
        filler = chance.sample(FILLERS, 3)
        yield f"The {word} was {filler[0]} {filler[1]} {filler[2]} {at}", HOUSE_WORDS[word]


def make_looked_at(
    text: str,
    themes: Mapping[str, str],
    *,
    by: User,
    held_back: bool = False,
    message_id: UUID | None = None,
    on: date = date(2026, 9, 1),
) -> Passage:
    """A passage that was read, nothing found in it, and a person who added these themes."""
    passage = Passage(
        room="feedback",
        source_id=message_id or message(held_back=held_back),
        question="how-is-it",
        speaker="child",
        month=on,
        words=text,
    )
    db.session.add(passage)
    db.session.flush()
    keep_readings([(passage, KeptReading(text, "en", ()))], codebook=keep_codebook())
    verdicts = [Verdict(theme, Valence(how)) for theme, how in themes.items()]
    keep_look(Look(passage.id, 1, verdicts), by=by.id, found=WHOLE_AUTHORITY)
    return passage


def decide_many(by: User, *, learn: int, held_back: int, noise: bool = False) -> None:
    """Decisions that teach the words of one house; with `noise`, themes given by chance to what is learnt from."""
    chance = Random(7)
    themes = list(HOUSE_WORDS.values())
    for at, (text, theme) in enumerate(sayings(learn + held_back)):
        measured = at >= learn
        given = chance.choice(themes) if noise and not measured else theme
        make_looked_at(text, {given: "positive"}, by=by, held_back=measured)
    db.session.commit()
