"""When the screen is sure of an alert: the one definition, for whoever raises, shows or measures one."""

from collections.abc import Iterable

# From which chance on the trained readers are called very sure, and fairly sure.
VERY_SURE, FAIRLY_SURE = 0.9, 0.7


def unsure(chances: Iterable[float | None]) -> bool:
    """Whether nothing that raised an alert is fairly sure; `chances` has one for each thing that did.

    None stands for what no trained reader weighed: an answer that was picked, a rule that read alone, another language.

    Rationale: an alert that is a guess must not hide one that is none. What is no guess of ours is never called one.
    """
    given = list(chances)
    return bool(given) and all(chance is not None and chance < FAIRLY_SURE for chance in given)
