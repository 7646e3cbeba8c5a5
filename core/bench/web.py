"""Driving a web process as people do, to see how many it serves and how long the slowest wait."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

HOUSE = Path(__file__).parents[2]
START_SECONDS = 60
FORM = "application/x-www-form-urlencoded"


class DidNotAnswer(Exception):
    """The process that is measured did not start, or refused what it should take."""


@dataclass(frozen=True)
class Load:
    """What was measured: requests a second, and the time that 99 of 100 stay under, in milliseconds."""

    a_second: float
    p99: float


@dataclass(frozen=True)
class Filled:
    """A form that was opened and filled in, ready to send."""

    path: str
    body: bytes
    cookies: str
    fields: int


@contextmanager
def web_process(program: str, port: int) -> Iterator[None]:
    """Run `program` (Python source that serves on `port`) until the block ends."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", program],
        cwd=HOUSE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def fill_in(port: int, path: str, words: Callable[[str], str], *, to: str) -> Filled:
    """Open the form at `path` as somebody new, choose the first of each choice, put `words(name)` in each text."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    response = connection.getresponse()
    page = response.read().decode()
    if response.status != 200:
        raise DidNotAnswer(f"{path} answers {response.status}")
    cookies = "; ".join(value.split(";")[0] for value in response.headers.get_all("Set-Cookie") or [])
    connection.close()
    reader = _Fields(words)
    reader.feed(page)
    return Filled(to, urlencode(reader.filled).encode(), cookies, len(reader.filled))


def drive(port: int, forms: Sequence[Filled], *, at_once: int, wanted: int = 302) -> Load:
    """Send each form once, `at_once` at a time. Raises DidNotAnswer unless each is answered as `wanted`."""
    shares = [forms[start::at_once] for start in range(at_once)]
    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as people:
        waits = sorted(wait for share in people.map(lambda share: _send(port, share, wanted), shares)
                       for wait in share)  # fmt: skip
    seconds = time.perf_counter() - began
    return Load(len(forms) / seconds, waits[min(len(waits) - 1, int(len(waits) * 0.99))] * 1000)


def _send(port: int, forms: Sequence[Filled], wanted: int) -> list[float]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    waits = []
    for form in forms:
        began = time.perf_counter()
        connection.request("POST", form.path, form.body, {"Content-Type": FORM, "Cookie": form.cookies})
        response = connection.getresponse()
        response.read()
        waits.append(time.perf_counter() - began)
        if response.status != wanted:
            raise DidNotAnswer(f"{form.path} answers {response.status}, not {wanted}")
    connection.close()
    return waits


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/health/live")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise DidNotAnswer(f"nothing answers on port {port}")


class _Fields(HTMLParser):
    """The fields of a page's form: hidden ones as they are, the first of each choice, and words in the others."""

    def __init__(self, words: Callable[[str], str]) -> None:
        super().__init__()
        self.words = words
        self.filled: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, kind = given.get("name"), given.get("type") or tag
        if not name or tag not in ("input", "textarea"):
            return
        if kind in ("hidden", "checkbox", "radio"):
            self.filled.setdefault(name, given.get("value") or "")
        else:
            self.filled[name] = self.words(name)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
