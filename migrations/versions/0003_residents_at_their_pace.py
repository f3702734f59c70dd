"""residents at their pace"""

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables forward."""


def downgrade() -> None:
    """Change the tables back."""
