"""the index of arrivals by their time has no event before it, which PostgreSQL never searched by"""

from alembic import op
from sqlalchemy import text

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None
INDEX = 'ix_journal_facts_arrived_at'
ARRIVED = text("event = 'arrived'")


def upgrade() -> None:
    """Change the index forward."""
    _make('occurred_at', 'id')


def downgrade() -> None:
    """Change it back."""
    _make('event', 'occurred_at', 'id')


def _make(*columns: str) -> None:
    op.drop_index(INDEX, table_name='journal_facts')
    op.create_index(
        INDEX, 'journal_facts', list(columns), sqlite_where=ARRIVED, postgresql_where=ARRIVED
    )
