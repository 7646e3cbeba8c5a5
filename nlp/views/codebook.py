"""The codebook editor: the draft of the next version, theme by theme."""

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from core.access import allow, current_person, only_for_the_whole, reach
from core.db import db
from core.people.models import Role
from nlp.codebook import Codebook, Theme, changes
from nlp.codebook.changes import KINDS_OF_PHRASES, CannotChange, mark_of
from nlp.codebook.draft import Draft, change, draft_now, offer_now
from nlp.codebook.forms import MergeForm, SplitForm
from nlp.codebook.listing import listed
from nlp.codebook.matching import Matches, matches_of
from nlp.codebook.models import TagBeforeMerge
from nlp.codebook.phrase_forms import ListedPhrase, listed_phrases
from nlp.codebook.theme_form import ThemeForm
from nlp.kept.models import Tag, ThemeRow
from nlp.meanwhile import ChangedMeanwhile
from nlp.rising import feed as rising_feed

blueprint = Blueprint("codebook", __name__, url_prefix="/themes/draft")


def theme_or_404(slug: str) -> tuple[Draft, Theme]:
    only_for_the_whole(Role.quality_lead)
    draft = draft_now()
    if draft is None or slug not in draft.codebook.slugs():
        abort(404)
    return draft, draft.codebook.theme(slug)


def _draft_without(slug: str) -> Draft | None:
    """The draft, where it does not hold this theme: whoever wrote about it keeps what they typed."""
    only_for_the_whole(Role.quality_lead)
    draft = draft_now()
    return draft if draft and slug not in draft.codebook.slugs() else None


def _change(how: Callable[[Codebook], Codebook], seen: Mapping[str, str] | None = None) -> Codebook:
    try:
        return change(how, by=current_person().id, seen=seen)
    except KeyError:
        raise ChangedMeanwhile from None


def _at_once(how: Callable[[Codebook], Codebook], *, slug: str, done: str = "") -> ResponseReturnValue:
    """Make a change that needs no form, and go back to the theme in the list."""
    try:
        _change(how)
        if done:
            flash(done)
    except CannotChange as problem:
        flash(str(problem), "mind")
    except ChangedMeanwhile:
        flash("Somebody changed the draft in the meantime. Look at it again.", "mind")
    return redirect(url_for(".show", _anchor=slug))


def _taken(codebook: Codebook) -> set[str]:
    """Short names that a new theme may not have; `new` is an address of its own."""
    return {"new", *codebook.slugs(), *db.session.scalars(select(ThemeRow.slug))}


@blueprint.get("/")
@allow(Role.quality_lead)
def show() -> ResponseReturnValue:
    only_for_the_whole(Role.quality_lead)
    draft = draft_now()
    return render_template(
        "nlp/draft.html",
        draft=draft,
        listed=listed(draft.codebook) if draft else [],
        changes=draft.changes() if draft else [],
        offer=offer_now(draft) if draft else None,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Role.quality_lead)
def new() -> ResponseReturnValue:
    only_for_the_whole(Role.quality_lead)
    draft = draft_now()
    rising = rising_feed.term_of(request.args.get("rising", ""))
    form = ThemeForm.of(draft.codebook if draft else None, None, phrase=rising or "")
    if asks_to_look():
        return _looked_page(form, draft=draft)
    if not form.validate_on_submit():
        return _theme_page(form, draft=draft), 422 if form.errors else 200
    made = _change(lambda codebook: changes.with_theme(codebook, form.new_theme(_taken(codebook)))).themes[-1]
    if rising and rising_feed.stands_on(made, rising):
        rising_feed.keep_added(term=rising, theme=made.slug, by=current_person().id)
    flash(f"“{form.label.data}” is in the draft.")
    return redirect(url_for(".show"))


@blueprint.route("/<slug>", methods=["GET", "POST"])
@allow(Role.quality_lead)
def edit(slug: str) -> ResponseReturnValue:
    if request.method == "POST" and (draft := _draft_without(slug)):
        return _theme_page(ThemeForm.of(draft.codebook, None), draft=draft, gone=True), 409
    draft, theme = theme_or_404(slug)
    form = ThemeForm.of(draft.codebook, theme)
    if asks_to_look():
        return _looked_page(form, draft=draft, theme=theme)
    if not form.validate_on_submit():
        return _theme_page(form, draft=draft, theme=theme), 422 if form.errors else 200
    while True:
        try:
            _change(
                lambda codebook: changes.with_theme(codebook, form.applied_to(codebook.theme(slug))),
                seen={slug: form.mark.data},
            )
            break
        except ChangedMeanwhile:
            db.session.rollback()
            draft, theme = theme_or_404(slug)
            if both := form.take_over(theme):
                return _theme_page(form, draft=draft, theme=theme, theirs=both), 409
    flash(f"“{form.label.data}” is saved in the draft.")
    return redirect(url_for(".show", _anchor=slug))


