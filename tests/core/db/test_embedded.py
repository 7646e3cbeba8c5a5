"""The PostgreSQL that comes with the first run."""

import multiprocessing
import os
from pathlib import Path

import psycopg
import pytest

from core.db import embedded
from core.db.embedded import EmbeddedRefused, embedded_urls, leave
from core.db.folder_rights import can_pass


def ask(url: str, question: str) -> object:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        row = connection.execute(question).fetchone()
        return row[0] if row else None


def use_it(instance: Path, ready: "multiprocessing.Queue[object]", done: "multiprocessing.Event") -> None:  # type: ignore[valid-type]
    urls = embedded_urls(instance)
    ready.put(ask(urls.app, "SELECT current_user"))
    done.wait(30)  # type: ignore[attr-defined]
    leave(instance)


def test_the_application_role_does_not_own_the_database(tmp_path: Path) -> None:
    urls = embedded_urls(tmp_path / "instance")
    try:
        assert ask(urls.app, "SELECT current_user") == "heard_app"
        assert ask(urls.owner, "SELECT current_user") == "heard_owner"
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(urls.app, "CREATE TABLE public.mine (a int)")
    finally:
        leave(tmp_path / "instance")


def test_two_processes_share_one_server_and_the_last_to_leave_stops_it(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    spawn = multiprocessing.get_context("spawn")
    ready, done = spawn.Queue(), [spawn.Event(), spawn.Event()]
    both = [spawn.Process(target=use_it, args=(instance, ready, event)) for event in done]
    for process in both:
        process.start()
    assert [ready.get(timeout=60) for _ in both] == ["heard_app", "heard_app"]
    pid_file = instance / "postgres" / "data" / "postmaster.pid"

    done[0].set()
    both[0].join(30)
    assert pid_file.exists()
    done[1].set()
    both[1].join(30)
    assert not pid_file.exists()


def test_what_was_stored_is_there_after_a_stop(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    with psycopg.connect(embedded_urls(instance).owner.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    leave(instance)
    try:
        assert ask(embedded_urls(instance).owner, "SELECT answer FROM kept") == 42
    finally:
        leave(instance)


def test_a_server_left_running_by_a_killed_process_is_taken_over(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    spawn = multiprocessing.get_context("spawn")
    ready, done = spawn.Queue(), spawn.Event()
    doomed = spawn.Process(target=use_it, args=(instance, ready, done))
    doomed.start()
    ready.get(timeout=60)
    doomed.kill()
    doomed.join(30)
    assert ask(embedded_urls(instance).app, "SELECT 1") == 1
    leave(instance)
    assert not (instance / "postgres" / "data" / "postmaster.pid").exists()


def test_a_closed_folder_is_opened_to_nobody_but_the_server(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    embedded_urls(closed / "instance")
    leave(closed / "instance")
    if os.geteuid() == 0:
        assert can_pass(closed, embedded._account())
    assert not closed.stat().st_mode & 0o007


def test_data_of_another_postgresql_is_refused_in_words(tmp_path: Path) -> None:
    data = tmp_path / "instance" / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(EmbeddedRefused, match=r"made by PostgreSQL 9\.6"):
        embedded_urls(tmp_path / "instance")
    leave(tmp_path / "instance")


def test_a_path_too_long_for_a_socket_still_works(tmp_path: Path) -> None:
    deep = tmp_path / ("long-folder-name-" * 5) / "instance"
    assert ask(embedded_urls(deep).app, "SELECT 1") == 1
    leave(deep)


def test_a_folder_with_a_space_and_an_accent_works(tmp_path: Path) -> None:
    folder = tmp_path / "my café" / "instance"
    assert ask(embedded_urls(folder).app, "SELECT 1") == 1
    leave(folder)
