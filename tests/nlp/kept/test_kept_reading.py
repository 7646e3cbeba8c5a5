"""What is stored of a reading fits the database, and marks the right words of the redacted copy."""

import pytest

from nlp.findings import Reading, Redaction, ThemeFinding, Valence
from nlp.kept.reading import RedactedPlaces, apart, one_per_theme, to_keep


def finding(start: int, end: int, theme: str = "listened-to", valence: Valence = Valence.positive,
            score: float = 0.6) -> ThemeFinding:  # fmt: skip
    return ThemeFinding(theme, valence, score, start, end, f"lexicon:{theme}")


def marked(words: str, redacted: str, redactions: list[tuple[str, str]], shown: str) -> str | None:
    """The words marked in `redacted` where the theme shows at `shown` in `words`."""
    found = tuple(
        Redaction(words.index(name), words.index(name) + len(name), kind) for name, kind in redactions
    )
    start = words.index(shown)
    reading = Reading((finding(start, start + len(shown)),), (), found, redacted, "en")
    theme = to_keep(words, reading).themes[0]
    if theme.redacted_start is None:
        return None
    return redacted[theme.redacted_start : theme.redacted_end]


def test_words_before_between_and_after_names_are_marked() -> None:
    names = [("Kim", "NAME"), ("Aaliyah", "NAME")]
    words = "Kim rang Aaliyah back and she listened"
    copy = "[name] rang [name] back and she listened"
    assert marked(words, copy, names, "rang") == "rang"
    assert marked(words, copy, names, "back and") == "back and"
    assert marked(words, copy, names, "listened") == "listened"


def test_a_theme_that_touches_a_name_marks_the_whole_stand_in() -> None:
    assert marked("ask Kim now", "ask [name] now", [("Kim", "NAME")], "ask Kim") == "ask [name]"
    assert marked("ask Kim now", "ask [name] now", [("Kim", "NAME")], "m now") == "[name] now"
    assert marked("ask Kim now", "ask [name] now", [("Kim", "NAME")], "im") == "[name]"


def test_hidden_characters_inside_a_word_do_not_move_the_mark() -> None:
    words = "they li\u200bst\u200b\u200ben to Kim now"
    assert (
        marked(words, "they listen to [name] now", [("Kim", "NAME")], "li\u200bst\u200b\u200ben") == "listen"
    )
    assert marked(words, "they listen to [name] now", [("Kim", "NAME")], "now") == "now"


def test_a_copy_that_does_not_fit_is_not_marked_at_all() -> None:
    assert marked("ask Kim now", "something else", [("Kim", "NAME")], "now") is None


@pytest.mark.parametrize("bad", ["\0", "\ud83d"])
def test_what_postgresql_refuses_is_swapped(bad: str) -> None:
    kept = to_keep(f"a{bad}b", Reading((), (), (), f"a{bad}b", None))
    kept.redacted.encode()
    assert "\0" not in kept.redacted and len(kept.redacted) == 3


def test_a_theme_is_kept_once_with_its_strongest_words_and_whole_valence() -> None:
    kept = one_per_theme(
        [
            finding(0, 4, valence=Valence.positive, score=0.6),
            finding(9, 12, valence=Valence.negative, score=0.8),
            finding(5, 7, theme="bullying", valence=Valence.negative),
        ]
    )
    assert [(found.theme, found.start, found.valence) for found in kept] == [
        ("bullying", 5, "negative"),
        ("listened-to", 9, "mixed"),
    ]


def in_original(words: str, copy: str, shown: str) -> str | None:
    """The words of the original at the place of `shown` in its copy."""
    places = RedactedPlaces.laid(words, copy)
    if places is None:
        return None
    start, end = places.origin(copy.index(shown), copy.index(shown) + len(shown))
    return words[start:end]


@pytest.mark.parametrize(
    ("words", "copy", "shown", "said"),
    [
        ("Kim rang Aaliyah back", "[name] rang [name] back", "rang", "rang"),
        ("Kim rang Aaliyah back", "[name] rang [name] back", "[name] rang", "Kim rang"),
        ("Kim rang Aaliyah back", "[name] rang [name] back", "rang [name]", "rang Aaliyah"),
        ("Kim rang Aaliyah back", "[name] rang [name] back", "ame] back", "Aaliyah back"),
        ("I met A Ali and Jo", "I met [name] and [name]", "and [name]", "and Jo"),
        ("Sal is salty, Jo too", "[name] is salty, [name] too", "[name] too", "Jo too"),
        ("KimAnn is kind", "[name][name] is kind", "is kind", "is kind"),
        ("They li\u200bsten, Kim", "They listen, [name]", "listen", "li\u200bsten"),
        ("they wrote [sic] and Kim", "they wrote [sic] and [name]", "wrote [sic]", "wrote [sic]"),
        ("nobody", "nobody", "body", "body"),
        ("لا أحد يا كيم هنا", "لا أحد يا [name] هنا", "[name] هنا", "كيم هنا"),
    ],
)
def test_a_place_in_the_copy_is_found_in_the_words_as_they_came(
    words: str, copy: str, shown: str, said: str
) -> None:
    assert in_original(words, copy, shown) == said


@pytest.mark.parametrize("copy", ["ask [name] later", "ask [name] now now", "ask [name] No", "", "ask  now"])
def test_a_copy_of_other_words_has_no_places(copy: str) -> None:
    assert RedactedPlaces.laid("ask Kim now", copy) is None


def test_places_that_overlap_become_one() -> None:
    assert apart([(9, 12), (0, 4), (3, 6), (6, 8)]) == [(0, 6), (6, 8), (9, 12)]
