"""The lists of names an administrator keeps, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0007_known_names"
down_revision = "0006_codebook"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_name",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'school', 'place')", name=op.f("known_name_kind_known")),
        sa.ForeignKeyConstraint(
            ["added_by"], ["user.id"], name=op.f("known_name_added_by_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("known_name_pkey")),
        sa.UniqueConstraint("kind", "mark", name=op.f("known_name_kind_mark_key")),
    )


def downgrade() -> None:
    op.drop_table("known_name")
