"""What is stored of a reading fits the database, and marks the right words of the redacted copy."""

import pytest

from nlp.findings import Reading, Redaction, ThemeFinding, Valence
from nlp.kept.reading import one_per_theme, to_keep


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
