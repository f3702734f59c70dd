"""months and years of a procedure tell the side for the reason: the sums are made again"""

from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None
_SUMS = ('statistics_sums', 'statistics_arrivals', 'statistics_folded')


def upgrade() -> None:
    """Throw the sums away, which are a copy of the journal; the house folds them again."""
    for table in _SUMS:
        op.execute(f'DELETE FROM {table}')


def downgrade() -> None:
    """The same: the version before makes its own."""
    upgrade()
