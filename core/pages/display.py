"""How a reader wants pages shown, kept in a cookie on their own device: no account, no record of it here."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import Self, TypeVar

COOKIE = "heard_display"
KEPT_SECONDS = 365 * 24 * 60 * 60
PARTS = ("text", "contrast", "spacing", "calm")


class TextSize(StrEnum):
    usual = "usual"
    large = "large"
    largest = "largest"


class Contrast(StrEnum):
    usual = "usual"
    high = "high"
    dark = "dark"


class Spacing(StrEnum):
    usual = "usual"
    wide = "wide"


class Calm(StrEnum):
    no = "no"
    yes = "yes"


Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True)
class Display:
    """The four things a reader may change."""

    text: TextSize = TextSize.usual
    contrast: Contrast = Contrast.usual
    spacing: Spacing = Spacing.usual
    calm: Calm = Calm.no

    @classmethod
    def read(cls, chosen: Mapping[str, str]) -> Self:
        """A display from form fields; what is unknown stays as usual."""
        return cls(
            text=_one_of(TextSize, chosen.get("text")),
            contrast=_one_of(Contrast, chosen.get("contrast")),
            spacing=_one_of(Spacing, chosen.get("spacing")),
            calm=_one_of(Calm, chosen.get("calm")),
        )

    @classmethod
    def from_cookie(cls, written: str | None) -> Self:
        """A display from `text.contrast.spacing.calm`; a cookie that makes no sense is no cookie."""
        return cls.read(dict(zip(PARTS, (written or "").split("."), strict=False)))

    def to_cookie(self) -> str:
        return ".".join(astuple(self))


def _one_of(choices: type[Choice], wanted: str | None) -> Choice:
    """The wanted choice, or the first one, which is the usual."""
    known = list(choices)
    return next((choice for choice in known if choice.value == wanted), known[0])
