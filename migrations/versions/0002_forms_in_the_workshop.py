"""forms in the workshop"""

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables forward."""


def downgrade() -> None:
    """Change the tables back."""
