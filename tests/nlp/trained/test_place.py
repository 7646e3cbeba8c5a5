"""Where a model is kept: nothing else is ever lost, and a model that is there stays until the next is whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nlp.cli import nlp
from nlp.trained import kept_model, place, training
from nlp.trained.place import keep_in, refuse_place
from nlp.trained.refused import ModelRefusedError

OLD = dict.fromkeys(kept_model.FILES, b"old")
NEW = dict.fromkeys(kept_model.FILES, b"new")


def train_into(out: Path | str, folder: Path) -> Result:
    data = folder / "data.jsonl"
    data.write_text("\n".join(json.dumps({"text": text, "labels": ["x"]}) for text in ("a b", "c d")))
    return CliRunner().invoke(nlp, ["train", "--data", str(data), "--out", str(out)])


def content(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def left_beside(folder: Path) -> list[str]:
    return [one.name for one in folder.parent.iterdir() if one.name.startswith(".heard-")]


def test_a_folder_of_something_else_is_refused_before_anything_is_learnt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "train", lambda *_: pytest.fail("it was trained"))
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "notes.txt").write_text("mine")
    result = train_into(precious, tmp_path)
    assert result.exit_code == 1
    assert "precious: holds 'notes.txt' and is no model" in result.stderr
    assert content(precious) == {"notes.txt": b"mine"}


@pytest.mark.parametrize("name", ["/proc/foo", "data.jsonl/foo", "n" * 256, "loop"])
def test_a_place_that_cannot_be_is_refused_in_one_line(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "train", lambda *_: pytest.fail("it was trained"))
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    result = train_into(tmp_path / name, tmp_path)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "no model can be kept there" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_the_folder_somebody_is_in_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    monkeypatch.chdir(tmp_path / "model")
    with pytest.raises(ModelRefusedError, match="the folder you are in"):
        refuse_place(Path())


def test_to_ask_leaves_nothing_behind(tmp_path: Path) -> None:
    refuse_place(tmp_path / "a" / "b" / "model")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["n" * 250, "a/b/model", "link"])
def test_a_long_name_a_deep_one_and_a_link_are_places(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    assert train_into(tmp_path / name, tmp_path).exit_code == 0
    assert kept_model.load(tmp_path / name).labels == ("x",)
    assert (tmp_path / "link").is_symlink()
    assert left_beside(tmp_path / name) == []


def test_only_a_models_own_files_are_replaced(tmp_path: Path) -> None:
    model = tmp_path / "model"
    keep_in(model, OLD)
    (model / "README").write_text("mine")
    (model / "figures").mkdir()
    refuse_place(model)
    keep_in(model, NEW)
    assert (model / "figures").is_dir()
    (model / "figures").rmdir()
    assert content(model) == {**NEW, "README": b"mine"}
    assert left_beside(model) == []


@pytest.mark.parametrize("step", ["write", "rename"])
def test_the_old_model_is_there_when_the_new_one_cannot_be_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    model = tmp_path / "model"
    keep_in(model, OLD)
    renamed = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == "model" and self.parent != tmp_path:
            raise KeyboardInterrupt
        return renamed(self, target)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    if step == "write":
        monkeypatch.setattr(place, "_write", stop)
    else:
        monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(KeyboardInterrupt):
        keep_in(model, NEW)
    assert content(model) == OLD
    assert left_beside(model) == []


def test_what_a_killed_run_left_is_put_right_by_the_next(tmp_path: Path) -> None:
    model = tmp_path / "model"
    keep_in(model, OLD)
    killed = (
        "import os, signal, sys; from pathlib import Path; from nlp.trained import place\n"
        "rename = Path.rename\n"
        "def die(self, target):\n"
        "    if self.parent != Path(sys.argv[1]).parent: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return rename(self, target)\n"
        "Path.rename = die\n"
        "place.keep_in(Path(sys.argv[1]), {'whole.txt': b'new'})"
    )
    done = subprocess.run([sys.executable, "-c", killed, str(model)], check=False)
    assert done.returncode < 0
    assert not model.exists()
    assert len(left_beside(model)) == 2
    refuse_place(model)
    keep_in(model, NEW)
    assert content(model) == NEW
    assert left_beside(model) == []


def test_a_run_that_goes_on_is_left_alone(tmp_path: Path) -> None:
    model = tmp_path / "model"
    going = tmp_path / f"{place.making(place._beside(model))}other"
    going.mkdir()
    keep_in(model, NEW)
    assert left_beside(model) == [going.name]
    assert str(os.getpid()) in going.name
