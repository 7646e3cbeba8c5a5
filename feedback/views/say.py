"""The public journey: welcome, one question at a time, look it over, send. No account, no script needed."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.access import ANYONE, allow
from core.access.csrf import csrf
from core.questions.forms import AnswerForm, form_for
from core.questions.kinds import Answers
from feedback import drafts, journey, receipts, visit
from feedback.models import Collection
from feedback.submission import NothingSaid, OtherAnswersKept, sent_before, submit_response
from feedback.views.opening import CheckForm, find_collection, open_collection, say_context, words_typed
from feedback.views.wording import give_words

blueprint = Blueprint("say", __name__, url_prefix="/say")
give_words(blueprint)


def _answers(collection: Collection) -> Answers:
    return drafts.answers_so_far(visit.token_for(collection.slug), collection)


def _sent(slug: str) -> str | None:
    """The token of this visit where its answers were sent, and the page that said so got lost on the way.

    After a while the visit is over: the next person on this device must not find the code.
    """
    token = visit.token_for(slug)
    if not token or not sent_before(token):
        return None
    if visit.just_begun(slug):
        return token
    visit.forget()
    return None


@blueprint.before_request
def find_a_lost_receipt() -> ResponseReturnValue | None:
    """Whoever goes back or loads again after Send got no answer sees the code, not an empty page."""
    slug = (request.view_args or {}).get("slug", "")
    if request.method != "GET" or (sent := _sent(slug)) is None:
        return None
    return _thanks(slug, sent)


def _thanks(slug: str, key: str) -> ResponseReturnValue:
    visit.finish(slug, key)
    return redirect(url_for("receipt.thanks", slug=slug))


@blueprint.app_errorhandler(drafts.Left)
def has_left(_: drafts.Left) -> ResponseReturnValue:
    """The way out came before this request. Nothing is kept; words that came with it are handed back."""
    visit.forget()
    if request.method != "POST":
        return redirect(request.full_path)
    collection = find_collection((request.view_args or {})["slug"])
    page = render_template("feedback/left.html", words=words_typed(collection), **say_context(collection))
    return page, 409


def _keep_for_another(collection: Collection, answers: Answers, *, sent: str) -> ResponseReturnValue:
    """Show the code of what was sent, and keep what came after it to be sent as well."""
    drafts.wipe(token=sent)
    drafts.save(token=visit.begin_more(collection.slug, sent=sent), collection=collection, answers=answers)
    return redirect(url_for("receipt.thanks", slug=collection.slug))


@blueprint.get("/<slug>")
@allow(ANYONE)
def welcome(slug: str) -> ResponseReturnValue:
    collection = open_collection(slug)
    if request.args.get("all"):
        form = form_for(collection.asks, answers=_answers(collection))
        return _everything(collection, form, key=receipts.new_key())
    begun = bool(_answers(collection))
    return render_template("feedback/welcome.html", begun=begun, **say_context(collection))


@blueprint.get("/<slug>/begin")
@allow(ANYONE)
def begin(slug: str) -> ResponseReturnValue:
    collection = open_collection(slug)
    first = journey.first_page(collection.asks, _answers(collection))
    if first is None:
        return redirect(url_for(".doors", slug=slug))
    return redirect(url_for(".ask", slug=slug, page=first.key))


@blueprint.get("/<slug>/doors")
@allow(ANYONE)
def doors(slug: str) -> ResponseReturnValue:
    collection = open_collection(slug)
    definition, answers = collection.asks, _answers(collection)
    if not definition.doors:
        return redirect(url_for(".begin", slug=slug))
    houses = [
        {
            "picture": door.picture,
            "label": door.title.said(),
            "address": url_for(".ask", slug=slug, page=page.key),
            "lit": journey.holds_something(door, answers),
        }
        for door in definition.doors
        if (page := journey.door_page(definition, answers, door.key))
    ]
    after = journey.after_doors(definition, answers)
    return render_template("feedback/doors.html", houses=houses, after=after, **say_context(collection))


@blueprint.get("/<slug>/ask/<page>")
@allow(ANYONE)
def ask(slug: str, page: str) -> ResponseReturnValue:
    collection = open_collection(slug)
    answers = _answers(collection)
    here = journey.page_called(collection.asks, answers, page)
    if here is None:
        return redirect(url_for(".check", slug=slug))
    visit.begin(slug)
    form = form_for(collection.asks, questions=here.questions, answers=answers)
    return _ask(collection, here, form, answers)


@blueprint.post("/<slug>/ask/<page>")
@allow(ANYONE)
@csrf.exempt
def answer(slug: str, page: str) -> ResponseReturnValue:
    """Keep one page's answers and go where the person wants to go."""
    collection = open_collection(slug)
    definition, before = collection.asks, _answers(collection)
    here = journey.page_called(definition, before, page)
    if here is None:
        return _not_asked(collection)
    wanted = request.form.get("go", "next")
    form = form_for(definition, questions=here.questions, answers=before, require=wanted == "next")
    if not form.validate_on_submit():
        return _ask(collection, here, form, before), form.refused_with
    if sent := _sent(slug):
        more = form.answers
        return _keep_for_another(collection, more, sent=sent) if more else _thanks(slug, sent)
    token = visit.begin(slug) if before else visit.begin_anew(slug)
    drafts.save(token=token, collection=collection, answers=form.overlaid)
    return redirect(_where_next(collection, here, form.overlaid, wanted))


