"""Reading everything again with the model in use, where a person asks for it."""

from datetime import UTC, datetime

from core import trail
from core.db import db
from nlp import rereading
from nlp.codebook.versions import codebook_of_version, keep_codebook, lock_codebook, store_version
from nlp.taught.models import ModelVersion


def read_again(*, model: ModelVersion) -> None:
    """Read again everything that people have said, as after a change of the themes. Flushes.

    It goes by a new version of the codebook that says the same as the one before: what is left to read again is
    told by each passage's version, so pause, progress, and each passage exactly once come with it. It keeps
    where the codebook came from, so that a later release's is still taken up by itself where nobody changed one.
    """
    lock_codebook()
    newest = keep_codebook()
    version = store_version(
        codebook_of_version(newest.id),
        note=f"The same themes. Everything is read again with model {model.number}.",
        by=newest.made_by,
    )
    rereading.begin(version)
    model.read_again_at = datetime.now(UTC)
    db.session.flush()
    trail.record(
        action="asked to read again with a model",
        subject="model",
        subject_id=model.id,
        detail={"number": model.number, "codebook": version.number},
    )
