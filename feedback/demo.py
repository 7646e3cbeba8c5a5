"""Making up what children, families and staff said over a year."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from core.days import today
from core.db import db
from core.people.demo import DemoHouse
from core.questions.kinds import Answers
from core.questions.yaml_files import read_file
from feedback import alerts, conversation
from feedback.collecting import CollectionValues, create
from feedback.models import Alert, Collection, Progress, Response
from feedback.receipts import new_key
from feedback.shipped import SHIPPED
from feedback.submission import submit_response

A_YEAR = 365
PER_TEAM = 22
LATELY = timedelta(days=50)


class DemoWords(BaseModel):
    """What made-up people say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    child_good: list[str]
    child_bad: list[str]
    child_change: list[str]
    child_lately: list[str]
    family_good: list[str]
    family_bad: list[str]
    family_change: list[str]
    staff_good: list[str]
    staff_bad: list[str]
    staff_change: list[str]
    answers: list[str]
    harm: list[str]
    other_languages: list[str]


WORDS = read_file(Path(__file__).with_name("data") / "demo_words.yaml", DemoWords)


@dataclass(frozen=True)
class Asking:
    """One collection of the demo, and how many answered it."""

    questions: str
    slug: str
    title: str
    source: str
    team: str | None
    answered: int
    open: bool = True
    managers_read: bool = False


def seed(house: DemoHouse) -> list[tuple[str, str]]:
    """Collections for each team, answers over a year, alerts in every state, and answers given back."""
    chance = random.Random(20)  # noqa: S311 - made-up people, the same ones each time
    collections = {asking.slug: _collection(house, asking) for asking in _askings(house)}
    for asking in _askings(house):
        for _ in range(asking.answered):
            on = today() - timedelta(days=chance.randrange(A_YEAR))
            _submit(collections[asking.slug], _answers(asking.questions, chance, on), on)
    _worries(house, collections["tell-us"])
    for words in WORDS.other_languages:
        _submit(collections["parents-and-carers"], {"treated-words": words}, today() - timedelta(days=1))
    _talk(house, chance)
    return [
        ("For a child of 5 to 10", "/say/three-houses"),
        ("For a young person of 11 to 17", "/say/tell-us"),
        ("For a parent or carer", "/say/parents-and-carers"),
        ("For staff", "/say/staff-survey"),
        ("Come back with a code", "/come-back"),
    ]


def _askings(house: DemoHouse) -> Iterator[Asking]:
    yield Asking("three-houses", "three-houses", "How is it for you?", "visit", "children-in-care-team", 30)
    yield Asking("tell-us", "tell-us", "Tell us how it is", "other", None, 16)
    yield Asking(
        "parents-and-carers", "parents-and-carers", "How are we working with you?", "other", None, 14
    )
    yield Asking("staff-survey", "staff-survey", "How is it to work here?", "other", None, 40)
    yield Asking(
        "parents-and-carers", "family-leadership", "After the Family Leadership course", "family-leadership",
        "family-support", 14, open=False,
    )  # fmt: skip
    for slug, team in house.teams.items():
        young, families = f"Tell us how it is: {team.name}", f"Practice week: {team.name}"
        yield Asking("tell-us", f"young-people-{slug}", young, "visit", slug, PER_TEAM)
        yield Asking(
            "parents-and-carers",
            f"families-{slug}",
            families,
            "practice-week",
            slug,
            PER_TEAM,
            managers_read=True,
        )


def _collection(house: DemoHouse, asking: Asking) -> Collection:
    return create(
        CollectionValues(
            title=asking.title,
            slug=asking.slug,
            source=asking.source,
            team_id=house.teams[asking.team].id if asking.team else None,
            readers="Two people in the quality team",
            managers_read=asking.managers_read,
        ),
        questions=SHIPPED[asking.questions],
        open_now=asking.open,
    )


