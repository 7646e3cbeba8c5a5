"""The page that says how well the screen works, in a real browser: wide, narrow and without scripts."""

import pytest

from core.people.models import Role
from nlp.screening.figures import figures_of
from nlp.views import screen
from tests.browser.conftest import Enter, NewVisitor
from tests.browser.site import WIDTHS, assert_accessible, picture
from tests.nlp.screening.test_screen_page import HOW_SURELY


@pytest.mark.parametrize("built", [True, False])
def test_everyone_who_relies_on_the_screen_can_read_how_well_it_works(
    new_visitor: NewVisitor, enter: Enter, monkeypatch: pytest.MonkeyPatch, built: bool
) -> None:
    monkeypatch.setattr(
        screen, "shipped_figures", lambda: figures_of(HOW_SURELY, "0123abcd") if built else None
    )
    visitor = new_visitor()
    enter(visitor, Role.duty_lead)
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.page.goto(visitor.address + "/alerts/how-well")
        assert_accessible(visitor.page)
        picture(visitor.page, f"how-well-{built}-{width}")
