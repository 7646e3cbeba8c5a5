"""Fills the demo, room by room, so that every screen has something made-up to show."""

from collections.abc import Callable

from core.db import db
from core.people import demo as people_demo
from core.people.demo import DemoHouse

# What each room adds, in the order that one stands on the other: (what is said while it runs, how).
ROOMS: tuple[tuple[str, Callable[[DemoHouse], None]], ...] = ()


def seed_demo(say: Callable[[str], None]) -> bool:
    """Seed an empty installation, one commit at the end; False where it already holds people."""
    say("Making up an authority, its teams and its people")
    house = people_demo.seed()
    if house is None:
        return False
    for words, fill in ROOMS:
        say(words)
        fill(house)
    db.session.commit()
    return True