@blueprint.post("/<slug>/move")
@allow(Role.quality_lead)
def move(slug: str) -> ResponseReturnValue:
    _, theme = theme_or_404(slug)
    typed = request.form.get("place", "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 5):
        flash(f"“{theme.label}” was not moved. Type the number of its new place, such as 3.", "mind")
        return redirect(url_for(".show", _anchor=slug))
    answer = _at_once(lambda codebook: changes.moved(codebook, slug, to=int(typed) - 1), slug=slug)
    draft = draft_now()
    order = changes.beside(draft.codebook, slug) if draft and slug in draft.codebook.slugs() else []
    if slug in order:
        flash(f"“{theme.label}” is in place {order.index(slug) + 1} of {len(order)}.")
    return answer


@blueprint.post("/<slug>/hide")
@allow(Role.quality_lead)
def hide(slug: str) -> ResponseReturnValue:
    _, theme = theme_or_404(slug)
    wanted = request.form.get("hide") == "yes"
    return _at_once(
        lambda codebook: changes.hidden(codebook, slug, hide=wanted),
        slug=slug,
        done=f"“{theme.label}” is {'hidden' if wanted else 'shown again'} in the draft.",
    )


@blueprint.route("/<slug>/merge", methods=["GET", "POST"])
@allow(Role.quality_lead)
def merge(slug: str) -> ResponseReturnValue:
    draft, theme = theme_or_404(slug)
    others = [one for one in draft.codebook.themes if one.in_use and one.slug != slug]
    form = MergeForm(themes=others)
    if form.validate_on_submit():
        try:
            _change(lambda codebook: changes.merged(codebook, slug, into=form.into.data))
            flash(f"“{theme.label}” is merged in the draft.")
            return redirect(url_for(".show"))
        except (CannotChange, ChangedMeanwhile) as problem:
            form.into.errors = [str(problem) or "This theme is not there any more. Choose another."]
    status = 422 if form.errors else 200
    return render_template("nlp/merge_theme.html", form=form, theme=theme, decisions=_decisions(slug)), status


@blueprint.post("/<slug>/take-apart")
@allow(Role.quality_lead)
def take_apart(slug: str) -> ResponseReturnValue:
    _, theme = theme_or_404(slug)
    done = f"“{theme.label}” is on its own again in the draft."
    return _at_once(lambda codebook: changes.apart(codebook, slug), slug=slug, done=done)


@blueprint.route("/<slug>/split", methods=["GET", "POST"])
@allow(Role.quality_lead)
def split(slug: str) -> ResponseReturnValue:
    draft, theme = theme_or_404(slug)
    form = SplitForm.of(draft.codebook, theme)
    page = {"theme": theme, "decisions": _decisions(slug), "phrases": _may_go_along(theme)}
    if not form.validate_on_submit():
        return render_template("nlp/split_theme.html", form=form, **page), 422 if form.errors else 200
    try:
        _change(
            lambda codebook: changes.split(
                codebook,
                slug,
                form.new_theme(codebook.theme(slug), _taken(codebook)),
                phrases=frozenset(form.phrases.data),
            ),
            seen={slug: form.mark.data},
        )
    except ChangedMeanwhile:
        db.session.rollback()
        _, theme = theme_or_404(slug)
        form.mark.process_data(mark_of(theme))
        return render_template(
            "nlp/split_theme.html",
            form=form,
            **page | {"theme": theme, "phrases": _may_go_along(theme), "changed": True},
        ), 409
    flash(f"“{form.label.data}” is split off in the draft.")
    return redirect(url_for(".show"))


def _may_go_along(theme: Theme) -> list[ListedPhrase]:
    """Phrases that a split may take along; words that only stand nearby stay where they are."""
    return listed_phrases(theme.lexicon.model_dump(exclude={"near"}))


def asks_to_look() -> bool:
    """Whether the form was sent to see what its phrases find, and not to be saved."""
    return request.method == "POST" and bool(request.form.get("show"))


def _looked_page(form: ThemeForm, *, draft: Draft | None, theme: Theme | None = None) -> ResponseReturnValue:
    found = matches_of(form.theme_to_look_for(), reach(current_person(), Role.quality_lead), new=form.added())
    return _theme_page(form, draft=draft, theme=theme, matches=found), 422 if form.errors else 200


def _theme_page(
    form: ThemeForm,
    *,
    draft: Draft | None,
    theme: Theme | None = None,
    matches: Matches | None = None,
    theirs: Sequence[tuple[str, str]] | None = None,
    gone: bool = False,
) -> str:
    return render_template(
        "nlp/edit_theme.html",
        form=form,
        theme=theme,
        merged=[one for one in draft.codebook.themes if theme and one.merged_into == theme.slug]
        if draft
        else [],
        matches=matches,
        labels={one.slug: one.label for one in draft.codebook.themes} if draft else {},
        theirs=theirs,
        gone=gone,
        kinds=KINDS_OF_PHRASES,
        counts=dict(matches.by_phrase) if matches else None,
        decisions=_decisions(theme.slug) if theme else 0,
    )


def _decisions(slug: str) -> int:
    """How many decisions people have made on this theme, those that followed a merge included."""
    followed = select(func.count()).where(TagBeforeMerge.theme == slug, TagBeforeMerge.part_of != slug)
    return sum(
        db.session.scalars(count).one() for count in (select(func.count()).where(Tag.theme == slug), followed)
    )
