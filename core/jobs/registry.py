"""What background work there is: jobs by name, and the sweeps that find work left to do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Job = TypeVar("Job", bound=Callable[..., None])

TRIES = 5


@dataclass(frozen=True)
class Task:
    """A job: its name in the queue, the function, and how often it is tried before a person must look."""

    name: str
    run: Callable[..., None]
    tries: int


@dataclass(frozen=True)
class Sweep:
    """A function run each minute; left out while jobs of the task `unless_waiting` still wait."""

    name: str
    run: Callable[[], None]
    unless_waiting: str | None


TASKS: dict[str, Task] = {}
SWEEPS: dict[str, Sweep] = {}


def task(name: str, *, tries: int = TRIES) -> Callable[[Job], Job]:
    """Register a job. It runs in an application context and one transaction, committed once at its end.

    Its arguments are scalars or lists of them; identifiers arrive as text.
    """

    def register(run: Job) -> Job:
        if name in TASKS and TASKS[name].run is not run:
            raise ValueError(f"two jobs are called {name}")
        TASKS[name] = Task(name, run, tries)
        return run

    return register


def sweep(*, unless_waiting: str | None = None) -> Callable[[Job], Job]:
    """Register a function that finds rows left to do and nudges them, each minute, in its own transaction."""

    def register(run: Job) -> Job:
        name = f"{run.__module__}.{run.__qualname__}"
        SWEEPS[name] = Sweep(name, run, unless_waiting)
        return run

    return register


def plain(value: Any) -> Any:
    """A job's argument as the queue stores it. Raises TypeError for what is neither scalar nor identifier."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if type(value).__name__ in ("UUID", "date"):
        return str(value)
    raise TypeError(f"a job takes scalars and identifiers, not {type(value).__name__}")
