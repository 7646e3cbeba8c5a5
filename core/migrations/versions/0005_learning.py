"""What the learning room keeps."""

revision = "0005_learning"
down_revision = "0004_audit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
