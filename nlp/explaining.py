"""Why a text is read as it is: each finding with the words that made it."""

from nlp.findings import Speaker
from nlp.lexis.cleaning import clean
from nlp.pipeline import build_pipeline, read


def explanation(text: str, *, speaker: Speaker | None = None) -> str:
    """Plain lines that show each finding in `text` and why it was made."""
    (reading,) = read([text], [speaker])
    lines = []
    for theme in reading.themes:
        words = text[theme.start : theme.end]
        lines.append(
            f"theme {theme.theme}, {theme.valence}, score {theme.score:.2f}, by {theme.source}: {words!r}"
        )
        lines += [f"    phrase {phrase!r} in {place!r}" for phrase, place in phrases_for(text, theme.theme)]
    lines += [
        f"alert {alert.category}, {alert.level}, by {alert.rule}: {text[alert.start : alert.end]!r}"
        for alert in reading.alerts
    ]
    lines += [f"redacted {one.type}: {text[one.start : one.end]!r}" for one in reading.redactions]
    lines.append(f"redacted copy: {reading.redacted}")
    lines.append(f"language: {reading.language or 'not known'}")
    return "\n".join(lines)


def phrases_for(text: str, theme: str) -> list[tuple[str, str]]:
    """Each phrase of `theme`'s lexicon that stands in `text`, with the words it stands in."""
    pipeline = build_pipeline()
    with pipeline.memory_zone():
        doc = pipeline(clean(text).text)
        return [
            (hit.entry.phrase, doc[hit.start : hit.end].text)
            for hit in doc._.hits
            if hit.entry.theme == theme
        ]
