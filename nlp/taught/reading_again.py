"""Reading everything again with the model in use, where a person asks for it."""

from datetime import UTC, datetime

from core import trail
from core.db import db
from nlp.reading_again import read_again
from nlp.taught.models import ModelVersion


def read_again_with(*, model: ModelVersion) -> None:
    """Read again everything that people have said, with this model. Flushes."""
    version = read_again(because=f"with model {model.number}")
    model.read_again_at = datetime.now(UTC)
    db.session.flush()
    trail.record(
        action="asked to read again with a model",
        subject="model",
        subject_id=model.id,
        detail={"number": model.number, "codebook": version.number},
    )
