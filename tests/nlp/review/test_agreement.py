"""Cohen's kappa and what is said of it."""

import pytest

from nlp.review.agreement import (
    FEWEST,
    TwoLooks,
    agreement_on,
    agreement_on_all,
    in_words,
    range_in_words,
)

OFFERED = frozenset({"listened-to", "privacy"})


def looks(both: int, first: int, second: int, neither: int) -> list[TwoLooks]:
    yes = {"listened-to": "positive"}
    return [
        *[TwoLooks(yes, yes, OFFERED)] * both,
        *[TwoLooks(yes, {}, OFFERED)] * first,
        *[TwoLooks({}, yes, OFFERED)] * second,
        *[TwoLooks({}, {}, OFFERED)] * neither,
    ]


def test_kappa_is_what_a_textbook_example_gives() -> None:
    """Both yes 20, both no 15, 5 and 10 apart: agreement 0.7, by chance 0.5, kappa 0.4."""
    found = agreement_on("listened-to", looks(20, 5, 10, 15))
    assert (found.total, found.both, found.one, found.neither) == (50, 20, 15, 15)
    assert found.kappa == pytest.approx(0.4)
    assert in_words(found.kappa) == "a little"


def test_who_never_give_a_theme_agree_on_nothing_that_can_be_told() -> None:
    found = agreement_on("privacy", looks(3, 0, 0, 9))
    assert found.kappa is None and not found.enough
    assert in_words(found.kappa) == "cannot be told"


def test_always_the_same_is_one_and_always_apart_is_below_nought() -> None:
    assert agreement_on("listened-to", looks(5, 0, 0, 5)).kappa == pytest.approx(1.0)
    apart = agreement_on("listened-to", looks(0, 5, 5, 0)).kappa
    assert apart is not None and apart < 0


def test_a_theme_counts_only_where_it_is_offered() -> None:
    other = TwoLooks({}, {}, frozenset({"workload-caseload"}))
    assert agreement_on("listened-to", [*looks(1, 0, 0, 0), other]).total == 1
    assert agreement_on_all([*looks(1, 0, 0, 0), other]).total == 3


def test_the_same_theme_in_another_kind_is_a_difference() -> None:
    look = TwoLooks({"privacy": "positive"}, {"privacy": "negative"}, OFFERED)
    assert look.differing() == ["privacy"]
    found = agreement_on("privacy", [look])
    assert (found.both, found.same_kind) == (1, 0)


def test_passages_in_which_nobody_gives_the_theme_do_not_make_it_enough() -> None:
    assert not agreement_on("listened-to", looks(FEWEST - 2, 1, 0, 500)).enough
    assert agreement_on("listened-to", looks(FEWEST - 2, 1, 1, 0)).enough


def test_for_all_themes_a_passage_counts_once_however_many_themes_it_has() -> None:
    both = {"listened-to": "positive", "privacy": "negative"}
    assert agreement_on_all([TwoLooks(both, both, OFFERED)] * (FEWEST - 1)).given == FEWEST - 1


@pytest.mark.parametrize("cells", [(10, 0, 0, 90), (20, 5, 10, 15), (3, 4, 3, 60)])
def test_the_interval_holds_kappa_and_is_wide_where_there_is_little(cells: tuple[int, int, int, int]) -> None:
    few = agreement_on("listened-to", looks(*cells))
    many = agreement_on("listened-to", looks(*(20 * cell for cell in cells)))
    assert few.kappa is not None and many.kappa == pytest.approx(few.kappa)
    for found in (few, many):
        low, high = found.interval
        assert low <= found.kappa + 0.01 and found.kappa - 0.05 <= high
    widths = [high - low for low, high in (few.interval, many.interval)]
    assert widths[0] > 3 * widths[1]


def test_ten_of_ten_the_same_is_not_yet_certain() -> None:
    low, high = agreement_on("listened-to", looks(10, 0, 0, 90)).interval
    assert low < 0.95 < high


def test_the_interval_is_the_same_each_time() -> None:
    assert agreement_on_all(looks(8, 2, 1, 30)).interval == agreement_on_all(looks(8, 2, 1, 30)).interval


def test_words_are_those_of_the_number_that_is_shown() -> None:
    assert in_words(0.8051) == "almost always", "0.81 is what the reader sees"
    assert in_words(0.8049) == "well"
    assert in_words(-0.08) == "hardly more than by chance"
    assert range_in_words((0.45, 0.92)) == "fairly to almost always"
    assert range_in_words((0.65, 0.7)) == "well"
