"""Words that templates of this room share."""

from flask import Blueprint

from core.questions.answers import said
from feedback.models import Source


def give_words(blueprint: Blueprint) -> None:
    """Let every template say answers and sources the same way."""
    blueprint.add_app_template_global(said, "said")
    blueprint.record_once(
        lambda state: state.app.jinja_env.globals.update(
            sources={source.value: source.label for source in Source}
        )
    )
