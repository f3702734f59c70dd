"""workbench"""

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables forward."""


def downgrade() -> None:
    """Change the tables back."""
