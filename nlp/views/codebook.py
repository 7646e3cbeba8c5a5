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
from nlp.codebook.draft import ChangedMeanwhile, Draft, change, draft_now, offer_now
from nlp.codebook.forms import MergeForm, SplitForm, ThemeForm
from nlp.codebook.listing import listed
from nlp.codebook.matching import Matches, matches_of
from nlp.codebook.models import TagBeforeMerge
from nlp.kept.models import Tag, ThemeRow

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


def _change(how: Callable[[Codebook], Codebook], seen: Mapping[str, str] | None = None) -> None:
    try:
        change(how, by=current_person().id, seen=seen)
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
    form = ThemeForm.of(draft.codebook if draft else None, None)
    if asks_to_look():
        return _looked_page(form, draft=draft)
    if not form.validate_on_submit():
        return _theme_page(form, draft=draft), 422 if form.errors else 200
    _change(lambda codebook: changes.with_theme(codebook, form.new_theme(_taken(codebook))))
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
    try:
        _change(
            lambda codebook: changes.with_theme(codebook, form.applied_to(codebook.theme(slug))),
            seen={slug: form.mark.data},
        )
    except ChangedMeanwhile:
        db.session.rollback()
        draft, theme = theme_or_404(slug)
        form.mark.process_data(mark_of(theme))
        return _theme_page(form, draft=draft, theme=theme, theirs=form.written_by_others(theme)), 409
    flash(f"“{form.label.data}” is saved in the draft.")
    return redirect(url_for(".show", _anchor=slug))


@blueprint.post("/<slug>/move")
@allow(Role.quality_lead)
def move(slug: str) -> ResponseReturnValue:
    theme_or_404(slug)
    down = request.form.get("way") == "down"
    return _at_once(lambda codebook: changes.moved(codebook, slug, down=down), slug=slug)


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
    page = {"theme": theme, "decisions": _decisions(slug)}
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
        form.offer(theme)
        return render_template(
            "nlp/split_theme.html", form=form, **page | {"theme": theme, "changed": True}
        ), 409
    flash(f"“{form.label.data}” is split off in the draft.")
    return redirect(url_for(".show"))


def asks_to_look() -> bool:
    """Whether the form was sent to see what its phrases find, and not to be saved."""
    return request.method == "POST" and bool(request.form.get("show"))


def _looked_page(form: ThemeForm, *, draft: Draft | None, theme: Theme | None = None) -> ResponseReturnValue:
    looked = form.theme_to_look_for()
    found = matches_of(looked, reach(current_person(), Role.quality_lead)) if looked else None
    return _theme_page(form, draft=draft, theme=theme, matches=found), 200 if looked else 422


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
        theirs=theirs,
        gone=gone,
        kinds=KINDS_OF_PHRASES,
        decisions=_decisions(theme.slug) if theme else 0,
    )


def _decisions(slug: str) -> int:
    """How many decisions people have made on this theme, those that followed a merge included."""
    followed = select(func.count()).where(TagBeforeMerge.theme == slug, TagBeforeMerge.part_of != slug)
    return sum(
        db.session.scalars(count).one() for count in (select(func.count()).where(Tag.theme == slug), followed)
    )
