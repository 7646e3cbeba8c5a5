"""What must hold of the reading of any text, however hostile."""

from nlp.findings import Speaker
from nlp.kept.reading import KeptReading, to_keep
from nlp.pipeline import read
from nlp.redact import Familiar

KNOWN_HERE = Familiar.of(
    people=["Kim Li", "Aa Ab"], schools=["No No"], places=["I I"], references=["A1-A1", "07 07"]
)


def read_whole(text: str) -> KeptReading:
    """The reading of `text` as it is kept; every finding lies in it, and the copy can be stored."""
    (reading,) = read([text], [Speaker.child], familiar=KNOWN_HERE, why=True)
    for found in (*reading.themes, *reading.alerts, *reading.redactions):
        assert 0 <= found.start < found.end <= len(text)
    ends = [0, *(found.end for found in reading.redactions)]
    assert all(found.start >= end for found, end in zip(reading.redactions, ends, strict=False))
    kept = to_keep(text, reading)
    kept.redacted.encode()
    assert "\0" not in kept.redacted
    for theme in kept.themes:
        if theme.redacted_end is not None:
            assert theme.redacted_end <= len(kept.redacted)
    return kept
