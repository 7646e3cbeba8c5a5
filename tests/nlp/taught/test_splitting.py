"""What is learnt from and what is held back never share a message or a text, whatever is decided later."""

from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from nlp.taught.splitting import Decided, is_held_back, same_words, split

MESSAGES = st.uuids(version=4)
TEXTS = st.sampled_from(
    ["ok", "OK!", "She listens", "she  listens.", "Nobody rings", "…", "no one", "é", "It is fine"]
)
PASSAGES = st.lists(
    st.builds(
        Decided,
        message=MESSAGES,
        text=TEXTS | st.text(max_size=12),
        speaker=st.sampled_from(["child", "family", "staff"]),
        yes=st.just({}),
        no=st.just(frozenset()),
        asked=st.just(frozenset()),
    ),
    max_size=40,
)


@given(PASSAGES)
def test_no_message_and_no_text_is_on_both_sides(passages: list[Decided]) -> None:
    found = split(passages)
    assert not {one.message for one in found.learn} & {one.message for one in found.held_back}
    assert not {same_words(one.text) for one in found.learn} & {
        same_words(one.text) for one in found.held_back
    }


@given(PASSAGES)
def test_each_wording_counts_once_and_a_text_without_a_word_not_at_all(passages: list[Decided]) -> None:
    found = split(passages)
    words = [same_words(one.text) for one in (*found.learn, *found.held_back)]
    assert len(words) == len(set(words))
    assert "" not in words


@given(PASSAGES)
def test_every_wording_is_on_one_side(passages: list[Decided]) -> None:
    found = split(passages)
    assert {same_words(one.text) for one in (*found.learn, *found.held_back)} == {
        same_words(one.text) for one in passages
    } - {""}


@given(PASSAGES, PASSAGES)
def test_what_is_decided_later_moves_no_wording_to_the_other_side(
    before: list[Decided], later: list[Decided]
) -> None:
    """The newest come first."""
    then, now = split(before), split([*later, *before])
    assert {same_words(one.text) for one in then.learn} <= {same_words(one.text) for one in now.learn}
    assert {same_words(one.text) for one in then.held_back} <= {same_words(one.text) for one in now.held_back}


def decided(text: str, *, message: UUID | None = None, **more: Any) -> Decided:
    given = {"yes": {}, "no": frozenset(), "asked": frozenset()} | more
    return Decided(message or uuid4(), text, "child", **given)


def test_a_quarter_of_the_wordings_is_held_back_however_often_each_is_said() -> None:
    chance = Random(5)
    said = [decided(f"wording {at}") for at in range(1200) for _ in range(chance.choice([1, 1, 2, 5, 20]))]
    chance.shuffle(said)
    found = split(said)
    assert 240 < len(found.held_back) < 360
    assert len(found.learn) + len(found.held_back) == 1200


def test_a_very_common_wording_ties_no_messages_together() -> None:
    messages = [uuid4() for _ in range(400)]
    said = [
        decided(text, message=message)
        for number, message in enumerate(messages)
        for text in ("no", f"only here {number}")
    ]
    found = split(said)
    assert {one.message for one in found.held_back if one.text != "no"} == {
        message for message in messages if is_held_back(message)
    }


def test_about_one_message_in_four_is_held_back() -> None:
    sides = [is_held_back(UUID(int=number * 2**64 + 7)) for number in range(4000)]
    assert 900 < sum(sides) < 1100


def test_the_newest_decision_of_a_wording_stands_in_the_message_that_said_it_first() -> None:
    new = decided("She listens", yes={"listened-to": "positive"})
    old = decided("she listens!", no=frozenset({"listened-to"}))
    found = split([new, old])
    assert (*found.learn, *found.held_back) == (replace(new, message=old.message),)
