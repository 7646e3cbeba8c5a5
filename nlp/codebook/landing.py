"""What an authority's own codebook makes of the themes that were found: merged, hidden, and its own phrases."""

from collections.abc import Iterable, Sequence

from nlp.codebook import Codebook, shipped_codebook
from nlp.codebook.changes import reads_the_same
from nlp.deciding import Candidate, by_lexicon
from nlp.lexis.lexicon import Hit


class Landing:
    """Which theme each candidate is suggested as.

    The trained model learnt the shipped themes and knows nothing of an authority's changes. So a merged theme
    is still found as what it was and suggested as what it is now part of; a hidden one is found and left out;
    and a phrase that the authority added speaks for its theme by itself, as it does for a theme of its own.
    """

    def __init__(self, codebook: Codebook) -> None:
        self._landing = codebook.landing()
        self._shipped = reads_the_same(codebook, shipped_codebook())
        shipped = {theme.slug: frozenset(theme.lexicon.phrases()) for theme in shipped_codebook().themes}
        # Phrases of the authority's own, each with its theme.
        self.own_phrases = {
            (theme.slug, phrase)
            for theme in codebook.themes
            for phrase in theme.lexicon.phrases()
            if phrase not in shipped.get(theme.slug, ())
        }

    def landed(self, candidates: Sequence[Candidate], *, hits: Iterable[Hit]) -> list[Candidate]:
        """The candidates as themes of the codebook that are in use, each theme once."""
        if self._shipped:
            return list(candidates)
        kept: dict[str, Candidate] = {}
        for candidate in [*candidates, *self._by_own_phrases(hits)]:
            theme = self._landing.get(candidate.theme)
            if theme is None:
                continue
            both = [kept[theme], candidate] if theme in kept else [candidate]
            shown = dict.fromkeys(hit for one in both for hit in one.hits)
            surest = max(both, key=lambda one: one.score)
            kept[theme] = surest._replace(theme=theme, hits=tuple(shown))
        return sorted(kept.values(), key=lambda candidate: (candidate.start, candidate.theme))

    def _by_own_phrases(self, hits: Iterable[Hit]) -> list[Candidate]:
        own = [hit for hit in hits if (hit.entry.theme, hit.entry.phrase) in self.own_phrases]
        return by_lexicon(own) if own else []
