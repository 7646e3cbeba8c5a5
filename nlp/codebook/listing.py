"""The codebook as a list: headings, and the themes under each."""

from nlp.codebook import Codebook, Theme


def listed(codebook: Codebook) -> list[tuple[str, list[Theme]]]:
    """The themes in use by heading, headings in the order in which they first stand."""
    found: dict[str, list[Theme]] = {}
    for theme in codebook.themes:
        if theme.in_use:
            found.setdefault(theme.section, []).append(theme)
    return list(found.items())
