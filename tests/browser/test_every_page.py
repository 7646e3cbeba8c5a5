"""Every page that can be reached by the house's own links, wide and narrow: empty, filled, and put wrong."""

import pytest
from flask import Flask
from playwright.sync_api import APIResponse, Browser, Page, Response
from playwright.sync_api import Error as NotShown

from core.db import db
from core.people.models import Role
from core.running import demo
from tests.browser.conftest import Enter, NewVisitor
from tests.browser.site import DESKTOP, PHONE, Loop, Visitor, picture, problems
from tests.browser.walk import Walk

# What a walker does not open: files, the way out, and pages that other tests open.
PASSING_BY = frozenset({"static", "security.logout", "pages.style"})

TYPED_IN = "main form[method=post]:has(input[type=text], input[type=email], input:not([type]), textarea)"

# Sends a form as somebody would who typed nothing, past what the browser itself would check.
SEND_EMPTY = """form => {
  for (const each of form.querySelectorAll('input[type=text], input[type=email], input:not([type]), textarea')) {
    each.value = '';
  }
  form.noValidate = true;
  const sends = [...form.querySelectorAll('button:not([name])')].find((each) => each.type === 'submit');
  form.requestSubmit(sends);
}"""


def seen(visitor: Visitor, label: str, name: str, widths: tuple[int, ...]) -> list[str]:
    """What is wrong with the page that is open now."""
    wrong: list[str] = []
    for width in widths:
        visitor.page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{label} at {width} px: {each}" for each in problems(visitor.page)]
        picture(visitor.page, f"{name}-{width}")
    visitor.page.set_viewport_size({"width": DESKTOP, "height": 900})
    return wrong


def walk_through(
    visitor: Visitor, walk: Walk, who: str, *, widths: tuple[int, ...] = (DESKTOP, PHONE)
) -> list[str]:
    """Open every page of the walk, then send each kind of form with nothing in it."""
    wrong: list[str] = []
    with_forms: list[str] = []
    for address in walk.steps():
        status, kind = opened(visitor.page, visitor.address + address)
        if status != 200:
            wrong.append(f"{who}: {address} answered {status}")
        if status != 200 or not kind.startswith("text/html"):
            continue
        walk.look_around(visitor.page)
        wrong += seen(visitor, f"{who}: {address}", f"{who}{name_of(address)}", widths)
        if visitor.page.locator(TYPED_IN).count():
            with_forms.append(address)
    for address in with_forms:
        visitor.page.goto(visitor.address + address)
        with visitor.page.expect_navigation() as sent:
            visitor.page.locator(TYPED_IN).first.evaluate(SEND_EMPTY)
        if sent.value is not None and sent.value.status >= 500:
            wrong.append(f"{who}: {address} broke when it was sent empty")
        wrong += seen(visitor, f"{who}: {address}, sent empty", f"{who}{name_of(address)}-empty", widths)
    return wrong + [f"{who}: the console said: {words}" for words in visitor.said]


def opened(page: Page, address: str) -> tuple[int, str]:
    """The status and kind of what a window is sent to. A file is not shown, so it is asked for instead."""
    answer: Response | APIResponse | None
    try:
        answer = page.goto(address)
    except NotShown as refused:
        assert "Download is starting" in str(refused) or "ERR_ABORTED" in str(refused), refused
        answer = page.request.get(address)
        assert not answer.headers["content-type"].startswith("text/html"), f"{address} was not shown"
    assert answer is not None
    return answer.status, answer.headers["content-type"]


def name_of(address: str) -> str:
    return address.split("?")[0].rstrip("/").replace("/", "-")


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_an_empty_house_can_be_used_by_everyone(
    app: Flask, new_visitor: NewVisitor, enter: Enter, role: Role
) -> None:
    visitor = new_visitor()
    enter(visitor, role)
    walk = Walk(app, ["/home"], passing_by=PASSING_BY)
    wrong = walk_through(visitor, walk, f"empty-{role}", widths=(PHONE,))
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.long
def test_every_page_of_a_full_house_can_be_used_by_everyone(
    app: Flask, machine: tuple[Browser, Loop], new_visitor: NewVisitor, enter: Enter
) -> None:
    with machine[1].asleep():
        doors = demo.fill(app, lambda _: None)
    walk = Walk(app, ["/", *(path for _, path in doors)], passing_by=PASSING_BY)
    wrong = walk_through(new_visitor(), walk, "anyone")
    for role in Role:
        visitor = new_visitor()
        with machine[1].asleep():
            db.session.rollback()
        enter(visitor, role)
        walk.start_again(["/home"])
        wrong += walk_through(visitor, walk, role)
    assert not wrong, "\n".join(["", *wrong])
