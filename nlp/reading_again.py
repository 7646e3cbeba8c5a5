"""Reading everything again with the themes as they are: with another model, or once more names are known."""

from core import trail
from core.jobs import task
from core.known_names import LOOK_AGAIN
from nlp import rereading
from nlp.codebook.versions import codebook_of_version, keep_codebook, lock_codebook, store_version
from nlp.kept.models import CodebookVersion


def read_again(*, because: str) -> CodebookVersion:
    """Read again everything that people have said, as after a change of the themes. Flushes.

    It goes by a new version of the codebook that says the same as the one before: what is left to read again is
    told by each passage's version, so pause, progress, and each passage exactly once come with it. It keeps
    where the codebook came from, so that a later release's is still taken up by itself where nobody changed one.
    """
    lock_codebook()
    newest = keep_codebook()
    version = store_version(
        codebook_of_version(newest.id),
        note=f"The same themes. Everything is read again {because}.",
        by=newest.made_by,
    )
    rereading.begin(version)
    return version


@task(LOOK_AGAIN)
def look_again_for_names() -> None:
    """Read everything again, so that names added to the lists go from the copies of older messages too."""
    version = read_again(because="because more names are known")
    trail.record(
        action="read again because more names are known",
        subject="known names",
        detail={"codebook": version.number},
    )
