"""Question sets, and what the feedback room keeps."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_feedback"
down_revision = "0002_nlp"
branch_labels = None
depends_on = None

APP = "heard_app"

# A published wording is what people answered: it stays as it was.
KEEP_WHAT_IS_PUBLISHED = """
CREATE FUNCTION question_set_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published question set never changes: publish a new version'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'question_set_version_published_stays';
END $$;
CREATE TRIGGER question_set_version_stays BEFORE UPDATE OR DELETE ON question_set_version
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION question_set_version_stays();
"""

# What was done about an alert is only added to.
KEEP_WHAT_WAS_DONE = f"REVOKE UPDATE, TRUNCATE ON alert_event FROM {APP}"


def upgrade() -> None:
    op.create_table(
        "question_set",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.CheckConstraint("purpose IN ('feedback', 'audit')", name=op.f("question_set_purpose_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("question_set_pkey")),
        sa.UniqueConstraint("key", name=op.f("question_set_key_key")),
    )
    op.create_table(
        "question_set_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question_set_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("question_set_version_number_positive")),
        sa.ForeignKeyConstraint(
            ["question_set_id"], ["question_set.id"], name=op.f("question_set_version_question_set_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("question_set_version_pkey")),
        sa.UniqueConstraint(
            "question_set_id", "number", name=op.f("question_set_version_question_set_id_number_key")
        ),
    )
    op.create_table(
        "collection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("readers", sa.Text(), nullable=False),
        sa.Column("read_within_days", sa.Integer(), server_default="5", nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("retention_months", sa.Integer(), server_default="36", nullable=False),
        sa.Column("open", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint("readers <> ''", name=op.f("collection_says_who_reads")),
        sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f("collection_slug_plain")),
        sa.CheckConstraint(
            "source IN ('practice-week', 'asye', 'family-leadership', 'complaint', 'compliment', 'visit', 'other')",
            name=op.f("collection_source_known"),
        ),
        sa.CheckConstraint("title <> ''", name=op.f("collection_has_title")),
        sa.CheckConstraint(
            "closes_on IS NULL OR opens_on IS NULL OR opens_on <= closes_on",
            name=op.f("collection_dates_in_order"),
        ),
        sa.CheckConstraint(
            "read_within_days BETWEEN 1 AND 90", name=op.f("collection_read_within_days_sensible")
        ),
        sa.CheckConstraint("retention_months BETWEEN 1 AND 300", name=op.f("collection_retention_sensible")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("collection_team_id_fkey")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["question_set_version.id"], name=op.f("collection_version_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("collection_pkey")),
        sa.UniqueConstraint("slug", name=op.f("collection_slug_key")),
    )
    op.create_index(op.f("collection_team_id_idx"), "collection", ["team_id"], unique=False)
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["collection_id"], ["collection.id"], name=op.f("draft_collection_id_fkey")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["question_set_version.id"], name=op.f("draft_version_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("draft_pkey")),
        sa.UniqueConstraint("token_hash", name=op.f("draft_token_hash_key")),
    )
    op.create_index(op.f("draft_kept_until_idx"), "draft", ["kept_until"], unique=False)
    op.create_table(
        "response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("age_band", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), server_default="en", nullable=False),
        sa.Column("held_by", sa.Text(), server_default="self", nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("idempotency_hash", sa.LargeBinary(), nullable=False),
        sa.Column("receipt_hash", sa.LargeBinary(), nullable=True),
        sa.Column("screened", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("progress", sa.Text(), server_default="received", nullable=False),
        sa.Column("progress_on", sa.Date(), nullable=True),
        sa.CheckConstraint("held_by IN ('self', 'worker', 'import')", name=op.f("response_held_by_known")),
        sa.CheckConstraint(
            "progress IN ('received', 'read', 'talking', 'changed', 'cannot')",
            name=op.f("response_progress_known"),
        ),
        sa.CheckConstraint(
            "receipt_hash IS NOT NULL OR held_by = 'import'", name=op.f("response_has_receipt")
        ),
        sa.CheckConstraint("speaker IN ('child', 'family', 'staff')", name=op.f("response_speaker_known")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("response_collection_id_fkey")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("response_team_id_fkey")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["question_set_version.id"], name=op.f("response_version_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("response_pkey")),
        sa.UniqueConstraint("idempotency_hash", name=op.f("response_idempotency_hash_key")),
        sa.UniqueConstraint("receipt_hash", name=op.f("response_receipt_hash_key")),
    )
    op.create_index("response_collection_id_day_idx", "response", ["collection_id", "day"], unique=False)
    op.create_index(
        "response_left_to_screen_idx",
        "response",
        ["id"],
        unique=False,
        postgresql_where=sa.text("NOT screened"),
    )
    op.create_index(op.f("response_team_id_idx"), "response", ["team_id"], unique=False)
    op.create_table(
        "alert",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("categories", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledge_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_because_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("level IN ('urgent', 'review')", name=op.f("alert_level_known")),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by_id IS NULL)",
            name=op.f("alert_acknowledged_by_a_person"),
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("alert_closed_by_a_person")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR acknowledged_at IS NOT NULL", name=op.f("alert_acknowledged_before_closed")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR closed_because_sealed IS NOT NULL", name=op.f("alert_closed_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"], ["user.id"], name=op.f("alert_acknowledged_by_id_fkey")
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user.id"], name=op.f("alert_closed_by_id_fkey")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("alert_response_id_fkey")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("alert_team_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("alert_pkey")),
    )
    op.create_index(op.f("alert_response_id_idx"), "alert", ["response_id"], unique=False)
    op.create_index(op.f("alert_team_id_idx"), "alert", ["team_id"], unique=False)
    op.create_index(
        "alert_waiting_idx",
        "alert",
        ["acknowledge_by"],
        unique=False,
        postgresql_where=sa.text("acknowledged_at IS NULL"),
    )
    op.create_table(
        "conversation_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ours", sa.Boolean(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("passage_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "NOT ours OR written_by_id IS NOT NULL", name=op.f("conversation_message_ours_has_writer")
        ),
        sa.CheckConstraint(
            "ours OR written_by_id IS NULL", name=op.f("conversation_message_theirs_is_anonymous")
        ),
        sa.CheckConstraint("position > 0", name=op.f("conversation_message_position_positive")),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("conversation_message_passage_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("conversation_message_response_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["user.id"], name=op.f("conversation_message_written_by_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("conversation_message_pkey")),
        sa.UniqueConstraint(
            "response_id", "position", name=op.f("conversation_message_response_id_position_key")
        ),
    )
    op.create_table(
        "alert_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "what IN ('raised', 'mailed', 'escalated', 'read', 'acknowledged', 'closed')",
            name=op.f("alert_event_what_known"),
        ),
        sa.CheckConstraint(
            "what NOT IN ('read', 'acknowledged', 'closed') OR person_id IS NOT NULL",
            name=op.f("alert_event_done_by_a_person"),
        ),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("alert_event_alert_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("alert_event_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("alert_event_pkey")),
    )
    op.create_index(op.f("alert_event_alert_id_idx"), "alert_event", ["alert_id"], unique=False)
    op.execute(KEEP_WHAT_IS_PUBLISHED)
    op.execute(KEEP_WHAT_WAS_DONE)


def downgrade() -> None:
    op.drop_index(op.f("alert_event_alert_id_idx"), table_name="alert_event")
    op.drop_table("alert_event")
    op.drop_table("conversation_message")
    op.drop_index(
        "alert_waiting_idx", table_name="alert", postgresql_where=sa.text("acknowledged_at IS NULL")
    )
    op.drop_index(op.f("alert_team_id_idx"), table_name="alert")
    op.drop_index(op.f("alert_response_id_idx"), table_name="alert")
    op.drop_table("alert")
    op.drop_index(op.f("response_team_id_idx"), table_name="response")
    op.drop_index(
        "response_left_to_screen_idx", table_name="response", postgresql_where=sa.text("NOT screened")
    )
    op.drop_index("response_collection_id_day_idx", table_name="response")
    op.drop_table("response")
    op.drop_index(op.f("draft_kept_until_idx"), table_name="draft")
    op.drop_table("draft")
    op.drop_index(op.f("collection_team_id_idx"), table_name="collection")
    op.drop_table("collection")
    op.drop_table("question_set_version")
    op.drop_table("question_set")
    op.execute("DROP FUNCTION question_set_version_stays()")
