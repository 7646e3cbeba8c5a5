"""What the nlp room keeps."""

revision = "0002_nlp"
down_revision = "0001_core"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
