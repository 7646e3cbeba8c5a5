"""Words as an answer to the question asked: "nothing" praises after one question and blames after another."""

import math
from collections.abc import Sequence

from nlp.trained.features import Features

# Stands between a question and a stem.
ANSWERED = "¦"


def asked(question: str, stems: Sequence[str]) -> Features:
    """Each stem together with the `question` it answers; all of a text have length one."""
    distinct = {one for one in stems if one} if question else set()
    return {f"{question}{ANSWERED}{one}": 1 / math.sqrt(len(distinct)) for one in sorted(distinct)}
