"""Short names for addresses: lower case letters, digits and hyphens."""

import re
import unicodedata


def slug_from(name: str) -> str:
    """`"Children in care, North"` → `"children-in-care-north"`; empty where nothing can be kept."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60]
