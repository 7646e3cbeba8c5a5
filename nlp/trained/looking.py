"""What a text is looked at with before any model sees it."""

from spacy.language import Language
from threadpoolctl import threadpool_limits

from nlp.codebook import READ_WITH, Codebook
from nlp.components import clauses, lexicon, words
from nlp.lexis.tokenizing import english


def looking(codebook: Codebook) -> Language:
    """Only what tells stems, clauses and phrases: what is learnt must not stand on what was learnt before.

    From here on the process computes on one core: more would add the same numbers up in another order.
    """
    threadpool_limits(limits=1, user_api="blas")
    pipeline = english()
    pipeline.meta[READ_WITH] = codebook
    for name in (words.NAME, clauses.NAME, lexicon.NAME):
        pipeline.add_pipe(name)
    return pipeline
