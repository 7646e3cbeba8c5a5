"""What a password must be: long and not a common one. Nothing about kinds of character."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask_security import PasswordUtil

LEAST_LENGTH = 15
COMMON = Path(__file__).with_name("common_passwords.txt")


@cache
def common_pieces() -> frozenset[str]:
    """The words and runs that common passwords are built of, lower case."""
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def is_common(password: str) -> bool:
    """Whether a password is only common pieces put together, however often, with a few digits between.

    Rationale: at fifteen characters, the passwords that guessers try are joined and repeated common ones.
    """
    left = re.sub(r"[\W_]+", "", password.lower())
    if len(set(left)) <= 4:
        return True
    for piece in sorted(common_pieces(), key=len, reverse=True):
        left = left.replace(piece, "")
    return len(re.sub(r"\d+", "", left)) <= 3


class Passwords(PasswordUtil):
    """Flask-Security's password check with our rule in it."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        normal = self.normalize(password)
        if len(normal) < LEAST_LENGTH:
            return [
                f"Use {LEAST_LENGTH} characters or more. Three or four words you can picture work well."
            ], normal
        if is_common(normal):
            return ["That is one many people use. Choose words that only you would put together."], normal
        return None, normal
