"""Learning from what people decide: trainings, models, drift, and the words that made a suggestion."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009_taught"
down_revision = "0008_review"
branch_labels = None
depends_on = None

NOW = sa.text("now()")
ZERO = sa.text("0")
RUN_CHECKS = {
    "training_run_kind_known": "kind IN ('train', 'measure')",
    "training_run_state_known": "state IN ('going', 'done', 'failed')",
    "training_run_failed_with_reason": "(state = 'failed') = (because IS NOT NULL)",
    "training_run_ended_at_some_time": "(state = 'going') = (ended_at IS NULL)",
    "training_run_share_is_a_share": "share BETWEEN 0 AND 1",
    "training_run_counts_not_negative": "decided >= 0 AND learnt >= 0 AND held_back >= 0 AND tries >= 0",
}
MODEL_CHECKS = {
    "model_version_number_positive": "number > 0",
    "model_version_origin_known": "origin IN ('shipped', 'learnt')",
    "model_version_learnt_is_whole": (
        "(origin = 'learnt') = (packed_sealed IS NOT NULL)"
        " AND (packed_sealed IS NULL) = (checksum IS NULL) AND (run_id IS NULL) = (origin = 'shipped')"
    ),
    "model_version_refused_with_reason": "refused <> ''",
    "model_version_put_by_somebody": "put_by IS NULL OR put_at IS NOT NULL",
}
DRIFT_CHECK = (
    "0 <= themeless AND themeless <= passages AND 0 <= with_new_words AND with_new_words <= looked_at"
    " AND looked_at <= passages"
)


def upgrade() -> None:
    op.add_column(
        "suggestion",
        sa.Column(
            "reasons", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False
        ),
    )
    _runs()
    _models()
    _drift()


def _runs() -> None:
    op.create_table(
        "training_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="going", nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), server_default=ZERO, nullable=False),
        sa.Column("step", sa.Text(), server_default="", nullable=False),
        sa.Column("share", sa.Float(), server_default=ZERO, nullable=False),
        *(
            sa.Column(name, sa.Integer(), server_default=ZERO, nullable=False)
            for name in ("decided", "learnt", "held_back")
        ),
        sa.Column(
            "figures", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column(
            "verdict", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False
        ),
        sa.Column("because", sa.Text(), nullable=True),
        *(sa.CheckConstraint(condition, name=op.f(name)) for name, condition in RUN_CHECKS.items()),
        sa.ForeignKeyConstraint(["asked_by"], ["user.id"], name=op.f("training_run_asked_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("training_run_pkey")),
    )
    op.create_index(
        "training_run_one_at_a_time_idx",
        "training_run",
        ["state"],
        unique=True,
        postgresql_where=sa.text("state = 'going'"),
    )


def _models() -> None:
    op.create_table(
        "model_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("packed_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("checksum", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("put_by", sa.Uuid(), nullable=True),
        sa.Column("read_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused", sa.Text(), nullable=True),
        *(sa.CheckConstraint(condition, name=op.f(name)) for name, condition in MODEL_CHECKS.items()),
        sa.ForeignKeyConstraint(["run_id"], ["training_run.id"], name=op.f("model_version_run_id_fkey")),
        sa.ForeignKeyConstraint(["put_by"], ["user.id"], name=op.f("model_version_put_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("model_version_pkey")),
        sa.UniqueConstraint("number", name=op.f("model_version_number_key")),
        sa.UniqueConstraint("run_id", name=op.f("model_version_run_id_key")),
    )
    op.create_index(
        "model_version_shipped_once_idx",
        "model_version",
        ["origin"],
        unique=True,
        postgresql_where=sa.text("origin = 'shipped'"),
    )


def _drift() -> None:
    op.create_table(
        "drift_month",
        sa.Column("month", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in (
                "passages",
                "voices",
                "themeless",
                "themeless_voices",
                "looked_at",
                "looked_at_voices",
                "with_new_words",
                "with_new_words_voices",
            )
        ),
        sa.Column("counted_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.CheckConstraint(DRIFT_CHECK, name=op.f("drift_month_counts_in_order")),
        sa.PrimaryKeyConstraint("month", name=op.f("drift_month_pkey")),
    )


def downgrade() -> None:
    op.drop_table("drift_month")
    op.drop_table("model_version")
    op.drop_table("training_run")
    op.drop_column("suggestion", "reasons")
