"""The only files a page may ask for: the ones handed to it by name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEME = "heard:"
KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2"}


class RefusedFileError(FatalURLFetchingError):
    """A page asked for something that was not handed to it."""


class HandedFiles(URLFetcher):
    """Answers `heard:NAME` from the files handed over, and stops the drawing at anything else.

    Nothing is looked up on disk or over a network by what the page says, so words from outside that found
    their way into a page could still not make it read or call anything.
    """

    def __init__(self, *, contents: Mapping[str, bytes], paths: Mapping[str, Path]) -> None:
        super().__init__(fail_on_errors=True, allow_redirects=False)
        self._contents = contents
        self._paths = paths

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file called by `url`. Raises RefusedFileError for anything not handed over."""
        name = unquote(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else ""
        kind = KINDS.get(Path(name).suffix)
        if kind and name in self._contents:
            return URLFetcherResponse(url, self._contents[name], {"Content-Type": kind})
        if kind and name in self._paths:
            return URLFetcherResponse(url, self._paths[name].read_bytes(), {"Content-Type": kind})
        raise RefusedFileError(f"not one of our files: {url[:80]!r}")
