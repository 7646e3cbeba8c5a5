"""The demo as somebody starts it: everything together, stopped by Ctrl-C, there again in a moment."""

import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from core.running.keep_running import KeptProcess
from tests.conftest import free_port
from tests.faults.conftest import HOUSE, eventually


def start_demo(instance: Path, port: int) -> "subprocess.Popen[str]":
    command = ["demo", "--port", str(port), "--instance", str(instance)]
    return subprocess.Popen(
        [sys.executable, "-c", "from commands import cli; cli()", *command],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def said_until(demo: "subprocess.Popen[str]", words: str) -> str:
    said = ""
    assert demo.stdout is not None
    for line in demo.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"the demo ended: {said}")


@pytest.mark.long
def test_the_demo_starts_fills_itself_stops_cleanly_and_is_there_again_soon(tmp_path: Path) -> None:
    instance, port = tmp_path / "instance", free_port()
    first = start_demo(instance, port)
    try:
        said = said_until(first, "Ctrl-C stops it")
        assert f"http://127.0.0.1:{port}/sign-in" in said
        assert "quality@northwick.example" in said
        for door in ("/", "/say/three-houses", "/health/ready"):
            with urlopen(f"http://127.0.0.1:{port}{door}", timeout=30) as answer:
                assert answer.status == 200
        first.send_signal(signal.SIGINT)
        assert first.wait(timeout=90) == 0
    finally:
        first.kill()
        first.wait()
    assert not (instance / "postgres" / "data" / "postmaster.pid").exists()

    second = start_demo(instance, port)
    try:
        said = said_until(second, "Ctrl-C stops it")
        assert "Making up" not in said
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=90) == 0
    finally:
        second.kill()
        second.wait()


def test_a_process_that_dies_is_started_again_and_said_so(tmp_path: Path) -> None:
    said: list[str] = []
    kept = KeptProcess("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"], tmp_path)
    kept.start()
    assert kept.running is not None
    first = kept.running.pid
    kept.running.kill()
    kept.running.wait()

    def running_again() -> bool:
        kept.look(said.append)
        return kept.running is not None and kept.running.pid != first and kept.running.poll() is None

    assert eventually(running_again)
    assert len(said) == 1 and "sleeper ended" in said[0]
    kept.ask_to_stop()
    kept.wait()
    assert kept.running is not None and kept.running.poll() is not None


def test_a_process_ends_with_its_keeper_even_when_that_is_killed(tmp_path: Path) -> None:
    keeper = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import pathlib, sys, time; from core.running.keep_running import KeptProcess;"
            f"kept = KeptProcess('sleeper', [sys.executable, '-c', 'import time; time.sleep(600)'],"
            f" pathlib.Path({str(tmp_path)!r})); kept.start();"
            "print(kept.running.pid, flush=True); time.sleep(600)",
        ],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert keeper.stdout is not None
    kept = int(keeper.stdout.readline())
    keeper.kill()
    keeper.wait()
    assert eventually(lambda: not _runs(kept))


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