def _not_asked(collection: Collection) -> ResponseReturnValue:
    """A page that the answers do not lead to, or not any more: hand back the words that came with it."""
    if words := words_typed(collection):
        return render_template("feedback/not_asked.html", words=words, **say_context(collection)), 409
    return redirect(url_for(".check", slug=collection.slug))


@blueprint.post("/<slug>/ask/<page>/take-out")
@allow(ANYONE)
def take_out(slug: str, page: str) -> ResponseReturnValue:
    """Forget one page's answers: a picked radio button cannot be unpicked."""
    collection = open_collection(slug)
    before = _answers(collection)
    here = journey.page_called(collection.asks, before, page)
    if here is not None and before:
        kept = {key: answer for key, answer in before.items() if key not in here.questions}
        drafts.save(token=visit.begin(slug), collection=collection, answers=kept)
    return redirect(url_for(".ask", slug=slug, page=page))


def _where_next(collection: Collection, here: journey.Page, answers: Answers, wanted: str) -> str:
    definition, slug = collection.asks, collection.slug
    if wanted == "back":
        before = journey.page_before(definition, answers, here)
        start = ".doors" if definition.doors else ".welcome"
        return url_for(".ask", slug=slug, page=before.key) if before else url_for(start, slug=slug)
    if request.args.get("then") == "check":
        return url_for(".check", slug=slug)
    after = journey.next_page(definition, answers, here)
    if after is not None:
        return url_for(".ask", slug=slug, page=after.key)
    return url_for(".doors" if here.section in definition.doors else ".check", slug=slug)


@blueprint.get("/<slug>/check")
@allow(ANYONE)
def check(slug: str) -> ResponseReturnValue:
    return _check(open_collection(slug), CheckForm())


@blueprint.post("/<slug>")
@allow(ANYONE)
@csrf.exempt
def send(slug: str) -> ResponseReturnValue:
    """Take in a response: the draft that was looked over, or one page that holds everything."""
    if (key := request.form.get("key")) is not None:
        was_sent = receipts.key_is_sound(key) and sent_before(key)
        return _send_everything(find_collection(slug) if was_sent else open_collection(slug), key)
    if sent := _sent(slug):
        return _thanks(slug, sent)
    token, answers = visit.token_for(slug), _answers(find_collection(slug))
    if not answers and (sent := visit.key_of_sent(slug)):
        return _thanks(slug, sent)
    collection, form = open_collection(slug), CheckForm()
    answers = collection.asks.only_shown(answers)
    if not form.validate_on_submit():
        return _check(collection, form), 400
    missing = journey.unanswered_required(collection.asks, answers)
    if missing or token is None:
        return _check(collection, form, missing=missing, nothing=missing is None), 422
    try:
        submit_response(collection=collection, answers=answers, key=token)
    except NothingSaid:
        return _check(collection, form, nothing=True), 422
    except OtherAnswersKept:
        return _keep_for_another(collection, answers, sent=token)
    drafts.wipe(token=token)
    return _thanks(slug, token)


def _send_everything(collection: Collection, key: str) -> ResponseReturnValue:
    form = form_for(collection.asks)
    if not receipts.key_is_sound(key):
        return _everything(collection, form, key=receipts.new_key(), stale=True), 400
    if not form.validate_on_submit():
        return _everything(collection, form, key=key), form.refused_with
    try:
        submit_response(collection=collection, answers=form.all_answers, key=key)
    except NothingSaid:
        return _everything(collection, form, key=key, nothing=True), 422
    except OtherAnswersKept:
        return _everything(collection, form, key=receipts.new_key(), kept=True), 409
    if token := visit.token_for(collection.slug):
        drafts.wipe(token=token)
    return _thanks(collection.slug, key)


def _everything(collection: Collection, form: AnswerForm, *, key: str, **state: Any) -> str:
    return render_template("feedback/everything.html", form=form, key=key, **state, **say_context(collection))


def _ask(collection: Collection, here: journey.Page, form: AnswerForm, answers: Answers) -> str:
    stones = journey.path(collection.asks, answers, here)
    return render_template(
        "feedback/ask.html",
        here=here,
        form=form,
        stones=stones,
        answered=any(key in answers for key in here.questions),
        **say_context(collection),
    )


def _check(collection: Collection, form: CheckForm, **state: Any) -> str:
    answers = _answers(collection)
    return render_template(
        "feedback/check.html",
        form=form,
        answers=answers,
        pages=journey.pages(collection.asks, answers),
        stones=journey.path(collection.asks, answers, None),
        **state,
        **say_context(collection),
    )
