"""A figure says what it was measured against and whether it is good enough."""

import json

import pytest
from click.testing import CliRunner

from commands import cli
from core import bench
from core.bench import Figure, line


def test_more_is_better_for_throughput_and_less_for_time() -> None:
    assert json.loads(line("read", Figure(20, 100, "passages/s", goal=0.1)))["met"] is True
    assert json.loads(line("summary", Figure(20, 10, "s", goal=1.15, at_most=True)))["met"] is False


def test_a_bench_prints_one_line_of_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.BENCHES", {"try": "core.bench"})
    monkeypatch.setitem(bench.BENCHES, "try", lambda: Figure(3, 2, "s", 1.6, at_most=True, more={"n": 7}))
    result = CliRunner().invoke(cli, ["bench", "try"])
    assert json.loads(result.stdout) == {
        "name": "try",
        "ours": 3,
        "floor": 2,
        "ratio": 1.5,
        "unit": "s",
        "goal": "<= 1.6",
        "met": True,
        "n": 7,
    }


def test_an_unknown_bench_is_refused_in_words() -> None:
    result = CliRunner().invoke(cli, ["bench", "speed"])
    assert result.exit_code == 2
    assert "no bench is called speed" in result.stderr