def _submit(collection: Collection, answers: Answers, on: date) -> Response:
    return submit_response(collection=collection, answers=answers, key=new_key(), on=on).response


def _answers(questions: str, chance: random.Random, on: date) -> Answers:
    """Answers that hang together: who is content picks high and says good things; lately the young ask for more."""
    content = chance.random() < 0.55
    mood = chance.choice([4, 5, 5] if content else [1, 2, 2, 3])
    picked: Answers = {
        question.key: _near(mood, chance)
        for question in SHIPPED[questions].questions
        if question.kind == "faces" and chance.random() < 0.8
    }
    good, bad, change = _bank(SHIPPED[questions].speaker)
    main, other = (good, bad) if content else (bad, good)
    said = {
        "three-houses": ("good-words" if content else "worry-words", "dream-change"),
        "tell-us": ("worker-words" if content else "say-words", "change-words"),
        "parents-and-carers": ("treated-words", "change-words"),
        "staff-survey": ("support-words" if content else "work-words", "change-words"),
    }[questions]
    first = chance.choice(main)
    if chance.random() < 0.35:
        first = f"{first} But {_lower(chance.choice(other))}"
    picked[said[0]] = first
    if questions == "tell-us" and on > today() - LATELY:
        picked[said[1]] = chance.choice(WORDS.child_lately)
    elif chance.random() < 0.6:
        picked[said[1]] = chance.choice(change)
    if questions in {"tell-us", "parents-and-carers"}:
        picked["how-safe"] = min(10, max(3, mood * 2 + chance.choice([-1, 0, 0, 1])))
    picked["may-share"] = "yes" if chance.random() < 0.7 else "no"
    return SHIPPED[questions].only_shown(picked)


def _bank(speaker: str) -> tuple[list[str], list[str], list[str]]:
    return {
        "child": (WORDS.child_good, WORDS.child_bad, WORDS.child_change),
        "family": (WORDS.family_good, WORDS.family_bad, WORDS.family_change),
        "staff": (WORDS.staff_good, WORDS.staff_bad, WORDS.staff_change),
    }[speaker]


def _near(mood: int, chance: random.Random) -> int:
    return min(5, max(1, mood + chance.choice([-1, 0, 0, 0, 1])))


def _lower(sentence: str) -> str:
    first = sentence.split()[0].strip(",.'")
    keep = first == "I" or first.startswith("I'")
    return sentence if keep else sentence[0].lower() + sentence[1:]


def _worries(house: DemoHouse, collection: Collection) -> None:
    """Three messages that must be looked at: one waits, one is being looked at, one is closed."""
    duty = house.people["duty"]
    for place, words in enumerate(WORDS.harm):
        response = _submit(collection, {"say-words": words}, today() - timedelta(days=place))
        for alert in db.session.scalars(select(Alert).where(Alert.response_id == response.id)):
            if place > 0:
                alerts.acknowledge(alert=alert, person=duty)
            if place > 1:
                alerts.note_reading(alert=alert, person=duty)
                alerts.close(
                    alert=alert,
                    person=duty,
                    because="Spoke to the school and the allocated worker. Seen today and safe. Plan in place.",
                )


def _talk(house: DemoHouse, chance: random.Random) -> None:
    """Older responses have been read, some are talked about, a few are answered."""
    lead = house.people["quality"]
    old = (
        select(Response)
        .where(Response.day < today() - timedelta(days=21))
        .order_by(Response.day, Response.id)
    )
    for response in db.session.scalars(old).all():
        step = chance.random()
        if step < 0.5:
            conversation.move_on(response=response, to=Progress.read)
        elif step < 0.7:
            conversation.move_on(response=response, to=Progress.talking)
        elif step < 0.78:
            ends = chance.randrange(len(WORDS.answers))
            conversation.move_on(
                response=response, to=Progress.cannot if ends == len(WORDS.answers) - 1 else Progress.changed
            )
            conversation.write_ours(response=response, words=WORDS.answers[ends], person=lead)
