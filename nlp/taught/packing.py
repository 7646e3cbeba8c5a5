"""A model as one run of bytes, to be kept in the database and sent to whoever reads with it.

Nothing is written to disk on the way: a model knows the words that stood in two passages or more.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterable

from nlp.trained import kept_model
from nlp.trained.label_model import LabelModel
from nlp.trained.refused import ModelRefusedError
from nlp.trained.rules import rules_version

RULES_FILE = "rules.txt"
LEARNT_FILE = "learnt.txt"
WHERE = "the kept model"


def packed(model: LabelModel, *, learnt: Iterable[str] = ()) -> bytes:
    """Every file of `model`, which rules it was learnt with, and the fingerprints of the wordings it learnt from."""
    whole = io.BytesIO()
    ours = {RULES_FILE: rules_version().encode(), LEARNT_FILE: "\n".join(sorted(learnt)).encode()}
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name, content in (kept_model.files_of(model) | ours).items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return whole.getvalue()


def unpacked(kept: bytes) -> LabelModel:
    """The model. Raises `ModelRefusedError` when it is damaged, or was learnt with other rules than this release's."""
    try:
        with zipfile.ZipFile(io.BytesIO(kept)) as archive:
            archive.filename = WHERE
            for name in (RULES_FILE, *kept_model.FILES):
                if name not in archive.namelist():
                    raise ModelRefusedError(WHERE, f"{name} is missing")
            rules = archive.read(RULES_FILE).decode("ascii", "replace")
            if rules != rules_version():
                raise ModelRefusedError(
                    f"{WHERE}: {RULES_FILE}", "it was learnt with the rules of another release"
                )
            return kept_model.load(zipfile.Path(archive))
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as problem:
        raise ModelRefusedError(WHERE, f"it cannot be opened ({problem})") from problem


def learnt_by(kept: bytes) -> frozenset[str]:
    """The fingerprints of the wordings that a model learnt from, of bytes that `unpacked` does not refuse."""
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        if LEARNT_FILE not in archive.namelist():
            return frozenset()
        return frozenset(archive.read(LEARNT_FILE).decode("ascii").split())


def checksum(kept: bytes) -> str:
    """The same for the same bytes, and for no others."""
    return hashlib.sha256(kept).hexdigest()
