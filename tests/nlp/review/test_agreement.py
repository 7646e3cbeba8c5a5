"""Cohen's kappa and what is said of it."""

import pytest

from nlp.review.agreement import Agreement, TwoLooks, agreement_on, agreement_on_all, in_words

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
    assert (found.total, found.share) == (50, 0.7)
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
    assert agreement_on("privacy", [look]) == Agreement(1, 0, 0, 0, 0)
