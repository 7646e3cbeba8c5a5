"""The codebook becomes the authority's own: drafts, versions with notes, and re-readings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_codebook"
down_revision = "0005_learning"
branch_labels = None
depends_on = None

VERSION = "codebook_version"
VERSION_CHECKS = {
    "codebook_version_origin_known": "origin IN ('shipped', 'edited')",
    "codebook_version_edited_by_somebody": "(origin = 'edited') = (made_by IS NOT NULL)",
    "codebook_version_refused_with_reason": "refused <> ''",
}


def upgrade() -> None:
    op.drop_constraint("codebook_version_fingerprint_key", VERSION, type_="unique")
    op.add_column(VERSION, sa.Column("origin", sa.Text(), server_default="shipped", nullable=False))
    op.add_column(VERSION, sa.Column("note", sa.Text(), server_default="", nullable=False))
    op.add_column(VERSION, sa.Column("made_by", sa.Uuid(), nullable=True))
    op.add_column(VERSION, sa.Column("refused", sa.Text(), nullable=True))
    op.create_foreign_key("codebook_version_made_by_fkey", VERSION, "user", ["made_by"], ["id"])
    for name, condition in VERSION_CHECKS.items():
        op.create_check_constraint(op.f(name), VERSION, condition)
    op.add_column("theme", sa.Column("section", sa.Text(), server_default="", nullable=False))
    op.add_column("theme", sa.Column("position", sa.Integer(), server_default="0", nullable=False))
    op.add_column("theme", sa.Column("merged_into", sa.Text(), nullable=True))
    op.add_column("theme", sa.Column("split_from", sa.Text(), nullable=True))
    op.create_table(
        "codebook_draft",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("based_on_id", sa.Uuid(), nullable=False),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("codebook_draft_only_one")),
        sa.CheckConstraint("revision > 0", name=op.f("codebook_draft_revision_positive")),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["codebook_version.id"], name=op.f("codebook_draft_based_on_id_fkey")
        ),
        sa.ForeignKeyConstraint(["changed_by"], ["user.id"], name=op.f("codebook_draft_changed_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("codebook_draft_pkey")),
    )
    op.create_table(
        "shipped_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("answer IN ('taken', 'left')", name=op.f("shipped_answer_known")),
        sa.ForeignKeyConstraint(["answered_by"], ["user.id"], name=op.f("shipped_answer_answered_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("shipped_answer_pkey")),
        sa.UniqueConstraint("fingerprint", name=op.f("shipped_answer_fingerprint_key")),
    )
    op.create_table(
        "rereading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("codebook_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), server_default="running", nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("left_then", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column(
            "running_since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('running', 'paused', 'done', 'replaced')", name=op.f("rereading_state_known")
        ),
        sa.CheckConstraint("total >= 0 AND left_then >= 0", name=op.f("rereading_counts_not_negative")),
        sa.CheckConstraint(
            "(state = 'done') = (finished_at IS NOT NULL)", name=op.f("rereading_done_at_some_time")
        ),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebook_version.id"], name=op.f("rereading_codebook_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("rereading_pkey")),
        sa.UniqueConstraint("codebook_id", name=op.f("rereading_codebook_id_key")),
    )
    op.create_index(
        "passage_newest_read_idx",
        "passage",
        ["month", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'read'"),
    )


def downgrade() -> None:
    op.drop_index("passage_newest_read_idx", table_name="passage")
    for table in ("rereading", "shipped_answer", "codebook_draft"):
        op.drop_table(table)
    for column in ("split_from", "merged_into", "position", "section"):
        op.drop_column("theme", column)
    for name in VERSION_CHECKS:
        op.drop_constraint(op.f(name), VERSION, type_="check")
    for column in ("refused", "made_by", "note", "origin"):
        op.drop_column(VERSION, column)
    op.create_unique_constraint("codebook_version_fingerprint_key", VERSION, ["fingerprint"])
