"""Changes to a codebook, and what differs between two, as plain functions."""

import pytest

from nlp.codebook import Codebook, Lexicon, Theme, shipped_codebook
from nlp.codebook.changes import (
    CannotChange,
    apart,
    brought_back,
    hidden,
    mark_of,
    merged,
    moved,
    split,
    taking_up,
    with_theme,
)
from nlp.codebook.differences import differences
from nlp.codebook.forms import bare_theme, fresh_slug
from nlp.codebook.merging import Decided, joined
from nlp.codebook.phrases_in_words import in_words
from nlp.findings import Speaker
from nlp.lexis.phrase_checks import problem_with, typed_phrases

SHIPPED = shipped_codebook()


def theme(slug: str, *phrases: str, **values: object) -> Theme:
    return bare_theme(slug, ()).model_copy(
        update={"slug": slug, "lexicon": Lexicon(either=phrases), **values}
    )


def codebook(*themes: Theme) -> Codebook:
    return Codebook(themes=themes)


def said(before: Codebook, now: Codebook) -> dict[str, list[str]]:
    return {change.slug: [line.what for line in change.lines] for change in differences(before, now)}


def test_a_theme_moves_among_those_under_its_heading_and_stays_at_the_ends() -> None:
    before = codebook(
        theme("aa"), theme("bb", section="Other"), theme("cc"), theme("dd", hidden=True), theme("ee")
    )
    after = moved(before, "ee", to=0)
    assert after.slugs() == ("ee", "bb", "aa", "dd", "cc")
    assert moved(after, "ee", to=-1) == after
    assert moved(before, "ee", to=99) == before
    assert moved(before, "aa", to=1).slugs() == ("cc", "bb", "aa", "dd", "ee")
    assert moved(before, "dd", to=1) == before
    assert said(before, after) == {"": ["The order changed"]}


def test_the_last_theme_cannot_be_hidden() -> None:
    with pytest.raises(CannotChange, match="last theme"):
        hidden(codebook(theme("aa"), theme("bb", hidden=True)), "aa", hide=True)


def test_what_is_merged_lands_on_the_whole_and_earlier_parts_go_along() -> None:
    before = codebook(theme("aa"), theme("bb"), theme("cc"))
    after = merged(merged(before, "aa", into="bb"), "bb", into="cc")
    assert after.merges() == {"aa": "cc", "bb": "cc"}
    assert after.landing() == {"aa": "cc", "bb": "cc", "cc": "cc"}
    assert after.offered_to(Speaker.child) == {"cc"}
    assert apart(after, "aa").landing()["aa"] == "aa"
    for into in ("aa", "bb"):
        with pytest.raises(CannotChange):
            merged(after, "cc", into=into) if into == "bb" else merged(after, "aa", into="aa")


def test_a_split_takes_the_chosen_phrases_along_and_says_where_it_comes_from() -> None:
    before = codebook(theme("aa", "one", "two"), theme("zz"))
    after = split(before, "aa", theme("bb"), phrases=["two"])
    assert after.slugs() == ("aa", "bb", "zz")
    assert after.theme("aa").lexicon.either == ("one",)
    assert after.theme("bb").lexicon.either == ("two",)
    assert said(before, after)["bb"][0] == "Split from “aa”"
    with pytest.raises(CannotChange):
        split(after, "aa", theme("bb"), phrases=[])


def test_the_differences_say_what_was_and_what_is() -> None:
    before = codebook(theme("aa", "one"), theme("bb"), theme("cc"))
    changed = theme("aa", "two", label="New name", counts="Now this.", speakers=(Speaker.child,))
    after = codebook(changed, theme("bb", hidden=True), theme("dd"))
    assert said(before, after) == {
        "aa": [
            "Name",
            "What counts",
            "Said by",
            "Fewer phrases that could be either",
            "More phrases that could be either",
        ],
        "bb": ["Hidden: not suggested any more"],
        "dd": ["New", "What counts"],
        "cc": ["No longer in the codebook"],
    }
    assert differences(before, before) == []


