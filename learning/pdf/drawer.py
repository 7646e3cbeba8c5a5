"""The drawing process: started once, it draws each PDF in a fork of itself with limits on time and memory.

Run as `python -m learning.pdf.drawer` by `learning.pdf.render`. It reads jobs from its standard input and
writes answers to its standard output, each a length in eight bytes and then that many bytes of JSON. It
holds no database connection, no key and no setting, so a page that went wrong in it has nothing to reach.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import resource
import select
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import weasyprint

from learning.pdf.accessible import say_scope_of_headings
from learning.pdf.blocks import read_block, write_block
from learning.pdf.files import HandedFiles

LARGEST_FILE = 32 * 1024**2


def draw(job: dict[str, Any]) -> bytes:
    """The tagged PDF of a job's HTML."""
    files = HandedFiles(
        contents={name: base64.b64decode(text) for name, text in job["contents"].items()},
        paths={name: Path(path) for name, path in job["paths"].items()},
    )
    page = weasyprint.HTML(string=job["html"], base_url="heard:", url_fetcher=files)
    pdf: bytes = page.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, finisher=say_scope_of_headings)
    return pdf


def _draw_in_fork(job: dict[str, Any]) -> dict[str, Any]:
    # Fonts are unpacked into a folder that goes when the drawing does, however it ends.
    with tempfile.TemporaryDirectory(prefix="heard-drawing-") as folder:
        return _answer_of_fork(job, folder)


def _answer_of_fork(job: dict[str, Any], folder: str) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        tempfile.tempdir = folder
        _answer_and_exit(job, writing)
    os.close(writing)
    deadline = time.monotonic() + job["seconds"]
    chunks: list[bytes] = []
    try:
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([reading], [], [], left)[0]:
                os.kill(child, signal.SIGKILL)
                return {"error": f"drawing took longer than {job['seconds']} seconds"}
            chunk = os.read(reading, 1 << 20)
            if not chunk:
                break
            chunks.append(chunk)
    finally:
        os.close(reading)
        _, status = os.waitpid(child, 0)
    if status or not chunks:
        return {"error": f"drawing stopped ({_why(status)})"}
    answer: dict[str, Any] = json.loads(b"".join(chunks))
    return answer


def _why(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}: too much time or memory"
    return f"exit {os.WEXITSTATUS(status)}: too much memory, or it could not answer"


def _answer_and_exit(job: dict[str, Any], writing: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (job["memory_bytes"], job["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (job["seconds"], job["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    code = 0
    try:
        answer = {"pdf": base64.b64encode(draw(job)).decode("ascii")}
    except MemoryError:
        answer = {"error": "drawing needed too much memory"}
    except BaseException as error:  # weasyprint's refusals are no Exception; the caller hears every reason
        answer = {"error": f"{type(error).__name__}: {error}"[:500]}
    try:
        with os.fdopen(writing, "wb") as stream:
            stream.write(json.dumps(answer).encode("utf-8"))
    except Exception:
        code = 1
    os._exit(code)


def main() -> None:
    """Draw until the standard input ends."""
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    # Drawing once before forking loads fonts, style sheets and libraries that each fork then shares.
    draw({"html": "<html lang=en><title>-</title><p>-</html>", "contents": {}, "paths": {}})
    while (block := read_block(sys.stdin.buffer)) is not None:
        answer = _draw_in_fork(json.loads(block))
        write_block(sys.stdout.buffer, json.dumps(answer).encode("utf-8"))


if __name__ == "__main__":
    main()
