"""`heard bench read`: the whole pipeline against tokens and sentences alone."""

import time
from collections.abc import Callable, Iterable, Sequence

import spacy

from core.bench import Figure, bench
from nlp.codebook import shipped_codebook
from nlp.pipeline import BATCH, build_pipeline, read
from nlp.trained.worked import shipped_examples

ROUNDS = 2


@bench("read")
def measure_reading() -> Figure:
    """Passages a second of one core's time, each side once to warm up and then the better of two rounds."""
    texts = [example.text for example in shipped_examples(shipped_codebook())]
    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    build_pipeline()
    floor = _best_rate(lambda given: blank.pipe(given, batch_size=BATCH), texts)
    ours = _best_rate(read, texts)
    return Figure(ours=ours, floor=floor, unit="passages/s", goal=0.10, more={"passages": len(texts)})


def _best_rate(reading: Callable[[Sequence[str]], Iterable[object]], texts: Sequence[str]) -> float:
    rates = []
    for _ in range(ROUNDS + 1):
        began = time.process_time()
        for _one in reading(texts):
            pass
        rates.append(len(texts) / (time.process_time() - began))
    return max(rates[1:])
