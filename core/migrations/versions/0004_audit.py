"""What the audit room keeps."""

revision = "0004_audit"
down_revision = "0003_feedback"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
