"""How pages are shown is the reader's choice, and nothing strange in a cookie can break a page."""

from core.pages.display import Contrast, Display, TextSize


def test_what_was_chosen_comes_back_from_the_cookie() -> None:
    chosen = Display(text=TextSize.largest, contrast=Contrast.dark)
    assert Display.from_cookie(chosen.to_cookie()) == chosen


def test_a_cookie_that_makes_no_sense_shows_pages_as_usual() -> None:
    for written in (None, "", "huge", "a.b.c.d.e.f", "<script>.…", "." * 5000):
        assert Display.from_cookie(written) == Display()


def test_an_unknown_choice_leaves_the_others_as_chosen() -> None:
    assert Display.read({"text": "large", "contrast": "plaid"}) == Display(text=TextSize.large)
