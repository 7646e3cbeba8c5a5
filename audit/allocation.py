"""Who looks at which case: never somebody who is too close to it, and the same amount for everybody."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class CaseToAllocate:
    """A case file that needs an auditor: its team, and its practitioner where that is a known person."""

    id: UUID
    team_id: UUID
    practitioner_id: UUID | None = None


@dataclass(frozen=True)
class AuditorAtHand:
    """A person who may be given cases. `load` counts the cases they already hold in this week."""

    id: UUID
    own_team_ids: frozenset[UUID] = frozenset()
    involved_case_ids: frozenset[UUID] = frozenset()
    load: int = 0


@dataclass(frozen=True)
class Allocation:
    """Case to auditor, and the cases that nobody at hand may take."""

    given: Mapping[UUID, UUID] = field(default_factory=dict)
    without_auditor: tuple[UUID, ...] = ()


def is_conflict(case: CaseToAllocate, auditor: AuditorAtHand) -> bool:
    """Whether this auditor is too close to this case to judge it.

    Rationale: a manager who grades the work of their own team, their own case, or a family they have
    worked with grades themselves. That is never allocated, even where it leaves a case without anybody.
    """
    return (
        case.team_id in auditor.own_team_ids
        or case.practitioner_id == auditor.id
        or case.id in auditor.involved_case_ids
    )


def allocate(cases: Sequence[CaseToAllocate], auditors: Sequence[AuditorAtHand]) -> Allocation:
    """Give each case one auditor without a conflict, so that loads are as even as conflicts let them be.

    First each case, those with the fewest possible auditors first, goes to the least loaded of them; then
    cases are handed along chains from the most to the least loaded until no chain evens the loads further.
    That end state is an optimal semi-matching (Harvey, Ladner, Lovász and Tamir 2006, cost-reducing paths).
    The same input in any order gives the same answer.
    """
    possible = {
        case.id: sorted(auditor.id for auditor in auditors if not is_conflict(case, auditor))
        for case in cases
    }
    load = {auditor.id: auditor.load for auditor in auditors}
    given: dict[UUID, UUID] = {}
    for case_id in sorted(possible, key=lambda each: (len(possible[each]), each)):
        if possible[case_id]:
            auditor_id = min(possible[case_id], key=lambda each: (load[each], each))
            given[case_id] = auditor_id
            load[auditor_id] += 1
    while chain := _evening_chain(given, possible, load):
        for case_id, receiver in chain:
            load[given[case_id]] -= 1
            load[receiver] += 1
            given[case_id] = receiver
    return Allocation(given=given, without_auditor=tuple(sorted(set(possible) - set(given))))


def _evening_chain(
    given: Mapping[UUID, UUID], possible: Mapping[UUID, Sequence[UUID]], load: Mapping[UUID, int]
) -> list[tuple[UUID, UUID]]:
    """The hand-overs (case, receiver) that take one case from a fuller load to one at least two lighter."""
    held: dict[UUID, list[UUID]] = {auditor_id: [] for auditor_id in load}
    for case_id in sorted(given):
        held[given[case_id]].append(case_id)
    for start in sorted(load, key=lambda each: (-load[each], each)):
        came_by: dict[UUID, tuple[UUID, UUID]] = {}
        waiting = deque([start])
        while waiting:
            giver = waiting.popleft()
            if load[giver] <= load[start] - 2:
                return _walk_back(giver, start, came_by)
            for case_id in held[giver]:
                for receiver in possible[case_id]:
                    if receiver != start and receiver not in came_by:
                        came_by[receiver] = (case_id, giver)
                        waiting.append(receiver)
    return []


def _walk_back(end: UUID, start: UUID, came_by: Mapping[UUID, tuple[UUID, UUID]]) -> list[tuple[UUID, UUID]]:
    """Turn the trail that a search left into hand-overs, the last receiver first."""
    chain: list[tuple[UUID, UUID]] = []
    receiver = end
    while receiver != start:
        case_id, giver = came_by[receiver]
        chain.append((case_id, receiver))
        receiver = giver
    return chain
