"""Fixtures for tests in a real browser: the live site, windows of two widths, and one without scripts."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from core.people.models import Role, ServiceArea, Team, User
from tests.browser.site import DESKTOP, PHONE, Loop, Visitor, chromium, new_context, served
from tests.conftest import SignIn

NewVisitor = Callable[..., Visitor]
Enter = Callable[..., User]


@pytest.fixture(scope="session")
def machine() -> Iterator[tuple[Browser, Loop]]:
    """Chromium, asleep between tests so that others may run an event loop in this thread."""
    with sync_playwright() as playwright:
        opened = chromium(playwright)
        loop = Loop()
        loop.sleep()
        yield opened, loop
        loop.wake()
        opened.close()
    loop.sleep()


@pytest.fixture(scope="session")
def address(app_of_worker: Flask) -> Iterator[str]:
    with served(app_of_worker) as found:
        yield found


@pytest.fixture
def new_visitor(app: Flask, csrf: None, machine: tuple[Browser, Loop], address: str) -> Iterator[NewVisitor]:
    """`new_visitor(width=PHONE, scripts=False)`: somebody at a window of their own, forms guarded as in use."""
    browser, loop = machine
    loop.wake()
    contexts = []

    def open_window(*, width: int = DESKTOP, scripts: bool = True) -> Visitor:
        context = new_context(browser, width=width, scripts=scripts)
        contexts.append(context)
        return Visitor(page=context.new_page(), address=address)

    yield open_window
    for context in contexts:
        context.close()
    loop.sleep()


@pytest.fixture
def visitor(new_visitor: NewVisitor) -> Visitor:
    return new_visitor()


@pytest.fixture
def phone(new_visitor: NewVisitor) -> Visitor:
    return new_visitor(width=PHONE)


@pytest.fixture
def scriptless(new_visitor: NewVisitor) -> Visitor:
    return new_visitor(scripts=False)


@pytest.fixture
def enter(app: Flask, sign_in: SignIn, address: str, machine: tuple[Browser, Loop]) -> Enter:
    """`enter(visitor, Role.auditor, team=team)`: the visitor is signed in as a new person, who is given back."""

    def let_in(
        visitor: Visitor,
        role: Role | str | None = None,
        *,
        team: Team | None = None,
        service_area: ServiceArea | None = None,
        person: User | None = None,
    ) -> User:
        with machine[1].asleep():
            client = app.test_client()
            entered = sign_in(client, role, team=team, service_area=service_area, person=person)
            name = app.config["SESSION_COOKIE_NAME"]
            cookie = client.get_cookie(name)
        assert cookie is not None
        visitor.page.context.add_cookies([{"name": name, "value": cookie.value, "url": address}])
        return entered

    return let_in
