"""What the benches of reading share: passages to read, and real workers to read them."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

from core.db import db
from core.passages import write_passages
from core.questions.answers import GivenWords
from nlp.codebook import shipped_codebook
from nlp.trained.worked import WorkedExample, shipped_examples

PASSAGES_OF_A_VOICE = 3
MONTHS = 9
LOOK_SECONDS = 0.5
MOST_SECONDS = 3 * 3600
SYLLABLES = ("ba", "do", "fi", "gu", "ka", "lo", "me", "ni", "po", "ru", "sa", "te", "vu", "wi", "yo", "za")


def say(count: int, *, seed: int) -> None:
    """Keep `count` new passages, no two alike: worked examples, each with words that nobody has used before."""
    rng = random.Random(seed)  # noqa: S311 - the same words in each run
    examples = shipped_examples(shipped_codebook())
    for start in range(0, count, PASSAGES_OF_A_VOICE):
        voice = rng.choice(examples)
        given = [
            GivenWords(f"question-{number}", _words(rng, examples), "")
            for number in range(min(PASSAGES_OF_A_VOICE, count - start))
        ]
        write_passages(
            room="feedback",
            source_id=uuid4(),
            given=given,
            speaker=voice.speaker.value,
            on=date(2026, 1 + start % MONTHS, 1),
        )
    db.session.commit()


def _words(rng: random.Random, examples: list[WorkedExample]) -> str:
    unheard = " ".join("".join(rng.choices(SYLLABLES, k=4)) for _ in range(3))
    return f"{rng.choice(examples).text} {unheard} {rng.randrange(10**9)}"


@contextmanager
def workers(count: int) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """This many `heard worker` processes, asked to stop at the end.

    Each does one job at a time and so keeps one core busy, whatever else the machine could do meanwhile.
    """
    command = [str(Path(sys.executable).with_name("heard")), "worker", "--concurrency", "1"]
    started = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(count)]  # noqa: S603 - ours
    try:
        yield started
    finally:
        for process in started:
            stop(process)


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Ask a worker to finish what it does and end."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=120)


def wait_until(done: Callable[[], bool]) -> None:
    """Look twice a second. Raises TimeoutError after three hours."""
    until = time.monotonic() + MOST_SECONDS
    while not done():
        db.session.rollback()
        if time.monotonic() > until:
            raise TimeoutError("the workers did not finish")
        time.sleep(LOOK_SECONDS)
    db.session.rollback()


def resident_megabytes(pid: int) -> float:
    """What a process and all that it started hold in memory."""
    own = next(
        int(line.split()[1])
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmRSS:")
    )
    return own / 1024 + sum(resident_megabytes(child) for child in _children(pid))


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        yield from map(int, (task / "children").read_text().split())
