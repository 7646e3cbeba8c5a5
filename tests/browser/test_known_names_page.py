"""An administrator writes down the names this authority knows: seen wide and narrow, and without scripts."""

import pytest
from playwright.sync_api import expect

from core.people.models import Role
from tests.browser.conftest import Enter, NewVisitor
from tests.browser.keyboard import Keyboard
from tests.browser.site import WIDTHS, Visitor, assert_accessible, picture

PAGE = "/settings/names/"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_can_be_used_by_everyone_also_with_a_problem_on_it(
    new_visitor: NewVisitor, enter: Enter, width: int
) -> None:
    visitor = new_visitor(width=width)
    enter(visitor, Role.administrator)
    page = visitor.visit(PAGE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Names we know")
    assert_accessible(page)
    picture(page, f"known-names-{width}")
    page.get_by_label("People", exact=True).fill("Ada Fell\n7")
    page.get_by_role("button", name="Save these names").click()
    expect(page.get_by_role("alert")).to_contain_text("too short")
    expect(page.get_by_label("People", exact=True)).to_have_value("Ada Fell\n7")
    assert_accessible(page)
    picture(page, f"known-names-problem-{width}")
    assert visitor.said == []


def test_names_are_kept_with_the_keyboard_alone(visitor: Visitor, enter: Enter) -> None:
    enter(visitor, Role.administrator)
    page = visitor.visit("/settings/")
    page.get_by_role("link", name="Names we know").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Names we know")
    keys = Keyboard(page)
    keys.type_into("place", "Fell House")
    keys.press("Save these names")
    expect(page.get_by_text("1 added, 0 taken off")).to_be_visible()
    expect(page.locator("#place")).to_have_value("Fell House")


def test_names_are_kept_without_scripts(scriptless: Visitor, enter: Enter) -> None:
    enter(scriptless, Role.administrator)
    page = scriptless.visit(PAGE)
    page.locator("#school").fill("Oakmoss Primary School")
    page.get_by_role("button", name="Save these names").click()
    expect(page.locator("#school")).to_have_value("Oakmoss Primary School")
