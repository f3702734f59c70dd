"""indicators"""

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables forward."""


def downgrade() -> None:
    """Change the tables back."""
