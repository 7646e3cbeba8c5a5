"""A review that was sent in is never deleted, nor a grade; an activity of a case is done once."""

from alembic import op

revision = "0014_reviews_stay"
down_revision = "0013_administrators"
branch_labels = None
depends_on = None

KEEP_WHAT_WAS_SENT = """
CREATE TRIGGER review_sent_never_goes BEFORE DELETE ON review FOR EACH ROW
    WHEN (OLD.submitted_at IS NOT NULL) EXECUTE FUNCTION review_sent_stays();
CREATE TRIGGER grade_never_goes BEFORE DELETE ON grade FOR EACH ROW EXECUTE FUNCTION grade_stays();
"""
LET_GO = """
DROP TRIGGER review_sent_never_goes ON review;
DROP TRIGGER grade_never_goes ON grade;
"""

# Two people who shared out at once may have given an activity of a case to two auditors: of those that nobody
# began, only one stays, and none beside one that was begun. Two that hold words are for a person to look at.
ONE_OF_EACH = """
DELETE FROM review WHERE state = 'not-started' AND EXISTS (
    SELECT FROM review AS other
    WHERE other.case_file_id = review.case_file_id AND other.activity = review.activity
        AND (other.state <> 'not-started' OR other.id < review.id)
        AND other.id <> review.id
)
"""


def upgrade() -> None:
    op.execute(ONE_OF_EACH)
    op.drop_constraint("review_case_file_id_activity_auditor_id_key", "review", type_="unique")
    op.create_unique_constraint("review_case_file_id_activity_key", "review", ["case_file_id", "activity"])
    op.execute(KEEP_WHAT_WAS_SENT)


def downgrade() -> None:
    op.execute(LET_GO)
    op.drop_constraint("review_case_file_id_activity_key", "review", type_="unique")
    op.create_unique_constraint(
        "review_case_file_id_activity_auditor_id_key", "review", ["case_file_id", "activity", "auditor_id"]
    )
