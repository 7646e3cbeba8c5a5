"""What the learning room keeps: summaries, the quotes in them, what was made of them, and who is told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_learning"
down_revision = "0004_audit"
branch_labels = None
depends_on = None

# What was published stays as it was published. Sealing the same content anew with another key is no change.
KEEP_WHAT_WAS_PUBLISHED = """
CREATE FUNCTION summary_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' AND (
        TG_OP = 'DELETE' OR to_jsonb(NEW) - 'cohort_sealed' <> to_jsonb(OLD) - 'cohort_sealed'
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
END $$;
CREATE TRIGGER summary_stays BEFORE UPDATE OR DELETE ON summary
    FOR EACH ROW EXECUTE FUNCTION summary_stays();
CREATE FUNCTION summary_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'summary_output'
        AND to_jsonb(NEW) - 'pdf_sealed' = to_jsonb(OLD) - 'pdf_sealed' THEN
        RETURN NEW;
    END IF;
    IF EXISTS (
        SELECT FROM summary WHERE state = 'published'
        AND id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.summary_id END,
                   CASE WHEN TG_OP <> 'DELETE' THEN NEW.summary_id END)
    ) THEN
        RAISE EXCEPTION 'a published summary never changes'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'summary_stays';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER summary_part_stays BEFORE INSERT OR UPDATE OR DELETE ON summary_quote
    FOR EACH ROW EXECUTE FUNCTION summary_part_stays();
CREATE TRIGGER summary_part_stays BEFORE INSERT OR UPDATE OR DELETE ON summary_output
    FOR EACH ROW EXECUTE FUNCTION summary_part_stays();
"""


def upgrade() -> None:
    op.create_table(
        "summary",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("service_area_id", sa.Uuid(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), server_default="drafted", nullable=False),
        sa.Column("edition", sa.Integer(), server_default="1", nullable=False),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("due_period_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("narrative", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("cohort_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'drafted') = (approved_by IS NULL) AND (approved_by IS NULL) = (approved_at IS NULL)",
            name=op.f("summary_approved_by_somebody"),
        ),
        sa.CheckConstraint(
            "(state = 'published') = (published_by IS NOT NULL) AND (published_by IS NULL) = (published_at IS NULL)",
            name=op.f("summary_published_by_somebody"),
        ),
        sa.CheckConstraint("state IN ('drafted', 'approved', 'published')", name=op.f("summary_state_known")),
        sa.CheckConstraint("title <> ''", name=op.f("summary_has_title")),
        sa.CheckConstraint(
            "(edition = 1) = (supersedes_id IS NULL)", name=op.f("summary_later_edition_says_of_what")
        ),
        sa.CheckConstraint("edition >= 1", name=op.f("summary_edition_counts_from_one")),
        sa.CheckConstraint(
            "extract(day from period_start) = 1 AND extract(day from period_end + 1) = 1 AND period_start < period_end",
            name=op.f("summary_whole_months"),
        ),
        sa.CheckConstraint("revision > 0", name=op.f("summary_revision_positive")),
        sa.CheckConstraint("team_id IS NULL OR service_area_id IS NULL", name=op.f("summary_one_scope")),
        sa.ForeignKeyConstraint(["approved_by"], ["user.id"], name=op.f("summary_approved_by_fkey")),
        sa.ForeignKeyConstraint(["made_by"], ["user.id"], name=op.f("summary_made_by_fkey")),
        sa.ForeignKeyConstraint(["published_by"], ["user.id"], name=op.f("summary_published_by_fkey")),
        sa.ForeignKeyConstraint(
            ["service_area_id"], ["service_area.id"], name=op.f("summary_service_area_id_fkey")
        ),
        sa.ForeignKeyConstraint(["supersedes_id"], ["summary.id"], name=op.f("summary_supersedes_id_fkey")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("summary_team_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("summary_pkey")),
        sa.UniqueConstraint("address", name=op.f("summary_address_key")),
        sa.UniqueConstraint("due_period_id", name=op.f("summary_due_period_id_key")),
        sa.UniqueConstraint("supersedes_id", name=op.f("summary_supersedes_id_key")),
    )
    op.create_index("summary_state_period_end_idx", "summary", ["state", "period_end"], unique=False)
    op.create_index(op.f("summary_team_id_idx"), "summary", ["team_id"], unique=False)
    op.create_table(
        "summary_output",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("pdf_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('committee', 'children')", name=op.f("summary_output_kind_known")),
        sa.ForeignKeyConstraint(["summary_id"], ["summary.id"], name=op.f("summary_output_summary_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("summary_output_pkey")),
        sa.UniqueConstraint("summary_id", "kind", name=op.f("summary_output_summary_id_kind_key")),
    )
    op.create_table(
        "summary_quote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("summary_quote_says_something")),
        sa.CheckConstraint("position >= 0", name=op.f("summary_quote_position_not_negative")),
        sa.ForeignKeyConstraint(["approved_by"], ["user.id"], name=op.f("summary_quote_approved_by_fkey")),
        sa.ForeignKeyConstraint(["summary_id"], ["summary.id"], name=op.f("summary_quote_summary_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("summary_quote_pkey")),
        sa.UniqueConstraint("summary_id", "passage_id", name=op.f("summary_quote_summary_id_passage_id_key")),
    )
    op.create_index(op.f("summary_quote_passage_id_idx"), "summary_quote", ["passage_id"], unique=False)
    op.create_table(
        "summary_recipient",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("summary_id", sa.Uuid(), nullable=True),
        sa.Column("schedule_id", sa.Uuid(), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(summary_id IS NULL) <> (schedule_id IS NULL)", name=op.f("summary_recipient_of_one_thing")
        ),
        sa.ForeignKeyConstraint(
            ["summary_id"], ["summary.id"], name=op.f("summary_recipient_summary_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("summary_recipient_pkey")),
    )
    op.create_index(
        op.f("summary_recipient_schedule_id_idx"), "summary_recipient", ["schedule_id"], unique=False
    )
    op.create_index(
        op.f("summary_recipient_summary_id_idx"), "summary_recipient", ["summary_id"], unique=False
    )
    op.execute(KEEP_WHAT_WAS_PUBLISHED)


def downgrade() -> None:
    for table in ("summary_recipient", "summary_quote", "summary_output", "summary"):
        op.drop_table(table)
    op.execute("DROP FUNCTION summary_part_stays()")
    op.execute("DROP FUNCTION summary_stays()")
