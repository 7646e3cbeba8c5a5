"""The screen's model, built once for all tests of a run that need one."""

from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

from nlp.screening.measuring import build_screen_model


@lru_cache(maxsize=1)
def built_screen() -> Path:
    """The folder that the model is built in."""
    folder = Path(mkdtemp(prefix="screen-"))
    build_screen_model(folder)
    return folder
