"""What is learnt from and what is held back never share a message or a text, whatever is decided later."""

from uuid import UUID

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


@given(PASSAGES, PASSAGES)
def test_what_was_learnt_from_is_never_held_back_later(before: list[Decided], later: list[Decided]) -> None:
    learnt = {same_words(one.text) for one in split(before).learn}
    held_back = {same_words(one.text) for one in split([*later, *before]).held_back}
    assert not learnt & held_back


@given(PASSAGES, st.randoms())
def test_the_order_of_decisions_moves_nothing_to_the_other_side(
    passages: list[Decided], chance: object
) -> None:
    shuffled = list(passages)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    for one, other in ((split(passages), split(shuffled)),):
        assert {same_words(p.text) for p in one.held_back} == {same_words(p.text) for p in other.held_back}


def test_about_one_message_in_four_is_held_back() -> None:
    sides = [is_held_back(UUID(int=number * 2**64 + 7)) for number in range(4000)]
    assert 900 < sum(sides) < 1100


def test_the_newest_decision_of_a_wording_stands() -> None:
    message = next(UUID(int=number) for number in range(99) if not is_held_back(UUID(int=number)))
    new = Decided(message, "She listens", "child", {"listened-to": "positive"}, frozenset(), frozenset())
    old = Decided(message, "she listens!", "child", {}, frozenset({"listened-to"}), frozenset())
    assert split([new, old]).learn == (new,)
