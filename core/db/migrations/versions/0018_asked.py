"""A passage says what it answers, as that was put in English: short answers mean little without their question."""

import sqlalchemy as sa
from alembic import op

revision = "0018_asked"
down_revision = "0017_marked_words"
branch_labels = None
depends_on = None

ASKED = """
    UPDATE passage SET asked = put.words
    FROM (
        SELECT version.id AS version_id, question ->> 'key' AS key, question #>> '{ask,en}' AS words
        FROM question_set_version version,
            jsonb_array_elements(version.definition -> 'sections') section,
            jsonb_array_elements(section -> 'questions') question
        WHERE question #>> '{ask,en}' IS NOT NULL
    ) put
"""


def upgrade() -> None:
    op.add_column("passage", sa.Column("asked", sa.Text(), server_default="", nullable=False))
    op.execute(
        f"{ASKED} JOIN response ON response.version_id = put.version_id"
        " WHERE passage.room = 'feedback' AND passage.source_id = response.id AND passage.question = put.key"
    )
    op.execute(
        f"{ASKED} JOIN review ON review.template_id = put.version_id"
        " WHERE passage.room = 'audit' AND passage.source_id = review.id AND passage.question = put.key"
    )


def downgrade() -> None:
    op.drop_column("passage", "asked")
