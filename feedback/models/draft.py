"""A draft: the answers so far of somebody who is still answering, so that nothing typed is lost."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Untimed
from core.keys import sealed_json


class Draft(Untimed, Base):
    """Found only by a token in the person's own session cookie. Wiped on sending, on leaving, and when old.

    `kept_until` is a full hour, so that it does not say when somebody was here. Of a visit that was left by the way
    out an empty draft remains until then, in which nothing can be kept: an answer may still have been on its way.
    """

    __tablename__ = "draft"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    collection_id: Mapped[UUID] = mapped_column(ForeignKey("collection.id"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("question_set_version.id"))
    answers_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kept_until: Mapped[datetime] = mapped_column(index=True)
    left: Mapped[bool] = mapped_column(default=False)

    answers = sealed_json("answers_sealed")
