"""A review that was sent in is never deleted, nor a grade; an activity of a case is done once."""

from alembic import op
from sqlalchemy import text

from core.refused import Refused

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
# began, only one stays, and none beside one that was begun. Of two that hold words a person chooses.
ONE_OF_EACH = """
DELETE FROM review WHERE state = 'not-started' AND EXISTS (
    SELECT FROM review AS other
    WHERE other.case_file_id = review.case_file_id AND other.activity = review.activity
        AND (other.state <> 'not-started' OR other.id < review.id)
        AND other.id <> review.id
)
"""
BEGUN_TWICE = text("""
SELECT id, case_file_id, activity, auditor_id, state FROM review AS begun
WHERE state <> 'not-started' AND EXISTS (
    SELECT FROM review AS other
    WHERE other.case_file_id = begun.case_file_id AND other.activity = begun.activity
        AND other.state <> 'not-started' AND other.id <> begun.id
)
ORDER BY case_file_id, activity, id
""")
CHOOSE = """\
an activity of a case is done once, but these were begun by two auditors each:
{found}
This migration did not run and changed nothing. Of each case file and activity choose with the quality lead the one
that stays. For each other one run, as the owner of the database:
    UPDATE action SET review_id = '<the review that stays>' WHERE review_id = '<its review>';
    DELETE FROM review WHERE id = '<its review>';
Its grades are gone with that, and its words unless it was sent in: make a backup first, and let its auditor copy from
the release before what is worth keeping. Then migrate again."""


class BegunTwice(Refused):
    """A person has to choose which review stays. Says whose they are and how far, and none of the words in them."""


def upgrade() -> None:
    begun = op.get_bind().execute(BEGUN_TWICE).all()
    if begun:
        raise BegunTwice(
            CHOOSE.format(
                found="\n".join(
                    f"    case file {each.case_file_id}, {each.activity}: review {each.id}"
                    f" of auditor {each.auditor_id}, {each.state}"
                    for each in begun
                )
            )
        )
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
