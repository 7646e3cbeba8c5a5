"""What is known of a message besides its words: who says it, and what it answers."""

import math
import re
from functools import lru_cache

from nlp.lexis.words import stems_of
from nlp.trained.features import Features

# Stands before a stem of the question.
ASKED = "? "
# How much a question counts as a whole, beside who speaks.
ASKED_WEIGHS = 2.0
LONGEST_ASKED = 300
_WORD = re.compile(r"[^\W\d_]+")


def context_of(speaker: str, question: str = "") -> Features:
    """Who speaks and the stems of what is asked, each with how much it counts; "" is for what is not known.

    Rationale: "my brother" means one thing as an answer to "What do you worry about?" and another where good things
    are asked for, and "yes, always" means nothing by itself.
    """
    return _context(speaker, question[:LONGEST_ASKED])


@lru_cache(maxsize=1024)
def _context(speaker: str, question: str) -> Features:
    stems = {one for one in stems_of(_WORD.findall(question.casefold())) if one}
    context = {speaker: 1.0} if speaker else {}
    return context | {ASKED + one: ASKED_WEIGHS / math.sqrt(len(stems)) for one in sorted(stems)}
