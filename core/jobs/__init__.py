"""Background work: the row says what is left to do, the queue only says hurry.

A job is a function registered with `@task`; `nudge` asks for it in the running transaction, so nobody hears
of a change that was rolled back. A `@sweep` runs each minute and finds what a lost nudge or a crash left.
"""

from core.jobs.queue import init_app, nudge, run_waiting
from core.jobs.registry import sweep, task

__all__ = ["init_app", "nudge", "run_waiting", "sweep", "task"]
