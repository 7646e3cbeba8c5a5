"""The ledger as the code declares it. `python -m tests.whole_app.ledger` writes it down, to be read and committed."""

from pathlib import Path

from flask import Flask

from core.access import guard_of
from core.settings import read_settings
from wsgi import create_app

LEDGER = Path(__file__).with_name("ledger.txt")
NOBODY = "nobody"
HEAD = '# endpoint | methods | who may use it ("nobody": the address answers as if it did not exist)'


def declared(app: Flask) -> list[str]:
    """One line an endpoint: `endpoint | methods | who`."""
    found: dict[str, tuple[set[str], str]] = {}
    for rule in app.url_map.iter_rules():
        guard = guard_of(app, rule.endpoint)
        who = ", ".join(sorted(guard)) if guard else NOBODY
        found.setdefault(rule.endpoint, (set(), who))[0].update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    return [
        f"{endpoint} | {' '.join(sorted(methods))} | {who}"
        for endpoint, (methods, who) in sorted(found.items())
    ]


if __name__ == "__main__":
    lines = declared(
        create_app(read_settings({}, environment="test", database_url="postgresql://nowhere/none"))
    )
    LEDGER.write_text("\n".join([HEAD, *lines]) + "\n")
