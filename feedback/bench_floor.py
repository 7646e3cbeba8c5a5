"""The floor of the `submit` bench: the smallest Flask form that stores the same answers."""

from secrets import token_hex
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, redirect, render_template_string
from flask.typing import ResponseReturnValue
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect, FlaskForm
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from wtforms import StringField

from core.running.serve import run_web

PAGE = """<form method="post">{{ form.csrf_token }}{% for field in form %}
{% if field.type == "StringField" %}{{ field.label }} {{ field }}{% endif %}{% endfor %}<button>Send</button></form>"""

db = SQLAlchemy()


class Base(DeclarativeBase):
    type_annotation_map = {dict[str, Any]: JSONB()}


class Answer(Base):
    __tablename__ = "bench_floor"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    answers: Mapped[dict[str, Any]]


def make_floor(url: str, fields: int) -> Flask:
    """The application: one form of `fields` texts, stored as one row and committed."""
    app = Flask("floor")
    app.config.update(
        SECRET_KEY=token_hex(32),
        SQLALCHEMY_ENGINES={"default": {"url": url, "pool_size": 8, "max_overflow": 8}},
    )
    db.init_app(app)
    CSRFProtect(app)
    form_class: Any = type("Form", (FlaskForm,), {f"field{n}": StringField() for n in range(fields)})

    @app.get("/health/live")
    def live() -> ResponseReturnValue:
        return "yes"

    @app.route("/", methods=["GET", "POST"])
    def submit() -> ResponseReturnValue:
        form = form_class()
        if not form.validate_on_submit():
            return render_template_string(PAGE, form=form)
        db.session.add(Answer(answers={name: form[name].data for name in form.data if name != "csrf_token"}))
        db.session.commit()
        return redirect("/thanks")

    return app


def serve_floor(url: str, *, fields: int, port: int, workers: int, threads: int) -> None:
    """Serve it as Heard is served."""
    app = make_floor(url, fields)

    def begin_apart() -> None:
        with app.app_context():
            db.engine.dispose(close=False)

    run_web(app, host="127.0.0.1", port=port, workers=workers, threads=threads, begin_apart=begin_apart)
