"""Walking through the whole house by its own links, as each role, over the made-up authority."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

PAGES_OF_ONE_KIND = 2

LINKS = "[...document.querySelectorAll('main a[href], nav a[href]')].map(each => each.getAttribute('href'))"


def endpoint_of(app: Flask, address: str) -> str | None:
    """The endpoint behind a link of ours, or None for a link that leads elsewhere. One that leads nowhere is wrong."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    try:
        endpoint, _ = app.url_map.bind("localhost").match(parts.path, method="GET")
    except RequestRedirect as onward:
        return endpoint_of(app, urlsplit(onward.new_url).path)
    except HTTPException as nowhere:
        raise AssertionError(f"a page of ours links to {address}, which answers {nowhere.code}") from nowhere
    return str(endpoint)


class Walk:
    """Pages still to see. A kind of page is its endpoint; a few of each kind are enough."""

    def __init__(self, app: Flask, starts: Iterable[str], *, passing_by: frozenset[str]) -> None:
        self.app = app
        self.seen: Counter[str] = Counter()
        self._passing_by = passing_by
        self._known: set[str] = set()
        self._waiting: deque[str] = deque()
        self.note(starts)

    def note(self, addresses: Iterable[str]) -> None:
        """Remember links to go to, unless enough of their kind are known."""
        for address in addresses:
            endpoint = endpoint_of(self.app, address)
            if endpoint is None or endpoint in self._passing_by or address in self._known:
                continue
            if self.seen[endpoint] < PAGES_OF_ONE_KIND:
                self.seen[endpoint] += 1
                self._known.add(address)
                self._waiting.append(address)

    def start_again(self, starts: Iterable[str]) -> None:
        """Set out once more as somebody else: the starts are opened again, pages seen enough are not."""
        self._known.difference_update(starts)
        self._waiting.extend(starts)

    def steps(self) -> Iterator[str]:
        """Addresses, one after another; links noted on the way come later."""
        while self._waiting:
            yield self._waiting.popleft()

    def look_around(self, page: Page) -> None:
        self.note(page.evaluate(LINKS))
