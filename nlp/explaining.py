"""Why a text is read as it is: each finding with the words that made it, and what was nearly found.

A text is read once. What is shown fits `WIDE` columns, whatever the text holds.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from nlp.codebook import codebook_of
from nlp.components import themes
from nlp.components.themes import Asked, ThemeChoice
from nlp.deciding import GIVEN_FROM, Candidate
from nlp.findings import Alert, Found, Speaker, ThemeFinding, found_in
from nlp.languages.profiles import profiles
from nlp.lexis.cleaning import clean
from nlp.pipeline import build_pipeline
from nlp.reasons import Span, share_of, strongest
from nlp.review.teaching import score_in_words
from nlp.screening.joining import URGENT
from nlp.screening.said import Said, said_of, screen_rules_version
from nlp.screening.stored import shipped_reader

WIDE = 80
LABELS = 13
NEAREST = 3
NEAR = 0.01
LONGEST_PHRASE = 40


def explanation(
    text: str, *, speaker: Speaker | None = None, question: str = "", pipeline: Language | None = None
) -> str:
    """Plain lines that show each finding in `text`, which answers `question`, and why it was made.

    `pipeline` is another than the shipped.
    """
    cleaned = clean(text).text
    if not cleaned.strip():
        return "There are no words to read."
    chosen = pipeline or build_pipeline()
    with chosen.memory_zone():
        doc = chosen.make_doc(cleaned)
        found_in(doc).speaker, found_in(doc).question = speaker, question
        doc = chosen(doc)
        parts = (
            ("Themes", _themes(doc, chosen)),
            ("Alerts", _alerts(found_in(doc))),
            ("Taken out", _taken_out(found_in(doc))),
            ("Language", [f"  {_language(found_in(doc).language)}"]),
        )
        return "\n\n".join("\n".join((heading, *lines)) for heading, lines in parts)


def said_by(source: str) -> str:
    """The rule or model that a `source` names, in words."""
    kind, _, name = source.partition(":")
    return f"the model, version {name}" if kind == "model" else f"the phrases on the list of {name}"


def _themes(doc: Doc, pipeline: Language) -> Iterator[str]:
    choice = pipeline.get_pipe(themes.NAME)
    assert isinstance(choice, ThemeChoice)  # noqa: S101 - the name is its own
    asked = choice.asked(doc)
    found = list(zip(found_in(doc).themes, doc._.candidates, strict=True))
    if not found:
        yield "  No theme found."
    for theme, candidate in found:
        yield from _theme(doc, theme, candidate, asked.get(candidate.found_as))
    near = _nearest(doc, pipeline, asked, {theme.theme for theme, _ in found})
    needed = f"a theme is found from {_chance(GIVEN_FROM)}"
    yield f"  Nearest, not found ({needed})" if near else f"  No other came near ({needed})."
    wide = max((len(slug) for slug, _ in near), default=0)
    for slug, one in near:
        runs = strongest(one.strength, doc._.sentences)
        yield from _line(f"{slug:<{wide}}  {_chance(one.score)}", _because(doc, runs, one.strength))


def _theme(doc: Doc, theme: ThemeFinding, candidate: Candidate, asked: Asked | None) -> Iterator[str]:
    """`asked` is what the model says of it, where the model gave it."""
    yield f"  {theme.theme}, {theme.valence}: {score_in_words(theme.score)}, {_chance(theme.score)}"
    runs = candidate.reasons or (strongest(asked.strength, doc._.sentences) if asked else ())
    yield from _line("because of", _because(doc, runs, asked.strength if asked else ()))
    label = "phrases"
    for hit in doc._.hits:
        if hit.entry.theme == theme.theme:
            phrase = hit.entry.phrase
            shown = phrase if len(phrase) <= LONGEST_PHRASE else f"{phrase[:LONGEST_PHRASE]} …"
            yield from _line(label, f"{shown} in {_quoted(doc, (hit.start, hit.end))}")
            label = ""
    yield from _line("said by", said_by(theme.source))


def _nearest(
    doc: Doc, pipeline: Language, asked: dict[str, Asked], found: set[str]
) -> list[tuple[str, Asked]]:
    """The themes that came nearest to being found, among those that are offered to who speaks."""
    codebook, speaker = codebook_of(pipeline), found_in(doc).speaker
    offered = codebook.offered_to(speaker) if speaker else frozenset(codebook.slugs())
    landing = codebook.landing()
    near = {
        into: one
        for label, one in sorted(asked.items(), key=lambda each: each[1].score)
        if (into := landing.get(label)) in offered and into not in found and NEAR <= one.score < GIVEN_FROM
    }
    return sorted(near.items(), key=lambda each: -each[1].score)[:NEAREST]


def _because(doc: Doc, runs: Sequence[Span], strength: Sequence[float]) -> str:
    """Runs of words, each with its share of all that speaks for the theme where the model says how much."""
    shares = {run: share_of(run, strength) for run in runs} if strength else dict.fromkeys(runs, 0.0)
    said = [
        f"{_quoted(doc, run)} {share:.0%}" if strength else _quoted(doc, run)
        for run, share in sorted(shares.items(), key=lambda each: -each[1])
    ]
    return ", ".join(said) or "no word by itself"


def _quoted(doc: Doc, run: Span) -> str:
    """A run of tokens as it is written, with the rest of the words it is part of: “dont” for its "nt"."""
    start, end = run
    while start and doc[start - 1].is_alpha and not doc[start - 1].whitespace_:
        start -= 1
    while end < len(doc) and doc[end].is_alpha and not doc[end - 1].whitespace_:
        end += 1
    return f"“{doc[start:end].text}”"


def _alerts(found: Found) -> Iterator[str]:
    said = said_of(found.text, speaker=found.speaker or Speaker.child)
    if not found.alerts:
        yield "  No alert."
        yield from _scores(said)
    for alert in found.alerts:
        yield f"  {alert.category}, {alert.level}"
        yield from _line("because of", f"“{found.text[alert.start : alert.end]}”")
        yield from _line("said by", _alert_said_by(alert))
        yield from _scores([one for one in said if one.start <= alert.start < one.end])
    if not found.speaker:
        yield "  Read as the words of a child: nobody said who speaks."


def _alert_said_by(alert: Alert) -> str:
    kind, _, name = alert.rule.partition(":")
    version = screen_rules_version() if kind == "rule" else name
    return f"the rule {name}, rules version {version}" if kind == "rule" else "the trained reader"


def _scores(said: Iterable[Said]) -> Iterator[str]:
    """How alarming the trained readers find what alarms them most."""
    model = shipped_reader().model
    one = max(said, key=lambda each: each.together - each.needed, default=None)
    if model is None or one is None:
        yield from _line(
            "scores", "none: the rules read alone" if model is None else "none: no word can be read"
        )
        return
    network = "not asked" if one.network is None else _chance(one.network)
    yield from _line("scores", f"linear {_chance(one.linear)}, network {network}")
    yield from _line("", f"together {_chance(one.together)} (an alert from {_chance(one.needed)})")
    if one.urgent is not None:
        yield from _line("", f"urgent {_chance(one.urgent)} (urgent from {_chance(URGENT)})")
    yield from _line("", f"by the trained reader, version {model.version}")


def _taken_out(found: Found) -> Iterator[str]:
    if not found.redactions:
        yield "  Nothing."
    for one in found.redactions:
        yield from _line(one.type.lower().replace("_", " "), f"“{found.text[one.start : one.end]}”")
    yield from _line("copy", found.text if found.redacted is None else found.redacted)


def _language(code: str | None) -> str:
    profile = profiles().get(code or "")
    return f"{profile.name} ({profile.code})" if profile else "Not known."


def _chance(score: float) -> str:
    return f"{score:.2f}"


def _line(label: str, words: str) -> list[str]:
    """`words` beside their label, on as many lines as they need."""
    before = f"    {label:<{LABELS}}" if len(label) < LABELS else f"    {label}  "
    return textwrap.wrap(words, WIDE, initial_indent=before, subsequent_indent=" " * len(before))
