"""`heard bench hostile`: the slowest of the texts that are written to be slow, against ordinary ones as long."""

import time

from core.bench import Figure, bench
from nlp.benches.hostile_texts import hostile_texts
from nlp.codebook import shipped_codebook
from nlp.pipeline import build_pipeline, made_ready, read
from nlp.trained.worked import shipped_examples

CHARACTERS = 50_000


@bench("hostile")
def measure_hostile_texts() -> Figure:
    """Processor time for one text of 50,000 characters, the slowest of all, each read once."""
    made_ready(build_pipeline())
    ordinary = " ".join(example.text for example in shipped_examples(shipped_codebook()))[:CHARACTERS]
    floor = min(_seconds(ordinary) for _ in range(3))
    times = {name: _seconds(text) for name, text in hostile_texts(CHARACTERS).items()}
    slowest = max(times, key=lambda name: times[name])
    return Figure(
        ours=times[slowest],
        floor=floor,
        unit="s",
        goal=20.0,
        at_most=True,
        more={"slowest": slowest, "texts": len(times), "characters": CHARACTERS},
    )


def _seconds(text: str) -> float:
    began = time.process_time()
    for _one in read([text]):
        pass
    return time.process_time() - began
