"""The pages of the house itself, in a real browser: seen wide and narrow, and without scripts."""

import pytest
from playwright.sync_api import expect

from core.people.models import Role
from tests.browser.conftest import Enter, NewVisitor
from tests.browser.keyboard import Keyboard
from tests.browser.site import WIDTHS, Visitor, assert_accessible, picture

OPEN_PAGES = (
    "/",
    "/help",
    "/privacy",
    "/accessibility",
    "/display",
    "/style/service",
    "/style/child",
    "/sign-in",
    "/forgotten-password",
)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", OPEN_PAGES)
def test_an_open_page_can_be_used_by_everyone(new_visitor: NewVisitor, path: str, width: int) -> None:
    visitor = new_visitor(width=width)
    page = visitor.visit(path)
    assert_accessible(page)
    assert visitor.said == []
    picture(page, f"open{path.replace('/', '-')}-{width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_missing_page_is_kind_and_can_be_used_by_everyone(new_visitor: NewVisitor, width: int) -> None:
    page = new_visitor(width=width).visit("/no-such-page", status=404)
    expect(page.get_by_role("heading", level=1)).to_have_text("We cannot find that page")
    assert_accessible(page)


@pytest.mark.parametrize("shown", ["largest.high.wide.yes", "usual.dark.usual.no"])
@pytest.mark.parametrize("path", ["/", "/style/child", "/style/service"])
def test_chosen_sizes_and_colours_keep_every_part_readable(phone: Visitor, path: str, shown: str) -> None:
    phone.page.context.add_cookies([{"name": "heard_display", "value": shown, "url": phone.address}])
    page = phone.visit(path)
    assert_accessible(page)
    picture(page, f"shown-{shown}-{path.strip('/').replace('/', '-')}")


def test_colours_and_sizes_are_kept_on_the_device_without_scripts(scriptless: Visitor) -> None:
    page = scriptless.visit("/display")
    page.get_by_label("Biggest").check()
    page.get_by_label("Light on dark").check()
    page.get_by_role("button", name="Show it like this").click()
    expect(page.locator("html")).to_have_attribute("data-text", "largest")
    expect(page.locator("html")).to_have_attribute("data-contrast", "dark")
    scriptless.visit("/help")
    expect(page.locator("html")).to_have_attribute("data-contrast", "dark")


def test_the_display_page_can_be_used_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.visit("/display")
    keys = Keyboard(page)
    keys.pick("text", "large")
    keys.press("Show it like this")
    expect(page.locator("html")).to_have_attribute("data-text", "large")


def test_the_first_stop_of_the_keyboard_skips_to_the_main_part(visitor: Visitor) -> None:
    page = visitor.visit("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the main part")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_escape_pressed_three_times_leaves_for_a_safe_place(visitor: Visitor) -> None:
    page = visitor.visit("/help")
    page.route(
        "**/weather", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html")
    )
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/weather")
    page.go_back()
    assert "/help" not in page.url


@pytest.mark.parametrize("width", WIDTHS)
def test_the_rooms_can_be_reached_without_scripts(new_visitor: NewVisitor, enter: Enter, width: int) -> None:
    visitor = new_visitor(width=width, scripts=False)
    enter(visitor, Role.administrator)
    page = visitor.visit("/home")
    if width < 1000:
        page.get_by_role("link", name="Menu", exact=True).click()
    page.get_by_role("navigation", name="Rooms").get_by_role("link", name="People", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("People")


def test_the_menu_opens_and_closes_on_a_phone(phone: Visitor, enter: Enter) -> None:
    enter(phone, Role.administrator)
    page = phone.visit("/home")
    rooms = page.get_by_role("navigation", name="Rooms")
    expect(rooms).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(rooms).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(rooms).to_be_hidden()
    expect(page.get_by_role("button", name="Menu")).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_new_house_is_furnished_by_its_own_pages(new_visitor: NewVisitor, enter: Enter, width: int) -> None:
    visitor = new_visitor(width=width)
    enter(visitor, Role.administrator)
    page = visitor.visit("/people/")
    picture(page, f"people-{width}")
    page.get_by_role("link", name="Teams and service areas").click()
    assert_accessible(page)
    picture(page, f"teams-none-{width}")
    page.get_by_role("link", name="Add a service area").click()
    page.get_by_label("Name of the service area").fill("…")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Use some letters")
    assert_accessible(page)
    picture(page, f"area-wrong-{width}")
    page.get_by_label("Name of the service area").fill("Children in care")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Name of the team").fill("Leaving Care")
    page.get_by_role("button", name="Add this team").click()
    expect(page.get_by_role("main")).to_contain_text("Leaving Care is added.")
    page.get_by_role("link", name="Rename Children in care").click()
    expect(page.get_by_label("Name of the service area")).to_have_value("Children in care")
    page.get_by_label("Name of the service area").fill("Care and care leavers")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Care and care leavers")).to_be_visible()
    assert_accessible(page)
    picture(page, f"teams-{width}")
    visitor.visit("/people/new")
    page.get_by_label("Full name").fill("Made Up")
    page.get_by_label("Work email").fill("made.up@example.org")
    page.get_by_label("What they do here").select_option("Administrator")
    page.get_by_label("Where", exact=True).select_option("Leaving Care")
    page.get_by_role("button", name="Add this person").click()
    expect(page.get_by_role("alert")).to_contain_text("only given everywhere")
    assert_accessible(page)
    picture(page, f"person-wrong-{width}")
    page.get_by_label("Where", exact=True).select_option("Everywhere")
    page.get_by_role("button", name="Add this person").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Made Up")
    picture(page, f"one-person-{width}")
    visitor.visit("/trail/")
    assert_accessible(page)
    picture(page, f"trail-{width}")
