"""Long lists, a page at a time."""

from flask import request

A_PAGE = 50
LAST_PAGE = 100_000


def asked_page() -> int:
    """The page that the address asks for, from 1; the first where it asks for none."""
    return min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
