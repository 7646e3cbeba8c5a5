"""Theme review by several people, translations, words that rise, and alerts from audit conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0008_review"
down_revision = "0007_known_names"
branch_labels = None
depends_on = None

VALENCES = "valence IN ('positive', 'negative', 'mixed', 'neutral')"
NOW = sa.text("now()")
ALERT_CHECKS = {
    "alert_room_known": "room IN ('feedback', 'audit')",
    "alert_of_a_response_names_it": "(room = 'feedback') = (response_id IS NOT NULL)",
    "alert_source_is_its_response": "response_id = source_id",
}


def upgrade() -> None:
    _share_of_second_looks()
    _leases_and_codings()
    _translations()
    _rising_words()
    _alerts_of_either_room()


def _share_of_second_looks() -> None:
    op.add_column(
        "authority", sa.Column("second_look_percent", sa.Integer(), server_default="10", nullable=False)
    )
    op.create_check_constraint(
        op.f("authority_second_look_is_a_percentage"), "authority", "second_look_percent BETWEEN 0 AND 100"
    )


def _leases_and_codings() -> None:
    op.create_table(
        "review_lease",
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("review_lease_passage_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("review_lease_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("passage_id", name=op.f("review_lease_pkey")),
        sa.UniqueConstraint("person_id", name=op.f("review_lease_person_id_key")),
    )
    op.create_table(
        "double_coding",
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("first_by", sa.Uuid(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("second_by", sa.Uuid(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("differs", sa.Boolean(), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("second_by <> first_by", name=op.f("double_coding_by_two_people")),
        sa.CheckConstraint(
            "(second_by IS NULL) = (second_at IS NULL) AND (second_by IS NULL) = (differs IS NULL)",
            name=op.f("double_coding_second_is_whole"),
        ),
        sa.CheckConstraint(
            "(settled_by IS NULL) = (settled_at IS NULL) AND (settled_at IS NULL OR differs)",
            name=op.f("double_coding_settled_where_it_differs"),
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("double_coding_passage_id_fkey"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint([name], ["user.id"], name=op.f(f"double_coding_{name}_fkey"))
            for name in ("first_by", "second_by", "settled_by")
        ),
        sa.PrimaryKeyConstraint("passage_id", name=op.f("double_coding_pkey")),
    )
    op.create_index(
        "double_coding_waiting_idx",
        "double_coding",
        ["first_at"],
        postgresql_where=sa.text("second_at IS NULL"),
    )
    op.create_index(
        "double_coding_to_settle_idx",
        "double_coding",
        ["second_at"],
        postgresql_where=sa.text("differs IS TRUE AND settled_at IS NULL"),
    )
    op.create_table(
        "coded_theme",
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("coder", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("valence", sa.Text(), nullable=False),
        sa.CheckConstraint("coder IN (1, 2)", name=op.f("coded_theme_by_one_of_two")),
        sa.CheckConstraint(VALENCES, name=op.f("coded_theme_valence_known")),
        sa.ForeignKeyConstraint(
            ["passage_id"],
            ["double_coding.passage_id"],
            name=op.f("coded_theme_passage_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["theme"], ["theme.slug"], name=op.f("coded_theme_theme_fkey")),
        sa.PrimaryKeyConstraint("passage_id", "coder", "theme", name=op.f("coded_theme_pkey")),
    )
    op.create_index(
        "passage_same_words_idx",
        "passage",
        [sa.text("md5(redacted)")],
        postgresql_where=sa.text("state = 'read'"),
    )


def _translations() -> None:
    op.create_table(
        "translation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("read", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("original_redacted", sa.Text(), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("translation_number_positive")),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("translation_passage_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["added_by"], ["user.id"], name=op.f("translation_added_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("translation_pkey")),
        sa.UniqueConstraint("passage_id", "number", name=op.f("translation_passage_id_number_key")),
    )
    op.create_index(
        "translation_left_to_read_idx", "translation", ["passage_id"], postgresql_where=sa.text("NOT read")
    )
    op.add_column("passage_reading", sa.Column("untranslated_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("passage_reading_untranslated_by_fkey"), "passage_reading", "user", ["untranslated_by"], ["id"]
    )
    op.create_index(
        "passage_other_language_idx",
        "passage",
        ["language", "month", "id"],
        postgresql_where=sa.text("state = 'read' AND language <> 'en'"),
    )


def _rising_words() -> None:
    op.create_table(
        "rising_look",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("rising_look_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("rising_look_pkey")),
    )
    op.create_table(
        "rising_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("voices", "of_voices", "voices_before", "of_voices_before")
        ),
        sa.Column("strength", sa.Float(), nullable=False),
        sa.Column("themed", sa.Float(), nullable=False),
        sa.CheckConstraint("speaker IN ('child', 'family', 'staff')", name=op.f("rising_term_speaker_known")),
        sa.CheckConstraint("0 < voices AND voices <= of_voices", name=op.f("rising_term_voices_counted")),
        sa.CheckConstraint(
            "0 <= voices_before AND voices_before <= of_voices_before",
            name=op.f("rising_term_voices_before_counted"),
        ),
        sa.CheckConstraint("themed BETWEEN 0 AND 1", name=op.f("rising_term_themed_is_a_share")),
        sa.PrimaryKeyConstraint("id", name=op.f("rising_term_pkey")),
        sa.UniqueConstraint("term", "speaker", name=op.f("rising_term_term_speaker_key")),
    )
    op.create_table(
        "term_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "(answer = 'added' AND theme IS NOT NULL) OR (answer = 'not-interesting' AND theme IS NULL)",
            name=op.f("term_answer_known"),
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["user.id"], name=op.f("term_answer_answered_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("term_answer_pkey")),
        sa.UniqueConstraint("term", name=op.f("term_answer_term_key")),
    )


def _alerts_of_either_room() -> None:
    op.add_column("alert", sa.Column("room", sa.Text(), server_default="feedback", nullable=False))
    op.add_column("alert", sa.Column("source_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE alert SET source_id = response_id")
    op.alter_column("alert", "source_id", nullable=False)
    op.alter_column("alert", "response_id", nullable=True)
    op.create_index("alert_source_id_idx", "alert", ["source_id"])
    for name, condition in ALERT_CHECKS.items():
        op.create_check_constraint(op.f(name), "alert", condition)


def downgrade() -> None:
    # What came from an audit has no place in the older table.
    op.execute("DELETE FROM alert WHERE room = 'audit'")
    for name in ALERT_CHECKS:
        op.drop_constraint(op.f(name), "alert", type_="check")
    op.drop_index("alert_source_id_idx", table_name="alert")
    op.alter_column("alert", "response_id", nullable=False)
    op.drop_column("alert", "source_id")
    op.drop_column("alert", "room")
    op.drop_index("passage_other_language_idx", table_name="passage")
    op.drop_index("passage_same_words_idx", table_name="passage")
    op.drop_constraint(op.f("passage_reading_untranslated_by_fkey"), "passage_reading", type_="foreignkey")
    op.drop_column("passage_reading", "untranslated_by")
    for table in (
        "term_answer",
        "rising_term",
        "rising_look",
        "translation",
        "coded_theme",
        "double_coding",
        "review_lease",
    ):
        op.drop_table(table)
    op.drop_constraint(op.f("authority_second_look_is_a_percentage"), "authority", type_="check")
    op.drop_column("authority", "second_look_percent")
