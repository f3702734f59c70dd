"""statistics by day: sums of the journal, how far they are folded, factors of estimates"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BATCHED = sa.text("batch IS NOT NULL")
ARRIVED = sa.text("event = 'arrived'")


def upgrade() -> None:
    """Change the tables forward."""
    op.create_table(
        "statistics_sums",
        sa.Column("about", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("event", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=4), nullable=False),
        sa.Column("grain", sqlmodel.AutoString(length=1), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("value", sqlmodel.AutoString(length=130), nullable=False),
        sa.Column("channel", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("calendar", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "about",
            "event",
            "kind",
            "grain",
            "start",
            "value",
            "channel",
            "reason",
            "calendar",
            name=op.f("pk_statistics_sums"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statistics_arrivals",
        sa.Column("procedure", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("channel", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("reason", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("section", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("intake", sqlmodel.AutoString(length=32), nullable=False),
        sa.Column("locale", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("device", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("origin", sqlmodel.AutoString(length=8), nullable=False),
        sa.Column("calendar", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=4), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "procedure",
            "day",
            "slot",
            "channel",
            "reason",
            "section",
            "intake",
            "locale",
            "device",
            "origin",
            "calendar",
            "kind",
            name=op.f("pk_statistics_arrivals"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_statistics_arrivals_section_day", "statistics_arrivals", ["section", "day", "count"]
    )
    op.create_table(
        "statistics_folded",
        sa.Column("batch", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("mark", sqlmodel.AutoString(length=32), nullable=False),
        sa.Column("facts", sa.BigInteger(), nullable=False),
        sa.Column("folded_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("batch", name=op.f("pk_statistics_folded")),
    )
    op.create_table(
        "statistics_factors",
        sa.Column("name", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("value", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("note", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("changed_by", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("changed_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_statistics_factors")),
    )
    op.drop_index("ix_journal_facts_batch", table_name="journal_facts")
    op.create_index(
        "ix_journal_facts_batch_id",
        "journal_facts",
        ["batch", "id"],
        sqlite_where=BATCHED,
        postgresql_where=BATCHED,
    )
    op.create_index(
        "ix_journal_facts_arrived_at",
        "journal_facts",
        ["event", "occurred_at", "id"],
        sqlite_where=ARRIVED,
        postgresql_where=ARRIVED,
    )


def downgrade() -> None:
    """Change the tables back."""
    op.drop_index("ix_journal_facts_arrived_at", table_name="journal_facts")
    op.drop_index("ix_journal_facts_batch_id", table_name="journal_facts")
    op.create_index("ix_journal_facts_batch", "journal_facts", ["batch"])
    for table in (
        "statistics_factors",
        "statistics_folded",
        "statistics_arrivals",
        "statistics_sums",
    ):
        op.drop_table(table)
