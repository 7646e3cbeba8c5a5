"""People's names: who is a name in this message, in whole, and everywhere it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from nlp.findings import Redaction
from nlp.redact.knowledge import Knowledge, knowledge
from nlp.redact.names.certain import begins_with_name, by_rule, is_double, is_familiar, surely_named
from nlp.redact.names.features import features_of, is_candidate
from nlp.redact.names.further import named_by_another
from nlp.redact.names.initials import is_initial
from nlp.redact.names.little_words import is_label
from nlp.redact.names.name_lists import join_lists
from nlp.redact.names.nicknames import LITTLE, is_joined, is_joined_thing, is_nickname, take_in_sizes
from nlp.redact.names.nobody import nobody_at
from nlp.redact.names.ordinary_uses import CALLED
from nlp.redact.names.other_tongues import everyday_at
from nlp.redact.names.setting import Setting, how_typed, is_sure_name, listed
from nlp.redact.names.standing import standing_people
from nlp.redact.names.syllables import rows_of, syllables
from nlp.redact.names.whole import name_spans, repeat_names, take_in_the_rest
from nlp.redact.tokens import Token
from nlp.redact.vocabulary import EMPTY, Vocabulary

# From which chance on a syllable beside one that is a name is one too.
_SYLLABLE = 0.01
_WEAK_SYLLABLE = 0.1


# From which chance on a first name that is no word is one: "mum and dave argue".
_OF_A_SURE_NAME = 0.05
# A letter by itself or a number: somebody's, now and then.
_LONE = frozenset({"letter", "digits"})


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
    standing: bool = True,
) -> list[Redaction]:
    """Spans of `text` that name a person. A full name is one span; titles, kin words and `'s` stay outside.

    `people` are plain words that name somebody the authority knows; `ordinary` words in lower case name nobody;
    what is `taken` already is no part of a name; `further` are characters that another reader takes for somebody.
    `standing` says that a word of the message may stand where only a person can.
    """
    known = known or knowledge()
    vocabulary = reader.vocabulary if reader else EMPTY
    rows = rows_of(tokens)
    setting = Setting(tokens, known, vocabulary, how_typed(tokens), rows)
    chosen = [False] * len(tokens)
    any_chosen = False
    cued = False
    joined = "-" in text
    apart = _within(tokens, taken)
    for at, token in enumerate(tokens):
        word, shape = token.plain, token.shape
        if shape == "sign":
            cued = False
            continue
        if at in apart or (joined and is_joined_thing(at, setting)) or is_label(at, tokens, apart):
            continue
        looked_at = (
            cued or at in rows or word not in ordinary or (shape != "lower" and not _begins(token, known))
        )
        if shape in _LONE:
            standing = True
        if (looked_at and _is_name(at, setting, reader, people)) or (joined and is_joined(at, setting)):
            chosen[at] = any_chosen = True
        cued = word in known.titles or word in CALLED or word == LITTLE
    if begins_with_name([token.plain for token in tokens[:2]]) and 0 not in apart:
        chosen[0] = any_chosen = True
    for at in standing_people(setting) if standing else ():
        if at not in apart:
            chosen[at] = any_chosen = True
    for at in named_by_another(setting, further, ordinary) if further else ():
        if at not in apart:
            chosen[at] = any_chosen = True
    if not any_chosen:
        return []
    # Asked only now: nearly every message names nobody, and then it need not be known who is famous.
    apart |= nobody_at(tokens, known) | everyday_at(text, setting, people)
    for at in apart:
        chosen[at] = False
    if not any(chosen):
        return []
    if reader is not None:
        _take_in_rows(setting, reader, chosen, apart)
    repeat_names(tokens, chosen, known, vocabulary, apart)
    join_lists(setting, chosen, apart)
    take_in_sizes(setting, chosen, apart)
    take_in_the_rest(text, setting, chosen, apart)
    return list(name_spans(text, tokens, chosen, known))


def _take_in_rows(setting: Setting, reader: NameReader, chosen: list[bool], apart: frozenset[int]) -> None:
    """Beside a syllable that is a name another needs little to be one: the "man" of "man kei"."""
    for at, row in setting.rows.items():
        if (
            chosen[at]
            or at in apart
            or not any(chosen[place] for place in row)
            or not is_candidate(at, setting)
        ):
            continue
        weak = setting.tokens[at].plain in syllables().weak and not _ends_with_name(at, setting)
        least = _WEAK_SYLLABLE if weak else _SYLLABLE
        chosen[at] = reader.chance(features_of(at, setting)) >= least


def _begins(token: Token, known: Knowledge) -> bool:
    """Whether the capital of a word that no list holds is that of a sentence: "Childminder rang"."""
    return (
        token.first
        and token.shape == "title"
        and token.plain not in known.words
        and not listed(token.plain, known)
    )


def _ends_with_name(at: int, setting: Setting) -> bool:
    """Whether "my" or "an" ends the sentence, and so belongs to nothing after it."""
    after = setting.tokens[at + 1] if at + 1 < len(setting.tokens) else None
    return setting.tokens[at].plain in {"my", "an"} and (after is None or after.shape == "sign")


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
    if is_nickname(at, setting):
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
    least = _OF_A_SURE_NAME if is_sure_name(token.plain, setting) else reader.threshold
    return reader.chance(features_of(at, setting)) >= least
