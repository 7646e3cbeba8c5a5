"""Decisions that followed a merge are kept as they were made; a version may read the same as one before it."""

import sqlalchemy as sa
from alembic import op

revision = "0010_codebook_kept"
down_revision = "0009_taught"
branch_labels = None
depends_on = None

TABLE = "tag_before_merge"
CHECKS = {
    "tag_before_merge_decision_known": "decision IN ('accepted', 'rejected', 'added')",
    "tag_before_merge_valence_known": "valence IN ('positive', 'negative', 'mixed', 'neutral')",
    "tag_before_merge_rejected_has_no_valence": "(decision = 'rejected') = (valence IS NULL)",
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("part_of", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("valence", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.CheckConstraint(condition, name=op.f(name)) for name, condition in CHECKS.items()),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("tag_before_merge_passage_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["theme"], ["theme.slug"], name=op.f("tag_before_merge_theme_fkey")),
        sa.ForeignKeyConstraint(["part_of"], ["theme.slug"], name=op.f("tag_before_merge_part_of_fkey")),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("tag_before_merge_decided_by_fkey")),
        sa.PrimaryKeyConstraint("passage_id", "theme", name=op.f("tag_before_merge_pkey")),
    )
    op.create_index(op.f("tag_before_merge_theme_idx"), TABLE, ["theme"])
    op.add_column("codebook_version", sa.Column("reads_as_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("codebook_version_reads_as_id_fkey"),
        "codebook_version",
        "codebook_version",
        ["reads_as_id"],
        ["id"],
    )


def downgrade() -> None:
    op.drop_column("codebook_version", "reads_as_id")
    op.drop_table(TABLE)
