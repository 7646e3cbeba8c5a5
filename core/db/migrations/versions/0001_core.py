"""What every room stands on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001_core"
down_revision = None
branch_labels = None
depends_on = None


APP = "heard_app"

LET_THE_APPLICATION_IN = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP}') THEN
        CREATE ROLE {APP} NOLOGIN;
    END IF;
END $$;
GRANT USAGE ON SCHEMA public TO {APP};
GRANT SELECT ON alembic_version TO {APP};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {APP};
"""

SHUT_THE_APPLICATION_OUT = f"""
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM {APP};
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM {APP};
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON FUNCTIONS FROM {APP};
REVOKE SELECT ON alembic_version FROM {APP};
REVOKE USAGE ON SCHEMA public FROM {APP};
"""

# The trail only grows: the application may not change it, and nobody does so by accident.
KEEP_THE_TRAIL = f"""
REVOKE UPDATE, DELETE, TRUNCATE ON trail_entry FROM {APP};
REVOKE INSERT, DELETE, TRUNCATE ON trail_head FROM {APP};
CREATE FUNCTION trail_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is append-only';
END $$;
CREATE TRIGGER trail_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_entry
    FOR EACH STATEMENT EXECUTE FUNCTION trail_entry_stays();
INSERT INTO trail_head (id, number, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));
"""

ONE_AUTHORITY = "INSERT INTO authority (id, name) VALUES (gen_random_uuid(), 'Your children’s service')"


