"""Logs: one JSON object a line, made of scalars and identifiers only.

Never a form, a row, a passage, an address, a path or a query. A text value that could hold words is withheld;
an exception is told by its kind and the lines it passed, because its message may quote what somebody typed.
"""

import logging
import re
import sys
import time
import traceback
from secrets import token_hex
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, request
from structlog.typing import EventDict, WrappedLogger

from core.access import ANYONE, guard_of

WITHHELD = "[withheld]"
AN_IDENTIFIER = re.compile(r"[\w.:/+<>\-]{0,200}")
OURS = "heard"
LINES_OF_A_FAULT = 8
# A logger of ours whose lines name files that were built and what is wrong with them, and hold nothing else.
PLAIN = "heard.built"


def configure(level: str) -> None:
    """Send every log of this process, ours and the libraries', to standard error in our form."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            tell_faults_by_place,
            keep_identifiers,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LibraryFormatter())
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.WARNING)
    for name in ("flask_security", "procrastinate", "apscheduler", "alembic", "sqlalchemy", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)


def init_app(app: Flask) -> None:
    """Log each request of signed-in people by its endpoint.

    Requests to pages open to anyone leave no line unless they break: the time of one would be the time of a
    child's answer.
    """
    app.logger.handlers[:] = []
    app.logger.propagate = True
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=token_hex(6))


def _end(response: Response) -> Response:
    if request.endpoint is None or (response.status_code < 500 and _open_to_anyone(request.endpoint)):
        return response
    structlog.get_logger(OURS).info(
        "request",
        endpoint=request.endpoint,
        method=request.method,
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.request_began) * 1000, 1),
    )
    return response


def _open_to_anyone(endpoint: str) -> bool:
    guard = guard_of(current_app, endpoint)
    return guard is None or ANYONE in guard


def keep_identifiers(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Numbers, truth values and identifiers stay; whatever else was given is withheld."""
    return {
        name: value if name in ("event", "timestamp", "where") else _kept(value)
        for name, value in event.items()
    }


def tell_faults_by_place(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its kind and the lines it passed through."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()[1]
    if isinstance(found, tuple):
        found = found[1]
    if isinstance(found, BaseException):
        event["fault"] = f"{type(found).__module__}.{type(found).__qualname__}"
        event["where"] = _places(found)
    return event


class LibraryFormatter(logging.Formatter):
    """A library's log line: who said it, where in its code, and the template of its words.

    Libraries put addresses and values into their messages; template and line are enough to look it up.
    """

    def format(self, record: logging.LogRecord) -> str:
        event: EventDict = {
            "event": "library",
            "logger": record.name,
            "line": f"{record.module}:{record.lineno}",
            "level": record.levelname.lower(),
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "exc_info": record.exc_info,
        }
        event = keep_identifiers(None, "", tell_faults_by_place(None, "", event))
        if record.name == PLAIN:
            event["says"] = record.getMessage()
        elif record.args and isinstance(record.msg, str):
            event["says"] = record.msg
        return str(structlog.processors.JSONRenderer()(None, "", event))


def _kept(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value) if type(value).__name__ in ("UUID", "date") else value
    if isinstance(text, str) and AN_IDENTIFIER.fullmatch(text):
        return text
    return WITHHELD


def _places(fault: BaseException) -> str:
    frames = traceback.extract_tb(fault.__traceback__)[-LINES_OF_A_FAULT:]
    return " > ".join(f"{_module(frame.filename)}:{frame.lineno}:{frame.name}" for frame in frames)


def _module(filename: str) -> str:
    return "/".join(filename.split("/")[-3:])
