"""What is kept of a passage that a person has translated: the themes of the translation, the original's language."""

from dataclasses import replace

from sqlalchemy import update

from core.db import db
from core.keys import Unreadable
from core.passages import Passage
from nlp.bounded import BoundedReader, ModelToReadWith, Text
from nlp.codebook import Codebook
from nlp.findings import Speaker
from nlp.kept.reading import KeptReading
from nlp.languages import ENGLISH, UNKNOWN
from nlp.redact import Familiar
from nlp.translating.models import Translation


def beside_original(
    passage: Passage,
    translated: KeptReading,
    translation: Translation,
    reader: BoundedReader,
    codebook: Codebook | None,
    model: ModelToReadWith | None,
    familiar: Familiar,
) -> KeptReading:
    """The reading of the translation, marked as in the original's language; the translation is read now.

    The original's redacted copy is kept beside it. Where the original cannot be read there is none, and a
    person who must see it opens the words themselves.
    """
    original = _original(passage, reader, codebook, model, familiar)
    translation.original_redacted = original.redacted if original else None
    db.session.execute(
        update(Translation)
        .where(Translation.passage_id == passage.id, Translation.number <= translation.number)
        .values(read=True)
    )
    return replace(translated, language=_language(passage, original))


def _original(
    passage: Passage,
    reader: BoundedReader,
    codebook: Codebook | None,
    model: ModelToReadWith | None,
    familiar: Familiar,
) -> KeptReading | None:
    try:
        text = Text(passage.words, Speaker(passage.speaker), passage.asked)
    except Unreadable:
        return None
    (found,) = reader.read([text], codebook, model=model, familiar=familiar)
    return found if isinstance(found, KeptReading) else None


def _language(passage: Passage, original: KeptReading | None) -> str:
    """What was translated is not English, whatever it looks like to the machine.

    Rationale: a person found it worth translating; short words in Latin letters are easily mistaken.
    """
    for code in (original.language if original else None, passage.language):
        if code and code != ENGLISH:
            return code
    return UNKNOWN