def upgrade() -> None:
    op.execute(LET_THE_APPLICATION_IN)
    op.create_table(
        "authority",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("only_one", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Integer(), server_default="10", nullable=False),
        sa.Column("acknowledge_minutes", sa.Integer(), server_default="30", nullable=False),
        sa.Column("frameworks", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("help_lines", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("logo_type", sa.Text(), nullable=True),
        sa.CheckConstraint("acknowledge_minutes > 0", name=op.f("authority_acknowledge_minutes_positive")),
        sa.CheckConstraint("only_one", name=op.f("authority_only_one")),
        sa.CheckConstraint("threshold >= 5", name=op.f("authority_threshold_at_least_five")),
        sa.PrimaryKeyConstraint("id", name=op.f("authority_pkey")),
        sa.UniqueConstraint("only_one", name=op.f("authority_only_one_key")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("to_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="due", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name=op.f("message_sent_has_time")),
        sa.CheckConstraint("state IN ('due', 'sent', 'failed')", name=op.f("message_state_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("message_pkey")),
    )
    op.create_index(
        "message_due_idx", "message", ["next_try_at"], unique=False, postgresql_where=sa.text("state = 'due'")
    )
    op.create_table(
        "service_area",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("service_area_pkey")),
        sa.UniqueConstraint("slug", name=op.f("service_area_slug_key")),
    )
    op.create_table(
        "trail_entry",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("trail_entry_pkey")),
    )
    op.create_index(op.f("trail_entry_action_idx"), "trail_entry", ["action"], unique=False)
    op.create_index(op.f("trail_entry_subject_id_idx"), "trail_entry", ["subject_id"], unique=False)
    op.create_table(
        "trail_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("trail_head_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("trail_head_pkey")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("fs_uniquifier", sa.Text(), nullable=False),
        sa.Column("tf_primary_method", sa.Text(), nullable=True),
        sa.Column("tf_totp_secret", sa.Text(), nullable=True),
        sa.Column("tf_phone_number", sa.Text(), nullable=True),
        sa.Column("tf_last_counter", sa.BigInteger(), nullable=True),
        sa.Column("mf_recovery_codes", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "preferences", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("user_email_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("user_pkey")),
        sa.UniqueConstraint("email", name=op.f("user_email_key")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("user_fs_uniquifier_key")),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("service_area_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_area_id"], ["service_area.id"], name=op.f("team_service_area_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("team_pkey")),
        sa.UniqueConstraint("slug", name=op.f("team_slug_key")),
    )
    op.create_index(op.f("team_service_area_id_idx"), "team", ["service_area_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("service_area_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "role IN ('practitioner', 'team_manager', 'auditor', 'quality_lead', 'duty_lead', 'administrator')",
            name=op.f("membership_role_known"),
        ),
        sa.CheckConstraint("team_id IS NULL OR service_area_id IS NULL", name=op.f("membership_one_scope")),
        sa.ForeignKeyConstraint(
            ["service_area_id"], ["service_area.id"], name=op.f("membership_service_area_id_fkey")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("membership_team_id_fkey")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("membership_user_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("membership_pkey")),
        sa.UniqueConstraint(
            "user_id",
            "role",
            "team_id",
            "service_area_id",
            name=op.f("membership_user_id_role_team_id_service_area_id_key"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(op.f("membership_service_area_id_idx"), "membership", ["service_area_id"], unique=False)
    op.create_index(op.f("membership_team_id_idx"), "membership", ["team_id"], unique=False)
    op.create_table(
        "passage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("redacted", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="new", nullable=False),
        sa.Column("may_quote", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint("room IN ('feedback', 'audit')", name=op.f("passage_room_known")),
        sa.CheckConstraint("speaker IN ('child', 'family', 'staff')", name=op.f("passage_speaker_known")),
        sa.CheckConstraint("state <> 'read' OR redacted IS NOT NULL", name=op.f("passage_read_is_redacted")),
        sa.CheckConstraint("state IN ('new', 'read', 'pending')", name=op.f("passage_state_known")),
        sa.CheckConstraint("extract(day from month) = 1", name=op.f("passage_month_is_first_day")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("passage_team_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("passage_pkey")),
    )
    op.create_index(
        "passage_left_to_read_idx",
        "passage",
        ["state"],
        unique=False,
        postgresql_where=sa.text("state <> 'read'"),
    )
    op.create_index(
        "passage_search_idx",
        "passage",
        [sa.literal_column("to_tsvector('english', coalesce(redacted, ''))")],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(op.f("passage_source_id_idx"), "passage", ["source_id"], unique=False)
    op.create_index("passage_team_id_month_idx", "passage", ["team_id", "month"], unique=False)
    op.create_table(
        "schedule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("cron", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), server_default="Europe/London", nullable=False),
        sa.Column("scope", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("schedule_pkey")),
    )
    op.create_index(op.f("schedule_kind_idx"), "schedule", ["kind"], unique=False)
    op.create_table(
        "due_period",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("period_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), server_default="due", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("period_start < period_end", name=op.f("due_period_has_length")),
        sa.CheckConstraint(
            "state IN ('due', 'running', 'done', 'failed')", name=op.f("due_period_state_known")
        ),
        sa.CheckConstraint(
            "state <> 'running' OR lease IS NOT NULL", name=op.f("due_period_running_has_lease")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name=op.f("due_period_schedule_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("due_period_pkey")),
        sa.UniqueConstraint("schedule_id", "period_end", name=op.f("due_period_schedule_id_period_end_key")),
    )
    op.create_index(
        "due_period_left_idx",
        "due_period",
        ["lease_until"],
        unique=False,
        postgresql_where=sa.text("state IN ('due', 'running')"),
    )
    op.execute(KEEP_THE_TRAIL)
    op.execute(ONE_AUTHORITY)


def downgrade() -> None:
    op.drop_table("due_period")
    op.drop_table("schedule")
    op.drop_index("passage_team_id_month_idx", table_name="passage")
    op.drop_index(op.f("passage_source_id_idx"), table_name="passage")
    op.drop_index("passage_search_idx", table_name="passage", postgresql_using="gin")
    op.drop_index(
        "passage_left_to_read_idx", table_name="passage", postgresql_where=sa.text("state <> 'read'")
    )
    op.drop_table("passage")
    op.drop_index(op.f("membership_team_id_idx"), table_name="membership")
    op.drop_index(op.f("membership_service_area_id_idx"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(op.f("team_service_area_id_idx"), table_name="team")
    op.drop_table("team")
    op.drop_table("user")
    op.drop_table("trail_head")
    op.drop_index(op.f("trail_entry_subject_id_idx"), table_name="trail_entry")
    op.drop_index(op.f("trail_entry_action_idx"), table_name="trail_entry")
    op.drop_table("trail_entry")
    op.drop_table("service_area")
    op.drop_index("message_due_idx", table_name="message", postgresql_where=sa.text("state = 'due'"))
    op.drop_table("message")
    op.drop_table("authority")
    op.execute("DROP FUNCTION trail_entry_stays()")
    op.execute(SHUT_THE_APPLICATION_OUT)
