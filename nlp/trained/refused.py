"""What is said when a kept model cannot be used."""


class ModelRefusedError(ValueError):
    """A model that cannot be used: says which folder, or which kept model, and why."""

    def __init__(self, where: object, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
