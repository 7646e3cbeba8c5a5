"""A summary keeps what it was counted from, part by part, and says why its PDFs could not be drawn."""

import sqlalchemy as sa
from alembic import op

revision = "0015_counted"
down_revision = "0014_reviews_stay"
branch_labels = None
depends_on = None

# What was published stays as it was published. Sealing the same content anew with another key is no change.
STAYS = """
CREATE OR REPLACE FUNCTION summary_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' AND (
        TG_OP = 'DELETE' OR to_jsonb(NEW) - '{sealed}' <> to_jsonb(OLD) - '{sealed}'
    ) THEN
        RAISE EXCEPTION 'a published summary never changes'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'summary_stays';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state = 'published' AND OLD.state <> 'published'
        AND (SELECT count(*) FROM summary_output WHERE summary_id = NEW.id) < 2 THEN
        RAISE EXCEPTION 'a summary is published with all its outputs'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'summary_has_outputs';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$
"""


def upgrade() -> None:
    # Of a summary that was made before, nobody knows the counts: it has none, and nothing is laid beside it.
    op.add_column("summary", sa.Column("counted_sealed", sa.LargeBinary(), nullable=True))
    op.drop_column("summary", "cohort_sealed")
    op.add_column("summary", sa.Column("drawing_tries", sa.Integer(), server_default="0", nullable=False))
    op.add_column("summary", sa.Column("drawing_fault", sa.Text(), nullable=True))
    op.drop_column("summary_quote", "theme")
    op.execute(STAYS.format(sealed="counted_sealed"))


def downgrade() -> None:
    op.execute(STAYS.format(sealed="cohort_sealed"))
    op.add_column("summary_quote", sa.Column("theme", sa.Text(), nullable=True))
    op.drop_column("summary", "drawing_fault")
    op.drop_column("summary", "drawing_tries")
    op.add_column("summary", sa.Column("cohort_sealed", sa.LargeBinary(), server_default="", nullable=False))
    op.alter_column("summary", "cohort_sealed", server_default=None)
    op.drop_column("summary", "counted_sealed")
