"""Whether managers read is said before somebody answers; what is written back waits until it is read."""

import sqlalchemy as sa
from alembic import op

revision = "0012_listening_promises"
down_revision = "0011_unsure_alerts"
branch_labels = None
depends_on = None

# What we answered was read.
ANSWERED = """
    UPDATE conversation_message AS theirs SET read_on = (
        SELECT min(ours.day) FROM conversation_message AS ours
        WHERE ours.response_id = theirs.response_id AND ours.ours AND ours.position > theirs.position
    )
    WHERE NOT theirs.ours
"""


def upgrade() -> None:
    op.add_column(
        "collection", sa.Column("managers_read", sa.Boolean(), server_default="false", nullable=False)
    )
    op.add_column("conversation_message", sa.Column("read_on", sa.Date(), nullable=True))
    op.create_check_constraint(
        op.f("conversation_message_only_theirs_is_read"),
        "conversation_message",
        "NOT ours OR read_on IS NULL",
    )
    op.execute(ANSWERED)


def downgrade() -> None:
    op.drop_constraint(op.f("conversation_message_only_theirs_is_read"), "conversation_message")
    op.drop_column("conversation_message", "read_on")
    op.drop_column("collection", "managers_read")
