"""The screen's model as set-up built it, or built here where it is not of this code and these examples."""

import json
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

from nlp.building import NOTE, digest_of_sources
from nlp.screening.measuring import build_screen_model
from nlp.screening.stored import BUILT


@lru_cache(maxsize=1)
def built_screen() -> Path:
    """The folder that holds it."""
    note = BUILT / NOTE
    if note.exists() and json.loads(note.read_text())["sources"] == digest_of_sources():
        return BUILT
    folder = Path(mkdtemp(prefix="screen-"))
    build_screen_model(folder)
    return folder
