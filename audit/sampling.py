"""Choosing which case files are looked at: by chance, by team in proportion, and the same every time."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Candidate:
    """A case file that may be chosen: its reference and the stratum (team) it counts in."""

    reference: str
    stratum: str


@dataclass(frozen=True)
class Sample:
    """The references chosen, and the reserves that step in (in order) when a chosen case cannot be used."""

    chosen: tuple[str, ...]
    reserves: tuple[str, ...]


def draw_sample(candidates: Sequence[Candidate], *, size: int, seed: str, reserves: int = 0) -> Sample:
    """Choose `size` references, shared among strata in proportion, and then `reserves` more.

    Rationale: anyone must be able to repeat the draw and get the same cases, whatever the order of the
    list. So chance comes from a hash of seed and reference, not from a random generator's state.

    Raises ValueError when the size is not positive or a reference is there twice.
    """
    if size < 1:
        raise ValueError("A sample holds at least one case.")
    if len({candidate.reference for candidate in candidates}) < len(candidates):
        raise ValueError("A reference is in the list twice, so the draw would not be fair.")
    queues: dict[str, list[str]] = defaultdict(list)
    for candidate in candidates:
        queues[candidate.stratum].append(candidate.reference)
    for references in queues.values():
        references.sort(key=lambda reference: _lot(seed, reference))
    places = share_places({stratum: len(found) for stratum, found in queues.items()}, size=size, seed=seed)
    chosen = [reference for stratum, count in places.items() for reference in queues[stratum][:count]]
    left = [reference for stratum, found in queues.items() for reference in found[places[stratum] :]]
    by_lot = sorted(left, key=lambda reference: _lot(seed, reference))
    return Sample(
        chosen=tuple(sorted(chosen, key=lambda reference: _lot(seed, reference))),
        reserves=tuple(by_lot[:reserves]),
    )


def share_places(sizes: Mapping[str, int], *, size: int, seed: str) -> dict[str, int]:
    """Share `size` places among strata in proportion to `sizes` by largest remainder.

    Every stratum that holds a case gets one place first, when there are enough to go round.

    Rationale: a small team that is never looked at learns nothing, and pure proportion would skip it.
    """
    held = {stratum: count for stratum, count in sizes.items() if count > 0}
    size = min(size, sum(held.values()))
    order = sorted(held, key=lambda stratum: _lot(seed, stratum))
    places = dict.fromkeys(order, 1 if size >= len(held) else 0)
    spare = size - sum(places.values())
    room = {stratum: held[stratum] - places[stratum] for stratum in order}
    total = sum(room.values())
    if not spare or not total:
        return places
    due = {stratum: Fraction(spare * room[stratum], total) for stratum in order}
    for stratum in order:
        places[stratum] += int(due[stratum])
    short = size - sum(places.values())
    by_remainder = sorted(order, key=lambda stratum: int(due[stratum]) - due[stratum])
    for stratum in by_remainder[:short]:
        places[stratum] += 1
    return places


def _lot(seed: str, name: str) -> bytes:
    """The place in the draw that chance gives this name under this seed."""
    return hashlib.sha256(f"{seed}\x1f{name}".encode()).digest()
