"""What the rooms know by name, as the reader of messages needs it."""

from core.known_names import Kind, every_name, stamp
from nlp.redact.familiar import NOBODY, Familiar

_last: tuple[tuple[str, ...], Familiar] = ((), NOBODY)


def familiar_here() -> Familiar:
    """Every name the rooms know. Asked for again only when one of them has changed."""
    global _last
    now = stamp()
    if now != _last[0]:
        names: dict[Kind, list[str]] = {kind: [] for kind in Kind}
        for known in every_name():
            names[known.kind].append(known.words)
        _last = (
            now,
            Familiar.of(
                people=names[Kind.person],
                schools=names[Kind.school],
                places=names[Kind.place],
                references=names[Kind.reference],
            ),
        )
    return _last[1]
