"""What reading keeps: the codebook, readings, suggestions, decisions, and the roll-up of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002_nlp"
down_revision = "0001_core"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "codebook_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("codebook_version_number_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("codebook_version_pkey")),
        sa.UniqueConstraint("fingerprint", name=op.f("codebook_version_fingerprint_key")),
        sa.UniqueConstraint("number", name=op.f("codebook_version_number_key")),
    )
    op.create_table(
        "theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("excludes", sa.Text(), nullable=False),
        sa.Column("speakers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("standards", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("frameworks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("codebook_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebook_version.id"], name=op.f("theme_codebook_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("theme_pkey")),
        sa.UniqueConstraint("slug", name=op.f("theme_slug_key")),
    )
    op.create_table(
        "theme_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("valence", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "valence IN ('positive', 'negative', 'mixed', 'neutral')", name=op.f("theme_count_valence_known")
        ),
        sa.CheckConstraint("n >= 0", name=op.f("theme_count_not_negative")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("theme_count_team_id_fkey")),
        sa.ForeignKeyConstraint(["theme"], ["theme.slug"], name=op.f("theme_count_theme_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("theme_count_pkey")),
        sa.UniqueConstraint(
            "team_id",
            "month",
            "room",
            "speaker",
            "theme",
            "valence",
            name=op.f("theme_count_team_id_month_room_speaker_theme_valence_key"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        "theme_count_month_speaker_theme_idx", "theme_count", ["month", "speaker", "theme"], unique=False
    )
    op.create_table(
        "voice_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f("voice_count_not_negative")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("voice_count_team_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("voice_count_pkey")),
        sa.UniqueConstraint(
            "team_id",
            "month",
            "room",
            "speaker",
            name=op.f("voice_count_team_id_month_room_speaker_key"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("voice_count_month_speaker_idx", "voice_count", ["month", "speaker"], unique=False)
    op.create_table(
        "passage_reading",
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("codebook_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("teaches", sa.Double(), server_default="0", nullable=False),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("looked_by", sa.Uuid(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "because IN ('slow', 'failed', 'sealed')", name=op.f("passage_reading_because_known")
        ),
        sa.CheckConstraint(
            "(looked_at IS NULL) = (looked_by IS NULL)", name=op.f("passage_reading_looked_by_somebody")
        ),
        sa.CheckConstraint("revision > 0", name=op.f("passage_reading_revision_positive")),
        sa.CheckConstraint("teaches BETWEEN 0 AND 1", name=op.f("passage_reading_teaches_is_a_share")),
        sa.ForeignKeyConstraint(
            ["codebook_id"], ["codebook_version.id"], name=op.f("passage_reading_codebook_id_fkey")
        ),
        sa.ForeignKeyConstraint(["looked_by"], ["user.id"], name=op.f("passage_reading_looked_by_fkey")),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("passage_reading_passage_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("passage_id", name=op.f("passage_reading_pkey")),
    )
    op.create_index(op.f("passage_reading_codebook_id_idx"), "passage_reading", ["codebook_id"], unique=False)
    op.create_index(
        "passage_reading_to_look_at_idx",
        "passage_reading",
        [sa.text("teaches DESC"), "passage_id"],
        unique=False,
        postgresql_where=sa.text("looked_at IS NULL AND because IS NULL"),
    )
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("valence", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("start_at", sa.Integer(), nullable=False),
        sa.Column("end_at", sa.Integer(), nullable=False),
        sa.Column("redacted_start", sa.Integer(), nullable=True),
        sa.Column("redacted_end", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "valence IN ('positive', 'negative', 'mixed', 'neutral')", name=op.f("suggestion_valence_known")
        ),
        sa.CheckConstraint(
            "(redacted_start IS NULL) = (redacted_end IS NULL) AND 0 <= redacted_start AND redacted_start <= redacted_end",
            name=op.f("suggestion_redacted_place_in_order"),
        ),
        sa.CheckConstraint("0 <= start_at AND start_at <= end_at", name=op.f("suggestion_place_in_order")),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("suggestion_score_is_a_share")),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("suggestion_passage_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["theme"], ["theme.slug"], name=op.f("suggestion_theme_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("suggestion_pkey")),
        sa.UniqueConstraint("passage_id", "theme", name=op.f("suggestion_passage_id_theme_key")),
    )
    op.create_index(
        "suggestion_theme_month_passage_id_idx", "suggestion", ["theme", "month", "passage_id"], unique=False
    )
    op.create_table(
        "tag",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("valence", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(decision = 'rejected') = (valence IS NULL)", name=op.f("tag_rejected_has_no_valence")
        ),
        sa.CheckConstraint("decision IN ('accepted', 'rejected', 'added')", name=op.f("tag_decision_known")),
        sa.CheckConstraint(
            "valence IN ('positive', 'negative', 'mixed', 'neutral')", name=op.f("tag_valence_known")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("tag_decided_by_fkey")),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("tag_passage_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["theme"], ["theme.slug"], name=op.f("tag_theme_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("tag_pkey")),
        sa.UniqueConstraint("passage_id", "theme", name=op.f("tag_passage_id_theme_key")),
    )
    op.create_index("tag_theme_month_passage_id_idx", "tag", ["theme", "month", "passage_id"], unique=False)


def downgrade() -> None:
    op.drop_index("tag_theme_month_passage_id_idx", table_name="tag")
    op.drop_table("tag")
    op.drop_index("suggestion_theme_month_passage_id_idx", table_name="suggestion")
    op.drop_table("suggestion")
    op.drop_index("passage_reading_to_look_at_idx", table_name="passage_reading")
    op.drop_index(op.f("passage_reading_codebook_id_idx"), table_name="passage_reading")
    op.drop_table("passage_reading")
    op.drop_index("voice_count_month_speaker_idx", table_name="voice_count")
    op.drop_table("voice_count")
    op.drop_index("theme_count_month_speaker_theme_idx", table_name="theme_count")
    op.drop_table("theme_count")
    op.drop_table("theme")
    op.drop_table("codebook_version")
