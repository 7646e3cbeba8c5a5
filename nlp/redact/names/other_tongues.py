"""Names in a message of another language, of which the reader of names has learnt nothing."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.languages import other_language
from nlp.languages.profiles import everyday_words, kin_words
from nlp.redact.names.setting import Setting, listed
from nlp.redact.tokens import Token

# Languages that write every noun with a capital, where a capital says nothing.
_CAPITAL_NOUNS = frozenset({"de"})


def everyday_at(text: str, setting: Setting, people: frozenset[str]) -> frozenset[int]:
    """Where words stand that name nobody, in a message that is plainly in another language.

    An everyday word of the language is one, and so is a word that no list of names knows where its letters do not
    speak for a name: in lower case, or at the beginning of a sentence. One after a word for family, written with a
    capital, is a name whatever it is. `people` are known here.

    Rationale: "nobody rings us" must not become "[name] rings us" for whoever translates it.
    """
    tongue = other_language(text)
    if tongue is None:
        return frozenset()
    everyday, kin = everyday_words(tongue), kin_words(tongue)
    found = set()
    for at, token in enumerate(setting.tokens):
        if token.shape not in {"lower", "title"} or token.plain in people:
            continue
        if _is_capital_name(at, setting.tokens, kin, everyday):
            continue
        is_known = bool(listed(token.plain, setting.known))
        tells = token.shape == "title" and not token.first and tongue not in _CAPITAL_NOUNS
        if (token.plain in everyday and not (tells and is_known)) or not (tells or is_known):
            found.add(at)
    return frozenset(found)


def _is_capital_name(at: int, tokens: Sequence[Token], kin: frozenset[str], everyday: frozenset[str]) -> bool:
    """Whether the word stands after one for family, with a capital that no sentence begins with."""
    token = tokens[at]
    return bool(at and token.shape == "title" and tokens[at - 1].plain in kin and token.plain not in everyday)
