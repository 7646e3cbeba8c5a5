"""An alert says whether the screen is sure of anything that raised it."""

import sqlalchemy as sa
from alembic import op

revision = "0011_unsure_alerts"
down_revision = "0010_codebook_kept"
branch_labels = None
depends_on = None

# What `nlp.screening.sureness` held when this was written: a finding without a chance is no guess.
UNSURE = """
    UPDATE alert SET unsure = true
    WHERE jsonb_array_length(findings) > 0 AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(findings) AS finding
        WHERE coalesce((finding ->> 'chance')::float, 1) >= 0.7
    )
"""


def upgrade() -> None:
    op.add_column("alert", sa.Column("unsure", sa.Boolean(), server_default="false", nullable=False))
    op.execute(UNSURE)


def downgrade() -> None:
    op.drop_column("alert", "unsure")
