"""A decision says which words show its theme, where a person marked them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017_marked_words"
down_revision = "0016_left"
branch_labels = None
depends_on = None

SHOWN = ("tag", "coded_theme")
DECISIONS = ("tag", "tag_before_merge")


def upgrade() -> None:
    for table in (*SHOWN, "tag_before_merge"):
        op.add_column(table, sa.Column("marks", JSONB(), server_default="[]", nullable=False))
        op.add_column(table, sa.Column("marks_in", sa.Integer(), server_default="0", nullable=False))
    for table in SHOWN:
        op.add_column(table, sa.Column("redacted_marks", JSONB(), server_default="[]", nullable=False))
    for table in DECISIONS:
        op.create_check_constraint(
            op.f(f"{table}_rejected_has_no_marks"), table, "decision <> 'rejected' OR marks = '[]'"
        )


def downgrade() -> None:
    for table in DECISIONS:
        op.drop_constraint(op.f(f"{table}_rejected_has_no_marks"), table)
    for table in SHOWN:
        op.drop_column(table, "redacted_marks")
    for table in (*SHOWN, "tag_before_merge"):
        op.drop_column(table, "marks_in")
        op.drop_column(table, "marks")
