"""Built files by their plain names: `asset('service.css')`, `symbol('house-worries')`."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from markupsafe import Markup, escape

STATIC = Path(__file__).resolve().parents[2] / "static"
MANIFEST = STATIC / "build" / "manifest.json"
SYMBOLS = STATIC / "symbols"


class AssetsNotBuilt(RuntimeError):
    """The styles and scripts are missing, or older than the page that asks for them."""


def built_name(name: str) -> str:
    """The hashed name of a built file.

    Raises AssetsNotBuilt with what to do, when there is no build or the build has no such file.
    """
    if not MANIFEST.exists():
        raise AssetsNotBuilt("The pages' styles are not built yet. Run: python scripts/build_assets.py")
    files = _manifest(MANIFEST.stat().st_mtime_ns)
    if name not in files:
        raise AssetsNotBuilt(f"The build has no file called {name}. Run: python scripts/build_assets.py")
    return files[name]


def built_path(name: str) -> Path:
    """Where a built file lies on disk, for what is rendered without a web server."""
    return STATIC / "build" / built_name(name)


def asset(name: str) -> str:
    """The address of a built file."""
    return url_for("static", filename=built_name(name))


def symbol(name: str, label: str = "", *, size: int | None = None, classes: str = "") -> Markup:
    """A drawing, written into the page so that its parts can follow the state of an answer.

    Without `label` it is decoration and hidden from screen readers. `size` is its width in pixels; the height
    follows.
    """
    width, height, inside = _drawing(name)
    wide = size or width
    tall = round(wide * height / width)
    voice = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true" focusable="false"'
    return Markup(  # noqa: S704 - our own file, and a label that is escaped
        f'<svg class="heard-symbol heard-symbol--{escape(name)} {escape(classes)}" '
        f'viewBox="0 0 {width} {height}" width="{wide}" height="{tall}" {voice}>{inside}</svg>'
    )


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(asset=asset, symbol=symbol)


@lru_cache(maxsize=2)
def _manifest(_changed: int) -> dict[str, str]:
    """The manifest as it was at `_changed`: a new build is seen without a restart."""
    manifest: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return dict(manifest["files"])


@lru_cache(maxsize=256)
def _drawing(name: str) -> tuple[int, int, str]:
    """Width, height and content of static/symbols/<name>.svg."""
    path = SYMBOLS / f"{name}.svg"
    if not path.is_file():
        raise LookupError(f"There is no drawing called {name}")
    opening, _, rest = path.read_text(encoding="utf-8").partition(">")
    _, _, box = opening.partition('viewBox="0 0 ')
    width, height = box.partition('"')[0].split()
    return int(width), int(height), rest.rpartition("</svg>")[0].strip()
