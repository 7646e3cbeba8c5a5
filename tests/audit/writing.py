"""A review that is being written, as its pages see it."""

from audit.drafts import mark
from audit.models import Review

NOTHING = mark(None)


def page_of(review: Review, section: str) -> str:
    return f"/audit/reviews/{review.id}/write/{section}"


def typed(**answers: str) -> dict[str, str]:
    """A page of an untouched review, with these answers typed into it."""
    return {f"seen-{key.removesuffix('-reason')}": NOTHING for key in answers} | {
        f"answer-{key}": value for key, value in answers.items()
    }
