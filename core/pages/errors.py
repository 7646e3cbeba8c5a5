"""What is said when something fails: what happened, what was kept, what to do."""

from dataclasses import dataclass

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError


@dataclass(frozen=True)
class Kindness:
    """One mistake in words a reader of nine understands."""

    title: str
    happened: str
    todo: str


WORDS: dict[int, Kindness] = {
    400: Kindness(
        "We could not read that",
        "Something in what was sent did not arrive as we expected. Nothing was saved from it.",
        "Go back and try again. If it keeps happening, tell the person who gave you the link.",
    ),
    401: Kindness(
        "Please sign in first",
        "This page is for people who work here, and you are not signed in.",
        "Sign in, then open the page again.",
    ),
    403: Kindness(
        "This page is not for you",
        "You are signed in, but your role does not include this page.",
        "If you think it should, ask the person who looks after Heard where you work.",
    ),
    404: Kindness(
        "We cannot find that page",
        "The address may have a mistake in it, or the page may have moved or closed.",
        "Check the link you were given, or start again from the front page.",
    ),
    405: Kindness(
        "That did not work from here",
        "This address cannot be used in that way.",
        "Start again from the front page.",
    ),
    409: Kindness(
        "This has changed since you opened it",
        "Someone else, or another window, saved something first. Theirs is kept. Yours was not put over it.",
        "Go back, look at what is there now, and add yours again.",
    ),
    410: Kindness(
        "This has ended",
        "What was here has closed, so nothing more can be sent.",
        "Ask the person who gave you the link if there is a new one.",
    ),
    413: Kindness(
        "That is too big to send",
        "There was more in it than we can take at once. Nothing was saved from it.",
        "Go back, make it shorter or choose a smaller file, and send it again.",
    ),
    422: Kindness(
        "Something needs another look",
        "One of the answers does not fit the question.",
        "Go back and look at the answers. What you typed should still be there.",
    ),
    429: Kindness(
        "Please wait a moment",
        "This was tried many times in a short while, so we stopped for now. It keeps everyone safe.",
        "Wait a few minutes, then try again.",
    ),
    500: Kindness(
        "Something went wrong, and it is our fault",
        "The page did not work. We have made a note of it, without your words. Nothing was half saved.",
        "Go back and try again in a few minutes.",
    ),
    503: Kindness(
        "We are closed for a moment",
        "Something Heard needs is not answering. Nothing you sent before this is lost.",
        "Try again in a few minutes.",
    ),
}

LEFT_OPEN = Kindness(
    "This page was open too long",
    "To keep you safe, a form only works for a while after it is opened. It was not sent.",
    "Go back: your words should still be there. Copy them, open the page again, and send them from there.",
)

STAFF_ONLY = frozenset({401, 403, 405})


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _say)


def words_for(code: int) -> Kindness:
    """The words for a status, or for its whole kind where it has none of its own."""
    return WORDS.get(code) or WORDS[400 if code < 500 else 500]


def _say(mistake: HTTPException) -> ResponseReturnValue:
    if mistake.response is not None:
        return mistake.get_response()
    code = mistake.code or 500
    words = LEFT_OPEN if isinstance(mistake, CSRFError) else words_for(code)
    if not _wants_page():
        return {"error": words.title, "status": code}, code
    broken = isinstance(mistake, InternalServerError) or code >= 500
    template = "errors/broken.html" if broken else "errors/mistake.html"
    return render_template(template, words=words, code=code), code


def _wants_page() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "text/html"
