"""What the audit room keeps: practice weeks, case files, reviews with their grades, actions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_audit"
down_revision = "0003_feedback"
branch_labels = None
depends_on = None

# What was sent in stays as it was sent. Sealing the same answers anew with another key leaves `version` alone.
KEEP_WHAT_WAS_SENT = """
CREATE FUNCTION review_sent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a review that was sent in never changes'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'review_sent_stays';
END $$;
CREATE TRIGGER review_sent_stays BEFORE UPDATE ON review FOR EACH ROW
    WHEN (OLD.submitted_at IS NOT NULL AND (
        NEW.version <> OLD.version OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at
        OR NEW.auditor_id <> OLD.auditor_id OR NEW.template_id <> OLD.template_id
        OR (OLD.signed_off_at IS NOT NULL AND NEW.signed_off_at IS DISTINCT FROM OLD.signed_off_at)))
    EXECUTE FUNCTION review_sent_stays();
CREATE FUNCTION grade_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a grade that was given never changes'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'grade_stays';
END $$;
CREATE TRIGGER grade_stays BEFORE UPDATE ON grade FOR EACH ROW EXECUTE FUNCTION grade_stays();
"""


def upgrade() -> None:
    op.create_table(
        "practice_week",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("focus", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reviews_due_on", sa.Date(), nullable=False),
        sa.Column("activities", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("urgent_days", sa.Integer(), server_default="1", nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("practice_week_ends_after_start")),
        sa.CheckConstraint("jsonb_array_length(activities) > 0", name=op.f("practice_week_has_activity")),
        sa.CheckConstraint("reviews_due_on >= starts_on", name=op.f("practice_week_due_after_start")),
        sa.CheckConstraint("urgent_days >= 0", name=op.f("practice_week_urgent_days_not_negative")),
        sa.ForeignKeyConstraint(["made_by"], ["user.id"], name=op.f("practice_week_made_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("practice_week_pkey")),
        sa.UniqueConstraint("slug", name=op.f("practice_week_slug_key")),
    )
    op.create_table(
        "practice_week_team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("practice_week_team_team_id_fkey")),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["practice_week.id"],
            name=op.f("practice_week_team_week_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("practice_week_team_pkey")),
        sa.UniqueConstraint("week_id", "team_id", name=op.f("practice_week_team_week_id_team_id_key")),
    )
    op.create_index(op.f("practice_week_team_team_id_idx"), "practice_week_team", ["team_id"], unique=False)
    op.create_table(
        "practice_week_auditor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("practice_week_auditor_user_id_fkey")),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["practice_week.id"],
            name=op.f("practice_week_auditor_week_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("practice_week_auditor_pkey")),
        sa.UniqueConstraint("week_id", "user_id", name=op.f("practice_week_auditor_week_id_user_id_key")),
    )
    op.create_index(
        op.f("practice_week_auditor_user_id_idx"), "practice_week_auditor", ["user_id"], unique=False
    )
    op.create_table(
        "case_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reference_mark", sa.LargeBinary(), nullable=False),
        sa.Column("practitioner_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("age_band", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("selection", sa.Text(), server_default="listed", nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "age_band IN ('0-4', '5-10', '11-15', '16-17', '18-25')", name=op.f("case_file_age_known")
        ),
        sa.CheckConstraint(
            "selection IN ('listed', 'chosen', 'reserve', 'set-aside')",
            name=op.f("case_file_selection_known"),
        ),
        sa.CheckConstraint(
            "status IN ('early-help', 'assessment', 'child-in-need', 'child-protection', 'child-in-care', 'care-leaver', 'closed')",
            name=op.f("case_file_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["user.id"], name=op.f("case_file_practitioner_id_fkey")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("case_file_team_id_fkey")),
        sa.ForeignKeyConstraint(
            ["week_id"], ["practice_week.id"], name=op.f("case_file_week_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("case_file_pkey")),
        sa.UniqueConstraint("week_id", "number", name=op.f("case_file_week_id_number_key")),
        sa.UniqueConstraint("week_id", "reference_mark", name=op.f("case_file_week_id_reference_mark_key")),
    )
    op.create_index(op.f("case_file_practitioner_id_idx"), "case_file", ["practitioner_id"], unique=False)
    op.create_index(op.f("case_file_team_id_idx"), "case_file", ["team_id"], unique=False)
    op.create_table(
        "case_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["sent_by"], ["user.id"], name=op.f("case_upload_sent_by_fkey")),
        sa.ForeignKeyConstraint(
            ["week_id"], ["practice_week.id"], name=op.f("case_upload_week_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("case_upload_pkey")),
    )
    op.create_index(op.f("case_upload_week_id_idx"), "case_upload", ["week_id"], unique=False)
    op.create_table(
        "case_involvement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_file_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_file_id"],
            ["case_file.id"],
            name=op.f("case_involvement_case_file_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("case_involvement_user_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("case_involvement_pkey")),
        sa.UniqueConstraint(
            "case_file_id", "user_id", name=op.f("case_involvement_case_file_id_user_id_key")
        ),
    )
    op.create_index(op.f("case_involvement_user_id_idx"), "case_involvement", ["user_id"], unique=False)
    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("case_file_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("auditor_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), server_default="not-started", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("last_section", sa.Text(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_off_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'signed-off') = (signed_off_at IS NOT NULL)", name=op.f("review_signed_off_has_time")
        ),
        sa.CheckConstraint(
            "(state IN ('submitted', 'signed-off')) = (submitted_at IS NOT NULL)",
            name=op.f("review_submitted_has_time"),
        ),
        sa.CheckConstraint(
            "activity IN ('case-audit', 'observation', 'reflective-conversation', 'child-conversation', 'parent-conversation')",
            name=op.f("review_activity_known"),
        ),
        sa.CheckConstraint(
            "state IN ('not-started', 'started', 'submitted', 'signed-off')", name=op.f("review_state_known")
        ),
        sa.ForeignKeyConstraint(["auditor_id"], ["user.id"], name=op.f("review_auditor_id_fkey")),
        sa.ForeignKeyConstraint(
            ["case_file_id"], ["case_file.id"], name=op.f("review_case_file_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["signed_off_by"], ["user.id"], name=op.f("review_signed_off_by_fkey")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("review_team_id_fkey")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["question_set_version.id"], name=op.f("review_template_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["week_id"], ["practice_week.id"], name=op.f("review_week_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("review_pkey")),
        sa.UniqueConstraint(
            "case_file_id", "activity", "auditor_id", name=op.f("review_case_file_id_activity_auditor_id_key")
        ),
    )
    op.create_index("review_auditor_id_state_idx", "review", ["auditor_id", "state"], unique=False)
    op.create_index(op.f("review_team_id_idx"), "review", ["team_id"], unique=False)
    op.create_index("review_week_id_state_idx", "review", ["week_id", "state"], unique=False)
    op.create_table(
        "grade",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("scale", sa.Text(), nullable=False),
        sa.Column("scale_version", sa.Integer(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("graded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("extract(day from month) = 1", name=op.f("grade_month_is_first_day")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("grade_review_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("grade_team_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("grade_pkey")),
        sa.UniqueConstraint("review_id", "standard", name=op.f("grade_review_id_standard_key")),
    )
    op.create_index(
        "grade_team_id_month_standard_idx", "grade", ["team_id", "month", "standard"], unique=False
    )
    op.create_table(
        "action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("standard", sa.Text(), nullable=True),
        sa.Column("immediate", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("what_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("milestone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("evidence_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(status IN ('done', 'stopped')) = (closed_on IS NOT NULL)", name=op.f("action_closed_has_day")
        ),
        sa.CheckConstraint(
            "status <> 'done' OR evidence_sealed IS NOT NULL", name=op.f("action_done_with_evidence")
        ),
        sa.CheckConstraint(
            "status <> 'stopped' OR evidence_sealed IS NOT NULL", name=op.f("action_stopped_with_reason")
        ),
        sa.CheckConstraint(
            "status IN ('open', 'under-way', 'done', 'stopped')", name=op.f("action_status_known")
        ),
        sa.CheckConstraint(
            "NOT immediate OR (review_id IS NOT NULL AND standard IS NOT NULL)",
            name=op.f("action_immediate_has_review"),
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["user.id"], name=op.f("action_lead_id_fkey")),
        sa.ForeignKeyConstraint(["made_by"], ["user.id"], name=op.f("action_made_by_fkey")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("action_review_id_fkey")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("action_team_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("action_pkey")),
    )
    op.create_index(
        "action_immediate_once_idx",
        "action",
        ["review_id", "standard"],
        unique=True,
        postgresql_where=sa.text("immediate"),
    )
    op.create_index(op.f("action_lead_id_idx"), "action", ["lead_id"], unique=False)
    op.create_index(
        "action_unfinished_idx",
        "action",
        ["team_id", "due_on"],
        unique=False,
        postgresql_where=sa.text("status IN ('open', 'under-way')"),
    )
    op.execute(KEEP_WHAT_WAS_SENT)


def downgrade() -> None:
    op.drop_table("action")
    op.drop_table("grade")
    op.drop_table("review")
    op.drop_table("case_involvement")
    op.drop_table("case_upload")
    op.drop_table("case_file")
    op.drop_table("practice_week_auditor")
    op.drop_table("practice_week_team")
    op.drop_table("practice_week")
    op.execute("DROP FUNCTION review_sent_stays; DROP FUNCTION grade_stays")
