"""Why a text is read as it is: each finding with the words that made it."""

from spacy.language import Language

from nlp.findings import Speaker, ThemeFinding
from nlp.lexis.cleaning import clean
from nlp.pipeline import build_pipeline, read
from nlp.review.teaching import score_in_words


def explanation(text: str, *, speaker: Speaker | None = None, pipeline: Language | None = None) -> str:
    """Plain lines that show each finding in `text` and why it was made. `pipeline` is another than the shipped."""
    (reading,) = read([text], [speaker], pipeline=pipeline, why=True)
    lines = []
    for theme in reading.themes:
        lines.append(
            f"theme {theme.theme}, {theme.valence}: {score_in_words(theme.score)} ({theme.score:.2f})"
        )
        lines.append(f"    because of {because(text, theme)}")
        lines.append(f"    by {said_by(theme.source)}")
        lines += [
            f"    phrase {phrase!r} in {place!r}"
            for phrase, place in phrases_for(text, theme.theme, pipeline)
        ]
    lines += [
        f"alert {alert.category}, {alert.level}, by {alert.rule}: {text[alert.start : alert.end]!r}"
        for alert in reading.alerts
    ]
    lines += [f"redacted {one.type}: {text[one.start : one.end]!r}" for one in reading.redactions]
    lines.append(f"redacted copy: {reading.redacted}")
    lines.append(f"language: {reading.language or 'not known'}")
    return "\n".join(lines)


def because(text: str, theme: ThemeFinding) -> str:
    """The words that made a finding, the strongest first, quoted."""
    places = theme.reasons or ((theme.start, theme.end),)
    return ", ".join(dict.fromkeys(repr(text[start:end]) for start, end in places))


def said_by(source: str) -> str:
    """The rule or model that a `source` names, in words."""
    kind, _, name = source.partition(":")
    return f"the model, version {name}" if kind == "model" else f"the phrases on the list of {name}"


def phrases_for(text: str, theme: str, pipeline: Language | None = None) -> list[tuple[str, str]]:
    """Each phrase of `theme`'s lexicon that stands in `text`, with the words it stands in."""
    chosen = pipeline or build_pipeline()
    with chosen.memory_zone():
        doc = chosen(clean(text).text)
        return [
            (hit.entry.phrase, doc[hit.start : hit.end].text)
            for hit in doc._.hits
            if hit.entry.theme == theme
        ]
