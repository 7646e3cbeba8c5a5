"""Many responses at once, by COPY: answers and words sealed one by one, rows written in bulk."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from psycopg import Connection
from sqlalchemy import ARRAY, LargeBinary, any_, literal, select

from core.db import db
from core.keys import sealed_json
from core.passages import UnstoredPassage
from core.questions.answers import words_given
from feedback import receipts
from feedback.importing.mapping import Taken
from feedback.models import Collection, Response
from feedback.submission import AGE_BANDS

AT_ONCE = 5_000

COPY_RESPONSES = """COPY response (id, collection_id, version_id, team_id, speaker, age_band, language, held_by,
    day, answers_sealed, idempotency_hash, screened) FROM STDIN"""
COPY_PASSAGES = """COPY passage (id, room, source_id, question, asked, speaker, team_id, month, words_sealed, may_quote)
    FROM STDIN"""


class _LightResponse:
    """A response about to be copied: only what sealing binds to."""

    __tablename__ = Response.__tablename__
    __slots__ = ("answers_sealed", "id")
    id: UUID
    answers_sealed: bytes
    answers = sealed_json("answers_sealed")


class SameRows:
    """Tells rows of equal content apart by their count, so that a second import of a file adds nothing."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.seen: dict[bytes, int] = {}

    def key_of(self, taken: Taken) -> str:
        said = json.dumps([str(self.collection.id), taken.on.isoformat(), taken.answers], sort_keys=True)
        content = hashlib.sha256(said.encode()).digest()
        self.seen[content] = self.seen.get(content, 0) + 1
        return f"import:{content.hex()}:{self.seen[content]}"


def store(collection: Collection, rows: Sequence[Taken], same: SameRows) -> list[UUID]:
    """Keep these rows as responses and passages, unscreened; gives the new ones. What is here already is left out."""
    hashes = [receipts.hash_of_key(same.key_of(taken)) for taken in rows]
    here = {
        bytes(found)
        for found in db.session.scalars(
            select(Response.idempotency_hash).where(
                Response.idempotency_hash == any_(literal(hashes, ARRAY(LargeBinary)))
            )
        )
    }
    new = [(uuid4(), taken, hashed) for taken, hashed in zip(rows, hashes, strict=True) if hashed not in here]
    connection = db.session.connection().connection.driver_connection
    assert isinstance(connection, Connection)  # noqa: S101 - the only driver there is
    _copy(connection, COPY_RESPONSES, _response_rows(collection, new))
    _copy(connection, COPY_PASSAGES, _passage_rows(collection, new))
    return [response_id for response_id, _, _ in new]


def _copy(connection: Connection, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _response_rows(
    collection: Collection, new: Iterable[tuple[UUID, Taken, bytes]]
) -> Iterable[tuple[object, ...]]:
    definition = collection.asks
    age_band = AGE_BANDS.get(definition.audience)
    light = _LightResponse()
    for response_id, taken, hashed in new:
        light.id = response_id
        light.answers = taken.answers
        yield (
            response_id, collection.id, collection.version_id, collection.team_id, definition.speaker, age_band,
            "en", "import", taken.on, light.answers_sealed, hashed, False,
        )  # fmt: skip


def _passage_rows(
    collection: Collection, new: Iterable[tuple[UUID, Taken, bytes]]
) -> Iterable[tuple[object, ...]]:
    definition = collection.asks
    light = UnstoredPassage()
    for response_id, taken, _ in new:
        may_quote = definition.may_quote(taken.answers)
        for given in words_given(definition, taken.answers):
            light.id = uuid4()
            light.words = given.words
            yield (
                light.id, "feedback", response_id, given.question, given.asked, definition.speaker,
                collection.team_id, taken.on.replace(day=1), light.words_sealed, may_quote,
            )  # fmt: skip
