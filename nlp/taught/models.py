"""What the database keeps of learning from decisions: each training, each model, and how what is said drifts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, func, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TimeOrdered
from core.keys import sealed_bytes


class TrainingRun(TimeOrdered, Base):
    """One training, or one measuring of the model in use, from being asked for to its end.

    `going` is asked for or worked on: at most one run is. `step` and `share` (0 to 1) say how far it is. `decided`,
    `learnt` and `held_back` count passages. `figures` hold those of the model in use then, and of the new one;
    `verdict` each part of the test. `because` says why a run failed. `asked_by` is empty for the command line.
    """

    __tablename__ = "training_run"
    __table_args__ = (
        CheckConstraint("kind IN ('train', 'measure')", name="training_run_kind_known"),
        CheckConstraint("state IN ('going', 'done', 'failed')", name="training_run_state_known"),
        CheckConstraint("(state = 'failed') = (because IS NOT NULL)", name="training_run_failed_with_reason"),
        CheckConstraint("(state = 'going') = (ended_at IS NULL)", name="training_run_ended_at_some_time"),
        CheckConstraint("share BETWEEN 0 AND 1", name="training_run_share_is_a_share"),
        CheckConstraint(
            "decided >= 0 AND learnt >= 0 AND held_back >= 0 AND tries >= 0",
            name="training_run_counts_not_negative",
        ),
        Index(
            "training_run_one_at_a_time_idx", "state", unique=True, postgresql_where=text("state = 'going'")
        ),
    )

    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="going", server_default="going")
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    step: Mapped[str] = mapped_column(default="", server_default="")
    share: Mapped[float] = mapped_column(default=0.0, server_default="0")
    decided: Mapped[int] = mapped_column(default=0, server_default="0")
    learnt: Mapped[int] = mapped_column(default=0, server_default="0")
    held_back: Mapped[int] = mapped_column(default=0, server_default="0")
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    verdict: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    because: Mapped[str | None]


class ModelVersion(TimeOrdered, Base):
    """One theme model that may be read with, whole, so that every machine's worker gets the same.

    The one that came with Heard has a row and no bytes: it is built where Heard is installed. The one in use is
    the last that was put in use and is not `refused` (which says why it cannot be read with). `put_by` is who did
    it, and empty where the test did. `read_again_at` is when everything was set to be read again with it.
    """

    __tablename__ = "model_version"
    __table_args__ = (
        CheckConstraint("number > 0", name="model_version_number_positive"),
        CheckConstraint("origin IN ('shipped', 'learnt')", name="model_version_origin_known"),
        CheckConstraint(
            "(origin = 'learnt') = (packed_sealed IS NOT NULL)"
            " AND (packed_sealed IS NULL) = (checksum IS NULL) AND (run_id IS NULL) = (origin = 'shipped')",
            name="model_version_learnt_is_whole",
        ),
        CheckConstraint("refused <> ''", name="model_version_refused_with_reason"),
        CheckConstraint("put_by IS NULL OR put_at IS NOT NULL", name="model_version_put_by_somebody"),
        Index(
            "model_version_shipped_once_idx",
            "origin",
            unique=True,
            postgresql_where=text("origin = 'shipped'"),
        ),
    )

    number: Mapped[int] = mapped_column(unique=True)
    origin: Mapped[str]
    version: Mapped[str]
    packed_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    checksum: Mapped[str | None]
    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("training_run.id"), unique=True)
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
    put_at: Mapped[datetime | None]
    put_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    read_again_at: Mapped[datetime | None]
    refused: Mapped[str | None]

    packed = sealed_bytes("packed_sealed")


class DriftMonth(Base):
    """What was said in one month: how many passages and voices, how many without a theme, how many in new words.

    New words are looked for in a fair share of a month's passages: `looked_at` of them, by `looked_at_voices`.
    """

    __tablename__ = "drift_month"
    __table_args__ = (
        CheckConstraint(
            "0 <= themeless AND themeless <= passages AND 0 <= with_new_words AND with_new_words <= looked_at"
            " AND looked_at <= passages",
            name="drift_month_counts_in_order",
        ),
    )

    month: Mapped[date] = mapped_column(primary_key=True)
    passages: Mapped[int]
    voices: Mapped[int]
    themeless: Mapped[int]
    themeless_voices: Mapped[int]
    looked_at: Mapped[int]
    looked_at_voices: Mapped[int]
    with_new_words: Mapped[int]
    with_new_words_voices: Mapped[int]
    counted_at: Mapped[datetime] = mapped_column(server_default=func.now())
