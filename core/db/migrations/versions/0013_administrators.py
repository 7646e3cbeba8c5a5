"""An administrator is of the whole authority, no team or service area; a deleted passage is looked for by an index."""

from alembic import op

revision = "0013_administrators"
down_revision = "0012_listening_promises"
branch_labels = None
depends_on = None

CHECK = "membership_administrator_of_the_whole"
CONDITION = "role <> 'administrator' OR (team_id IS NULL AND service_area_id IS NULL)"

# Such a role was meant to reach one team and reached the whole house: it is taken, and given again by a person.
TAKE_AWAY = "DELETE FROM membership WHERE NOT (" + CONDITION + ")"


def upgrade() -> None:
    op.execute(TAKE_AWAY)
    op.create_check_constraint(op.f(CHECK), "membership", CONDITION)
    op.create_index(op.f("conversation_message_passage_id_idx"), "conversation_message", ["passage_id"])


def downgrade() -> None:
    op.drop_index(op.f("conversation_message_passage_id_idx"), table_name="conversation_message")
    op.drop_constraint(op.f(CHECK), "membership", type_="check")
