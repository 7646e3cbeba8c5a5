"""A draft whose visit was left by the way out takes in no answer that was still on its way."""

import sqlalchemy as sa
from alembic import op

revision = "0016_left"
down_revision = "0015_counted"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("left", sa.Boolean(), server_default="false", nullable=False))
    op.alter_column("draft", "left", server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM draft WHERE draft.left")
    op.drop_column("draft", "left")
