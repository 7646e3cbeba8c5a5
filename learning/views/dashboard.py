"""The dashboard: sentences, then pictures, then tables, and the words behind a figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from core import trail
from core.access import Reach, allow, current_person, reach
from core.days import today
from core.db import db
from core.pages.drawing import Drawing, Size
from core.passages import Passage
from core.people.models import Role, ServiceArea
from core.people.services import authority
from learning.charts.months import draw_months, draw_voices
from learning.charts.standards import draw_standards
from learning.charts.themes import draw_speakers, draw_valence, most_said
from learning.figures import hidden_note
from learning.filters import Asked, asked, places
from learning.freezing import freeze
from learning.frozen import FrozenSummary
from learning.scope import NoSuchScopeError, covers
from learning.sentences import opening_sentences, speaker_sentences, theme_change
from learning.speakers import IN_WORDS
from learning.tables import as_csv, months_of, tables_of
from learning.voices import Words
from learning.words_shown import words_shown
from nlp.kept import counts
from nlp.kept.counts import Said
from nlp.review.marked_words import pieces_of_many

READERS = (Role.quality_lead, Role.team_manager)
PAGE = 20
LONGEST_SEARCH = 200

blueprint = Blueprint("dashboard", __name__, url_prefix="/learning")


@blueprint.get("/")
@allow(*READERS)
def overview() -> ResponseReturnValue:
    found = _asked()
    if found is None:
        return render_template("learning/nowhere.html")
    data = _figures(found)
    return render_template(
        "learning/overview.html",
        asked=found,
        places=places(_reach()),
        speakers=IN_WORDS,
        data=data,
        sentences=speaker_sentences(data, found.speaker) if found.speaker else opening_sentences(data),
        drawings={} if found.speaker else _drawings(data),
        tables=tables_of(data, speaker=found.speaker),
        most_said=most_said(data.themes),
        slugs={theme.label: theme.slug for theme in data.themes},
        note=hidden_note(data.threshold),
    )


@blueprint.post("/figures.csv")
@allow(*READERS)
def figures() -> ResponseReturnValue:
    found = _asked() or abort(404)
    data = _figures(found)
    trail.record(action="figures.exported", subject="figures", detail=found.link)
    named = f"figures-{found.first}-to-{found.last}.csv"
    return Response(
        "\ufeff" + as_csv(list(tables_of(data, speaker=found.speaker).values()), about=_about(found, data)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{named}"'},
    )


@blueprint.get("/themes/<slug>")
@allow(*READERS)
def theme(slug: str) -> ResponseReturnValue:
    found = _asked() or abort(404)
    data = _figures(found)
    line = next((theme for theme in data.themes if theme.slug == slug), None) or abort(404)
    may_show = words_shown(line.said, line.months, speaker=found.speaker)
    said = (
        counts.passages_of(slug, _scope_of_passages(found), limit=PAGE, after=_after())
        if may_show.words
        else []
    )
    return render_template(
        "learning/theme.html",
        asked=found,
        data=data,
        theme=line,
        figure=getattr(line.said, found.speaker or "everybody"),
        change=theme_change(line, data),
        may_show=may_show,
        said=said,
        only_told=_only_told(found),
        more=said[-1] if len(said) == PAGE else None,
        months=months_of(line, data),
        speakers=IN_WORDS,
        drawings={
            size: draw_months(
                [month.first_day for month in data.months],
                line.months,
                title=f"{line.label}, month by month",
                name="theme",
                size=size,
            )
            for size in ("page", "narrow")
            if line.months and not found.speaker
        },
        marked=_marked,
        note=hidden_note(data.threshold),
    )


@blueprint.get("/search")
@allow(*READERS)
def search() -> ResponseReturnValue:
    found = _asked() or abort(404)
    words = request.args.get("words", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    data = _figures(found)
    may_show = words_shown(data.voices, [month.voices for month in data.months], speaker=found.speaker)
    passages = (
        counts.search_passages(words, _scope_of_passages(found), limit=PAGE)
        if words and may_show.words
        else []
    )
    return render_template(
        "learning/search.html",
        asked=found,
        words=words,
        may_show=may_show,
        passages=passages,
        only_told=_only_told(found),
        speakers=IN_WORDS,
        most=PAGE,
        note=hidden_note(data.threshold),
    )


def _reach() -> Reach:
    return reach(current_person(), *READERS)


def _asked() -> Asked | None:
    """What the address asks for; None for a person who has no team yet."""
    found = _reach()
    if found.nothing:
        return None
    try:
        return asked(request.args, reach=found, today=today())
    except NoSuchScopeError:
        abort(404)


def _figures(found: Asked) -> FrozenSummary:
    house = authority()
    return freeze(
        found.scope,
        authority=house.name,
        threshold=house.threshold,
        on=today(),
        with_answers=False,
    )


def _drawings(data: FrozenSummary) -> dict[str, dict[Size, Drawing]]:
    """Each picture for a wide and a narrow screen, where there is enough to draw."""
    sizes: tuple[Size, ...] = ("page", "narrow")
    made: dict[str, dict[Size, Drawing | None]] = {
        "valence": {size: draw_valence(data, size) for size in sizes},
        "themes": {size: draw_speakers(data, size) for size in sizes},
        "standards": {size: draw_standards(data, size) for size in sizes},
        "months": {size: draw_voices(data, size) for size in sizes},
    }
    return {
        name: {size: drawing for size, drawing in pair.items() if drawing is not None}
        for name, pair in made.items()
        if all(pair.values())
    }


def _about(found: Asked, data: FrozenSummary) -> list[tuple[str, str]]:
    """What a file says of itself before its figures."""
    return [
        ("Where", data.scope_name),
        ("Months", found.words),
        ("Whose voices", IN_WORDS[found.speaker] if found.speaker else "Everybody’s"),
        ("Hidden", hidden_note(data.threshold)),
    ]


def _scope_of_passages(found: Asked) -> counts.Scope:
    everywhere = Words(
        reach=_reach(),
        leads=reach(current_person(), Role.quality_lead),
        manages=reach(current_person(), Role.team_manager),
        first=found.scope.start,
        last=found.scope.end,
        teams=found.scope.teams,
    )
    chosen = tuple(speaker for speaker in everywhere.speakers if found.speaker in (None, speaker))
    return replace(everywhere, speakers=chosen)


def _only_told(found: Asked) -> bool:
    """Whether this person reads here, or in a part of it, only what people were told that managers read."""
    leads, team, area = (
        reach(current_person(), Role.quality_lead),
        found.scope.team_id,
        found.scope.service_area_id,
    )
    return not covers(leads, team_id=team, area=db.session.get(ServiceArea, area) if area else None)


def _after() -> tuple[date, UUID] | None:
    """The passage to go on from. Its month is looked up: an address does not say when somebody spoke."""
    try:
        passage = db.session.get(Passage, UUID(request.args.get("after", "")))
    except ValueError:
        return None
    return (passage.month, passage.id) if passage else None


def _marked(said: Said) -> Markup:
    """The redacted words with the ones that show the theme marked."""
    cut = pieces_of_many(said.redacted, {1: said.places})
    return Markup().join(
        Markup("<mark>{}</mark>").format(piece.words) if piece.shows else piece.words for piece in cut
    )
