"""Set the project up in place: `python scripts/setup.py [--for-tests]`, run by the Python of .venv.

Each step leaves a stamp of what it was made from, so a second run takes a second. Uses nothing but the
standard library, because nothing else is installed yet.
"""

import argparse
import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
STAMPS = Path(sys.prefix) / "heard-stamps.json"
TICK_SECONDS = 15

# Debian package → the shared library or program that shows it is there, and what it is for.
LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
# The browser is steered by a program that needs this.
TEST_LIBRARIES = {"libatomic1": "libatomic.so.1"}
TEST_PROGRAMS = {
    "chromium-headless-shell": ("chromium-headless-shell", "chromium", "chromium-browser"),
    "poppler-utils": ("pdftoppm",),
}
BASE_FONT = "fonts-dejavu-core"
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts",
                Path("/Library/Fonts"), Path("/System/Library/Fonts"))  # fmt: skip


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--for-tests", action="store_true", help="with what the tests need: Chromium too")
    for_tests = reader.parse_args().for_tests
    os.chdir(HOUSE)
    system_packages(for_tests=for_tests)
    locked_packages("dev" if for_tests else "base")
    the_project()
    front_end()
    reading_models()
    return 0


def system_packages(*, for_tests: bool) -> None:
    """Install what Debian has and we lack, as root; elsewhere name it."""
    libraries = LIBRARIES | TEST_LIBRARIES if for_tests else LIBRARIES
    missing = [package for package, library in libraries.items() if not loads(library)]
    if not any(folder.is_dir() and any(folder.rglob("*.?tf")) for folder in FONT_FOLDERS):
        missing.append(BASE_FONT)
    if for_tests:
        missing += [
            package
            for package, names in TEST_PROGRAMS.items()
            if not any(shutil.which(name) for name in names)
        ]
    if not missing:
        return
    names = " ".join(missing)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        with told(f"installing system packages: {names}"):
            run("apt-get", "update", "-qq", env=environment)
            run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing, env=environment)
        return
    print(
        f"setup: these system packages are missing: {names}\n"
        f"setup: ask somebody who may to run: apt-get install {names}",
        flush=True,
    )
    if for_tests:
        raise SystemExit(1)
    print("setup: going on without them; PDFs will not be made", flush=True)


def locked_packages(lock: str) -> None:
    """The pinned Python packages, each checked against its hash."""
    path = HOUSE / "requirements" / f"{lock}.txt"
    digest = digest_of(path)
    if stamp(f"packages-{lock}") == digest:
        return
    total = sum(1 for line in path.read_text().splitlines() if "==" in line and not line.startswith(" "))
    print(f"setup: installing {total} Python packages", flush=True)
    pip = subprocess.Popen(
        [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
         "--progress-bar", "off", "--require-hashes", "-r", str(path)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert pip.stdout is not None
    said, count = [], 0
    with told("packages", quiet=True):
        for line in pip.stdout:
            said.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied: ")):
                count += 1
                name = line.split(":")[-1].split()[0 if ":" in line else 1].split("==")[0]
                if count % 10 == 0 or count == total:
                    print(f"setup:   {count} of {total}  {name}", flush=True)
            elif line.startswith("Installing collected"):
                print("setup:   unpacking", flush=True)
    if pip.wait() != 0:
        raise SystemExit("".join(said[-15:]) + "setup: the Python packages could not be installed")
    stamp(f"packages-{lock}", digest)
    if lock == "dev":
        stamp("packages-base", digest_of(HOUSE / "requirements" / "base.txt"))


def the_project() -> None:
    """The project itself, in place, with its `heard` command."""
    digest = digest_of(HOUSE / "pyproject.toml")
    command = Path(sys.executable).with_name("heard")
    if stamp("project") == digest and command.exists():
        return
    with told("installing the heard command"):
        run(sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--no-deps",
            "--no-build-isolation", "-e", ".")  # fmt: skip
    stamp("project", digest)


def front_end() -> None:
    """Styles, scripts and type. The step knows itself when nothing has changed."""
    with told("front end", quiet=True):
        run(sys.executable, "scripts/build_assets.py", show=True)


def reading_models() -> None:
    """What the reading needs to have built once. The step knows itself when nothing has changed."""
    with told("reading", quiet=True):
        run(str(Path(sys.executable).with_name("heard")), "nlp", "build", show=True)


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def run(*command: str, show: bool = False, env: dict[str, str] | None = None) -> None:
    """Run a step; on failure show the end of what it said and stop."""
    done = subprocess.run(command, capture_output=not show, text=True, env=env, check=False)
    if done.returncode != 0:
        ending = "\n".join(((done.stdout or "") + (done.stderr or "")).splitlines()[-15:])
        raise SystemExit(f"{ending}\nsetup: this did not work: {' '.join(command)}")


@contextmanager
def told(what: str, *, quiet: bool = False) -> Iterator[None]:
    """Say what is done now, and each few seconds that it still is."""
    if not quiet:
        print(f"setup: {what}", flush=True)
    began, over = time.monotonic(), threading.Event()

    def tick() -> None:
        while not over.wait(TICK_SECONDS):
            print(f"setup:   … {what.split(':')[0]}, {time.monotonic() - began:.0f} s", flush=True)

    threading.Thread(target=tick, daemon=True).start()
    try:
        yield
    finally:
        over.set()


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def stamp(step: str, made_from: str | None = None) -> str | None:
    """What `step` was last made from; with `made_from`, note it."""
    stamps: dict[str, str] = json.loads(STAMPS.read_text()) if STAMPS.exists() else {}
    if made_from is not None:
        stamps[step] = made_from
        STAMPS.write_text(json.dumps(stamps, indent=1))
    return stamps.get(step)


if __name__ == "__main__":
    sys.exit(main())
