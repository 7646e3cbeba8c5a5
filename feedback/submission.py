"""Taking in a response: answers, passages, alert and receipt in one transaction, once."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from core.days import today
from core.db import db
from core.jobs import nudge
from core.passages import write_passages
from core.questions.answers import words_given
from core.questions.kinds import Answers
from core.questions.schema import Audience
from feedback import receipts
from feedback.alerts import raise_alert
from feedback.models import Collection, Response
from feedback.screening import concerns_in

AGE_BANDS = {
    Audience.young_child: "5-10",
    Audience.young_person: "11-17",
    Audience.care_leaver: "18-25",
}


TABLE = Response.metadata.tables[Response.__tablename__]
LEFT_TO_THE_DATABASE = {"language", "held_by", "progress", "progress_on", "screened"}
STORED = [column.name for column in TABLE.columns if column.name not in LEFT_TO_THE_DATABASE]
STORE_ONCE = (
    insert(TABLE)
    .values({name: bindparam(name) for name in STORED})
    .on_conflict_do_nothing(index_elements=["idempotency_hash"])
    .returning(TABLE.c.id)
)


class OtherAnswersKept(Exception):
    """The same page was sent before with other answers; those are kept and these are not."""


class NothingSaid(ValueError):
    """There is no answer to keep."""


@dataclass(frozen=True)
class Receipt:
    """What the person who answered gets. `again` is true where this was a second sending."""

    response: Response
    code: tuple[str, ...]
    again: bool


def submit_response(
    *,
    collection: Collection,
    answers: Answers,
    key: str,
    on: date | None = None,
) -> Receipt:
    """Keep these answers as one response, screen them, and give the receipt.

    The same key with the same answers is the same response. Raises OtherAnswersKept where the answers
    differ, NothingSaid where there are none.
    """
    if not answers:
        raise NothingSaid
    definition = collection.asks
    response = Response(
        collection_id=collection.id,
        version_id=collection.version_id,
        team_id=collection.team_id,
        speaker=definition.speaker,
        age_band=AGE_BANDS.get(definition.audience),
        day=on or today(),
        answers=answers,
        idempotency_hash=receipts.hash_of_key(key),
        receipt_hash=receipts.hash_of_code(receipts.code_for(key)),
    )
    if not _insert_once(response):
        return _receipt_of_earlier(collection, answers, key)
    concerns = concerns_in(definition, answers, speaker=definition.speaker)
    passages = write_passages(
        room="feedback",
        source_id=response.id,
        given=words_given(definition, answers),
        speaker=definition.speaker,
        on=response.day,
        team_id=response.team_id,
        may_quote=definition.may_quote(answers),
    )
    if concerns:
        raise_alert(response=response, concerns=concerns)
    if passages:
        nudge("nlp.read_passages", passage_ids=passages)
    return Receipt(response, receipts.code_for(key), again=False)


def sent_before(key: str) -> Response | None:
    """The response that was sent with this key."""
    return db.session.scalars(
        select(Response).where(Response.idempotency_hash == receipts.hash_of_key(key))
    ).one_or_none()


def _insert_once(response: Response) -> bool:
    """Insert the row unless its key is taken. Waits for another request that is storing the same page."""
    row = {name: getattr(response, name) for name in STORED}
    return db.session.execute(STORE_ONCE, row).scalar() is not None


def _receipt_of_earlier(collection: Collection, answers: Answers, key: str) -> Receipt:
    earlier = sent_before(key)
    if earlier is None or earlier.collection_id != collection.id or _differ(earlier.answers, answers):
        raise OtherAnswersKept
    return Receipt(earlier, receipts.code_for(key), again=True)


def _differ(one: Answers, other: Answers) -> bool:
    return json.dumps(one, sort_keys=True) != json.dumps(other, sort_keys=True)
