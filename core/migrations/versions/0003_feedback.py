"""What the feedback room keeps."""

revision = "0003_feedback"
down_revision = "0002_nlp"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
