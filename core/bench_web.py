"""Driving a web process as people do, to see how many it serves and how long the slowest wait."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

HOUSE = Path(__file__).parents[1]
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


@contextmanager
def web_process(program: str, port: int, environment: Mapping[str, str]) -> Iterator[None]:
    """Run `program` (Python source that serves on `port`) until the block ends."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", program],
        cwd=HOUSE,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def fill_in(port: int, path: str, answer: Callable[[str, str], str | None], *, to: str) -> Filled:
    """Open the form at `path` as somebody new; `answer(kind, name)` gives what to put in each field."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    response = connection.getresponse()
    page = response.read().decode()
    if response.status != 200:
        raise DidNotAnswer(f"{path} answers {response.status}")
    cookies = "; ".join(value.split(";")[0] for value in response.headers.get_all("Set-Cookie") or [])
    connection.close()
    reader = _Fields(answer)
    reader.feed(page)
    return Filled(to, urlencode(reader.filled).encode(), cookies)


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
    """The fields of a page's form: hidden ones as they are, the others as `answer` says, one choice a name."""

    def __init__(self, answer: Callable[[str, str], str | None]) -> None:
        super().__init__()
        self.answer = answer
        self.filled: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, kind = given.get("name"), given.get("type") or tag
        if not name or tag not in ("input", "textarea", "select") or name in self.filled:
            return
        value = given.get("value") or ""
        if kind not in ("hidden", "radio", "checkbox"):
            value = self.answer(kind, name) or ""
        if value:
            self.filled[name] = value
