"""What is said when a kept model cannot be used."""

from pathlib import Path


class ModelRefusedError(ValueError):
    """A model that cannot be used: says which folder and why."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: {reason}")
