"""What PDF/UA asks for and WeasyPrint leaves to us: the scope of each table heading."""

from __future__ import annotations

from typing import Any

import pydyf  # type: ignore[import-untyped]


def say_scope_of_headings(_document: Any, pdf: Any) -> None:
    """Mark each heading in a table's head as its column's, and each in its body as its row's."""
    parts = {
        part.number: part
        for part in pdf.objects
        if isinstance(part, pydyf.Dictionary) and part.get("Type") == "/StructElem"
    }

    def parent(part: Any) -> Any:
        return parts.get(int(part["P"].split(b" ")[0])) if part is not None else None

    for part in parts.values():
        if part["S"] != "/TH" or "A" not in part:
            continue
        group = parent(parent(part))
        in_head = group is not None and group["S"] == "/THead"
        part["A"]["Scope"] = "/Column" if in_head else "/Row"
