"""Proof, in a page of a review, that it was shown to somebody while the review was theirs.

Whoever sends such a page after the case went elsewhere gets back what they typed. To everybody else a review
that is not theirs is not found.
"""

from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from audit.models import Review
from core.db import db
from core.people.models import User
from core.questions.models import QuestionSetVersion

FIELD = "was-shown"


def proof_that_shown(review: Review, person: User) -> str:
    """What the page carries along. The template is in it because a review that is taken back is deleted."""
    signed: str = _serializer().dumps([str(review.id), str(person.id), str(review.template_id)])
    return signed


def template_that_was_shown(proof: str, *, review_id: UUID, person: User) -> QuestionSetVersion | None:
    """The template of a review that this person was shown; None where the proof is not ours, or not theirs."""
    try:
        shown, to, template_id = _serializer().loads(proof)
    except BadSignature:
        return None
    if (shown, to) != (str(review_id), str(person.id)):
        return None
    return db.session.get(QuestionSetVersion, UUID(template_id))


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="audit.was-shown")
