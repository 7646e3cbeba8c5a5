"""Words that templates of this room share."""

from flask import Blueprint

from core.questions.answers import said
from feedback.days import in_words, moment, today
from feedback.models import Source


def give_words(blueprint: Blueprint) -> None:
    """Let every template say days, moments, answers and sources the same way."""
    blueprint.add_app_template_global(said, "said")
    blueprint.add_app_template_global(in_words, "day_in_words")
    blueprint.add_app_template_global(moment, "moment")
    blueprint.add_app_template_global(today, "today")
    blueprint.record_once(
        lambda state: state.app.jinja_env.globals.update(
            sources={source.value: source.label for source in Source}
        )
    )
