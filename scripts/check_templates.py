"""Compile every template with the application's own Jinja; a syntax error or unknown filter is an error."""

import sys
from pathlib import Path

from jinja2 import TemplateError

from core.settings import read_settings
from learning.pdf.pages import templates
from wsgi import create_app

HOUSE = Path(__file__).resolve().parent.parent
NO_DATABASE = "postgresql://nobody@127.0.0.1:1/none"


def main() -> int:
    app = create_app(read_settings({}, environment="test", database_url=NO_DATABASE))
    found = sorted(path for path in (HOUSE / "templates").rglob("*") if path.is_file())
    wrong = 0
    for path in found:
        made_by = templates() if path.parent.name == "pdf" else app.jinja_env
        try:
            made_by.get_template(str(path.relative_to(HOUSE / "templates")))
        except TemplateError as fault:
            wrong += 1
            line = getattr(fault, "lineno", "?")
            print(f"{path.relative_to(HOUSE)}:{line}: {fault}")
    print(f"templates: {len(found)} compiled, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
