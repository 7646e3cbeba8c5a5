"""A lesson in a process of its own: its memory goes with it, and no web page or reading waits for it.

The process holds no database and no key, gets redacted copies, gives back a model, and ends when its owner does.
"""

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection

from threadpoolctl import threadpool_limits

from nlp.taught.lesson import Learnt, Lesson, Tell, take
from nlp.trained.refused import ModelRefusedError

SECONDS_BETWEEN_NEWS = 1800.0
GIVES_WAY = 10


class LessonFailed(Exception):
    """Nothing was learnt; the message says why, holds no words, and may be shown."""


def taken_apart(lesson: Lesson, tell: Tell) -> Learnt:
    """What `lesson` taught, learnt in another process. Raises `LessonFailed`."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_learn, args=(theirs,), name="heard-lesson", daemon=True
    )
    process.start()
    theirs.close()
    try:
        ours.send(lesson)
        while ours.poll(SECONDS_BETWEEN_NEWS):
            answer = ours.recv()
            if isinstance(answer, Learnt):
                return answer
            if isinstance(answer, str):
                raise LessonFailed(answer)
            tell(*answer)
        raise LessonFailed("It took too long.")
    except (EOFError, OSError):
        raise LessonFailed("The learning ended before it was done: there may be too little memory.") from None
    finally:
        ours.close()
        process.kill()
        process.join()


def _learn(pipe: Connection) -> None:
    """The other process. Ctrl-C is for the owner, who ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(GIVES_WAY)
    threadpool_limits(limits=1, user_api="blas")
    try:
        answer: Learnt | str = take(pipe.recv(), lambda step, share: pipe.send((step, share)))
    except ModelRefusedError as refused:
        answer = f"The model in use cannot be used. {refused}"
    except (BrokenPipeError, EOFError):
        return
    except Exception as fault:
        answer = f"The learning broke ({type(fault).__name__})."
    pipe.send(answer)
