"""The application on a loopback port, and Chromium looking at it."""

import asyncio
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from core.db import db

DESKTOP, PHONE = 1280, 320
WIDTHS = (DESKTOP, PHONE)

PATIENCE = 20_000
"""Milliseconds after which something will not come any more, on a slow machine too."""
expect.set_options(timeout=PATIENCE)

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

# Chromium stays on this machine: it asks nobody for anything but the page.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Only what is wrong is gathered: to tell of all that is right as well takes axe twice the time.
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}

# A failed address is told by the answer's status, which tests look at themselves.
EXPECTED_CONSOLE = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


class SilentHandler(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: tests are read, not requests."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the running application."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=SilentHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)


def chromium(playwright: Playwright) -> Browser:
    """The machine's own Chromium, headless: the one that can show no window, where it is there, draws faster."""
    path = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if path is None:
        raise RuntimeError(
            "The browser tests need Chromium. On Debian: apt-get install chromium-headless-shell"
        )
    return playwright.chromium.launch(executable_path=path, args=list(QUIET))


class Loop:
    """Playwright's event loop, which it marks as running in this thread even between its calls.

    While `asleep`, others may run a loop of their own; Playwright may only be called while it is awake.
    """

    def __init__(self) -> None:
        self._own = asyncio._get_running_loop()

    def sleep(self) -> None:
        asyncio._set_running_loop(None)

    def wake(self) -> None:
        asyncio._set_running_loop(self._own)

    @contextmanager
    def asleep(self) -> Iterator[None]:
        self.sleep()
        try:
            yield
        finally:
            self.wake()


@dataclass
class Visitor:
    """One person at one browser window. `said` holds what the page complained about in the console."""

    page: Page
    address: str
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda mistake: self.said.append(str(mistake)))

    def visit(self, path: str, *, status: int = 200) -> Page:
        """Open a path of the site and expect its status. What the test has stored is committed first."""
        db.session.commit()
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == status, f"{path} answered {answer.status}, not {status}"
        return self.page

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not EXPECTED_CONSOLE.search(message.text):
            self.said.append(message.text)


def problems(page: Page) -> list[str]:
    """What is wrong with a page for its readers: axe's findings, and anything wider than the window.

    A page that a form has just led to is looked at once it has its styles.
    """
    page.wait_for_load_state("load")
    found = [
        f"{breach['id']} ({breach['impact']}): {', '.join(str(node['target']) for node in breach['nodes'][:4])}"
        for breach in Axe().run(page, options=AXE).response["violations"]
    ]
    if (over := page.evaluate("document.documentElement.scrollWidth - window.innerWidth")) > 0:
        found.append(f"the page is {over} px wider than its window: {page.evaluate(TOO_WIDE)}")
    return found


TOO_WIDE = """[...document.querySelectorAll('body *')]
  .filter(each => each.getBoundingClientRect().right > window.innerWidth + 1)
  .slice(0, 5).map(each => each.tagName + '.' + each.className).join(', ')"""


def assert_accessible(page: Page) -> None:
    """Hold a page to WCAG 2.2 AA as far as a machine can see, at the width it has now."""
    found = problems(page)
    assert not found, "\n".join([f"{page.url} has problems:", *found])


def eventually(holds: Callable[[], bool], page: Page) -> None:
    """What is to come about within `PATIENCE`, while the page goes on."""
    for _ in range(PATIENCE // 100):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come about")


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page, when the environment's SCREENSHOTS names a folder for them."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        path = Path(folder)
        path.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path / f"{name}.png", full_page=True)


def new_context(browser: Browser, *, width: int, scripts: bool) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
        locale="en-GB",
        timezone_id="Europe/London",
    )
    context.set_default_timeout(PATIENCE)
    return context
