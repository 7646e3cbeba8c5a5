"""People's names: who is a name in this message, in whole, and everywhere it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from nlp.findings import Redaction
from nlp.redact.features import features_of, is_candidate
from nlp.redact.further import named_by_another
from nlp.redact.initials import is_initial
from nlp.redact.knowledge import Knowledge, knowledge
from nlp.redact.name_rules import by_rule, is_double, is_familiar, surely_named
from nlp.redact.nobody import nobody_at
from nlp.redact.ordinary_uses import CALLED
from nlp.redact.setting import Setting, how_typed
from nlp.redact.tokens import Token
from nlp.redact.vocabulary import EMPTY, Vocabulary
from nlp.redact.whole_names import name_spans, repeat_names, take_in_the_rest


class NameReader(Protocol):
    """Anything that can say how likely a word, described by its features, names a person."""

    @property
    def threshold(self) -> float:
        """From which chance on a word is taken for a name."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """How ordinary each word is."""
        ...

    def chance(self, features: Sequence[str]) -> float:
        """0 to 1."""
        ...


def find_names(
    tokens: Sequence[Token],
    text: str,
    *,
    reader: NameReader | None = None,
    known: Knowledge | None = None,
    ordinary: frozenset[str] = frozenset(),
    people: frozenset[str] = frozenset(),
    taken: Sequence[Redaction] = (),
    further: Sequence[tuple[int, int]] = (),
) -> list[Redaction]:
    """Spans of `text` that name a person. A full name is one span; titles, kin words and `'s` stay outside.

    `people` are plain words that name somebody the authority knows; `ordinary` words in lower case name nobody;
    what is `taken` already is no part of a name; `further` are characters that another reader takes for somebody.
    """
    known = known or knowledge()
    vocabulary = reader.vocabulary if reader else EMPTY
    setting = Setting(tokens, known, vocabulary, how_typed(tokens))
    chosen = [False] * len(tokens)
    any_chosen = False
    cued = False
    apart = _within(tokens, taken)
    for at, token in enumerate(tokens):
        word = token.plain
        if at in apart:
            continue
        if (cued or word not in ordinary or token.shape != "lower") and _is_name(at, setting, reader, people):
            chosen[at] = any_chosen = True
        cued = word in known.titles or word in CALLED
    for at in named_by_another(setting, further, ordinary) if further else ():
        if at not in apart:
            chosen[at] = any_chosen = True
    if not any_chosen:
        return []
    # Asked only now: nearly every message names nobody, and then it need not be known who is famous.
    apart |= nobody_at(tokens, known)
    for at in apart:
        chosen[at] = False
    if not any(chosen):
        return []
    repeat_names(tokens, chosen, known, vocabulary, apart)
    take_in_the_rest(text, setting, chosen, apart)
    return list(name_spans(text, tokens, chosen, known))


def _within(tokens: Sequence[Token], taken: Sequence[Redaction]) -> frozenset[int]:
    """Where the tokens stand that are inside one of the spans."""
    if not taken:
        return frozenset()
    letters = {at for span in taken for at in range(span.start, span.end)}
    return frozenset(at for at, token in enumerate(tokens) if token.start in letters)


def _is_name(at: int, setting: Setting, reader: NameReader | None, people: frozenset[str]) -> bool:
    token = setting.tokens[at]
    if token.shape in {"sign", "digits"}:
        return False
    if people and is_familiar(token, setting, people):
        return True
    if token.shape == "letter":
        return is_initial(at, setting)
    if is_double(at, setting):
        return True
    if not is_candidate(at, setting):
        return False
    if surely_named(at, setting):
        return True
    if reader is None:
        return by_rule(at, setting)
    return reader.chance(features_of(at, setting)) >= reader.threshold
