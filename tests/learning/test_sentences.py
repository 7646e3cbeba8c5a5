from __future__ import annotations

from learning.example import example_data
from learning.figures import Figure, Hidden, Shown
from learning.frozen import BySpeaker, FrozenSummary, ThemeLine
from learning.sentences import first_draft, speaker_sentences, theme_change


def heard(n: Figure) -> BySpeaker:
    return BySpeaker(child=n, family=Shown(0), staff=Shown(0), everybody=n)


def about(now: int, of: int, then: int, of_then: int) -> tuple[ThemeLine, FrozenSummary]:
    theme = (
        example_data()
        .themes[0]
        .model_copy(update={"said": heard(Shown(now)), "before": Shown(then), "change": "could_be_chance"})
    )
    data = example_data().model_copy(
        update={"voices": heard(Shown(of)), "voices_before": heard(Shown(of_then)), "themes": (theme,)}
    )
    return theme, data


def test_a_change_is_of_shares_and_says_so() -> None:
    assert theme_change(*about(30, 40, 50, 80)) == (
        "A larger share of voices speaks of being listened to: 75% (30 of 40), was 62% (50 of 80). "
        "That difference could be chance."
    )
    assert (theme_change(*about(30, 80, 20, 40)) or "").startswith("A smaller share of voices speaks of")


def test_the_same_share_is_no_difference() -> None:
    assert theme_change(*about(30, 60, 20, 40)) == (
        "The same share of voices speaks of being listened to: 50% (30 of 60), was 50% (20 of 40)."
    )


def test_the_childrens_version_does_not_say_how_children_feel_from_what_everybody_said() -> None:
    line = (
        example_data()
        .themes[0]
        .model_copy(
            update={
                "said": BySpeaker(child=Shown(30), family=Shown(0), staff=Shown(40), everybody=Shown(70)),
                "positive": Shown(40),
                "negative": Shown(30),
            }
        )
    )
    data = example_data().model_copy(update={"themes": (line,)})
    words = [each.words for each in first_draft(data).children]
    assert "You told us about being listened to." in words


def test_families_hidden_beside_few_staff_are_not_called_few() -> None:
    voices = BySpeaker(child=Shown(300), family=Hidden(), staff=Hidden(), everybody=Shown(364))
    data = example_data().model_copy(update={"voices": voices})
    (says,) = speaker_sentences(data, "family")
    assert says.endswith("is hidden.")
