"""Asking the drawing process for a PDF."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from learning.pdf.blocks import read_block, write_block

SECONDS = 120
MEMORY_BYTES = 2 * 1024**3


class DrawingError(RuntimeError):
    """The PDF could not be drawn: too long, too large, or the page asked for what it may not have."""


@dataclass(frozen=True, slots=True)
class Pages:
    """A document ready to draw: its HTML, and the only files it may use, by name."""

    html: str
    contents: Mapping[str, bytes] = field(default_factory=dict)
    paths: Mapping[str, Path] = field(default_factory=dict)


class _Drawer:
    """The drawing process of this process: started when first needed, started again if it is gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, job: bytes) -> bytes:
        """The answer to `job`. Raises DrawingError if the process dies twice over it."""
        with self._lock:
            for _ in range(2):
                process = self._running()
                assert process.stdin is not None  # noqa: S101 - both are pipes, see _running
                assert process.stdout is not None  # noqa: S101
                with contextlib.suppress(BrokenPipeError):
                    write_block(process.stdin, job)
                    answer = read_block(process.stdout)
                    if answer is not None:
                        return answer
                process.kill()
                process.wait()
            raise DrawingError("the drawing process stopped")

    def _running(self) -> subprocess.Popen[bytes]:
        # A fork of this process must not share the pipe with it.
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "learning.pdf.drawer"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=Path(__file__).resolve().parent.parent.parent,
                env={name: value for name, value in os.environ.items() if name in _HARMLESS},
            )
        return self._process


_HARMLESS = frozenset({"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "FONTCONFIG_PATH", "FONTCONFIG_FILE"})
_drawer = _Drawer()


def draw_pdf(pages: Pages, *, seconds: int = SECONDS, memory_bytes: int = MEMORY_BYTES) -> bytes:
    """The tagged PDF of `pages`. Raises DrawingError, saying why in one line."""
    job = {
        "html": pages.html,
        "contents": {name: base64.b64encode(body).decode("ascii") for name, body in pages.contents.items()},
        "paths": {name: str(path) for name, path in pages.paths.items()},
        "seconds": seconds,
        "memory_bytes": memory_bytes,
    }
    answer = json.loads(_drawer.ask(json.dumps(job).encode("utf-8")))
    if "pdf" not in answer:
        raise DrawingError(answer["error"])
    return base64.b64decode(answer["pdf"])