def test_a_new_release_changes_only_what_the_authority_left_alone() -> None:
    earlier = codebook(theme("aa", "one"), theme("bb", "one"), theme("cc", "one"))
    mine = codebook(
        theme("aa", "one", hidden=True), theme("bb", "one", "mine", label="Ours"), theme("own", "own")
    )
    newer = codebook(
        theme("aa", "one", "new", label="Better"), theme("bb", "one", "new", label="Theirs"), theme("dd", "x")
    )
    after = taking_up(mine, shipped=newer, before=earlier)
    assert after.slugs() == ("aa", "bb", "own", "dd")
    assert (after.theme("aa").label, after.theme("aa").hidden) == ("Better", True)
    assert after.theme("bb").label == "Ours"
    assert after.theme("bb").lexicon.either == ("one", "mine", "new")
    assert taking_up(after, shipped=newer, before=newer) == after


def test_bringing_an_old_version_back_hides_what_is_newer() -> None:
    old = codebook(theme("aa"))
    after = brought_back(codebook(theme("aa", label="Changed"), theme("bb")), old)
    assert after.theme("aa") == old.theme("aa") and after.theme("bb").hidden


def test_a_mark_follows_what_a_person_writes_and_nothing_else() -> None:
    one = theme("aa", "one")
    assert mark_of(one) == mark_of(one.model_copy(update={"hidden": True}))
    assert mark_of(one) != mark_of(theme("aa", "two"))


@pytest.mark.parametrize(
    ("before", "part", "after"),
    [
        (("rejected", None), ("accepted", "positive"), ("accepted", "positive")),
        (("added", "negative"), ("rejected", None), ("added", "negative")),
        (("rejected", None), ("rejected", None), ("rejected", None)),
        (("added", "negative"), ("accepted", "positive"), ("accepted", "mixed")),
        (("added", "neutral"), ("added", "positive"), ("added", "positive")),
    ],
)
def test_two_decisions_become_one(
    before: tuple[str, str], part: tuple[str, str], after: tuple[str, str]
) -> None:
    assert joined(Decided(*before), Decided(*part)) == Decided(*after)
    assert joined(Decided(*part), Decided(*before)) == Decided(*after)


@pytest.mark.parametrize(
    ("phrase", "problem"),
    [
        ("listen to me", None),
        ("(ring|call) .. back", None),
        ("my {worker} left", None),
        ("a (b", "bracket"),
        ("a ) b", "cannot be understood"),
        ("my {wurker}", "one of {"),
        ("really", "too common"),
        (".. away", "begins with a gap"),
        ("x .. .. .. .. y", "more than 3"),
        ("x" * 2001, "longer"),
        ("(" * 90 + "a" + ")" * 90, None),
        ("‮evil {{ 7*7 }}", "cannot be understood"),
    ],
)
def test_a_phrase_that_cannot_be_looked_for_says_why(phrase: str, problem: str | None) -> None:
    found = problem_with(phrase)
    assert found is None if problem is None else problem in (found or "")


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("listens to me", "listens to me"),
        ("(ring|rings|call) .. (me)? back", "ring / call … (me) back"),
        ("my {worker} (a|b|c|d|e)", "my [any worker] a / b / c +2"),
        ("a (b", "a (b"),
    ],
)
def test_a_phrase_is_said_as_a_person_would_read_it(phrase: str, words: str) -> None:
    assert in_words(phrase) == words


@pytest.mark.parametrize(
    "phrase", [phrase for one in SHIPPED.themes for phrase in one.lexicon.phrases()][::7]
)
def test_every_shipped_phrase_may_be_typed(phrase: str) -> None:
    assert problem_with(phrase) is None
    assert typed_phrases(phrase) == (phrase,)


def test_typed_phrases_lose_what_no_phrase_holds() -> None:
    assert typed_phrases("  don’t   listen \r\n\r\n k\u200bill \n") == ("don't listen", "kill")


def test_a_new_theme_gets_a_short_name_that_nobody_ever_had() -> None:
    assert fresh_slug("Pets & animals", {"pets-animals"}) == "pets-animals-2"
    assert fresh_slug("宠物", ()) == "theme"
    assert fresh_slug("18+ and leaving", ()) == "theme-18-and-leaving"
    for label in ("é", "a", "-", "x" * 60, "1" * 60):
        assert with_theme(SHIPPED, bare_theme(label, ()))
