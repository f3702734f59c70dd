"""indicators: definitions, values, yearly snapshots; words that a search did not find"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXTS = {
    "five_less": 12, "value_class": 12, "unit": 20, "target": 20, "target_year": 20,
    "direction": 4, "section": 120, "source": 200, "page": 40, "definition": 500, "note": 500,
    "grain": 5, "metric": 40,
}  # fmt: skip


def upgrade() -> None:
    """Change the tables forward."""
    op.create_table(
        "indicators",
        sa.Column("slug", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("name", sqlmodel.AutoString(length=200), nullable=False),
        *(
            sa.Column(name, sqlmodel.AutoString(length=length), nullable=False)
            for name, length in TEXTS.items()
        ),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("changed_by", sqlmodel.AutoString(length=64), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_indicators")),
    )
    op.create_table(
        "indicator_values",
        sa.Column("indicator", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("period", sqlmodel.AutoString(length=7), nullable=False),
        sa.Column("item", sqlmodel.AutoString(length=60), nullable=False),
        sa.Column("value", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("part", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("whole", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("status", sqlmodel.AutoString(length=11), nullable=False),
        sa.Column("note", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("changed_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("changed_by", sqlmodel.AutoString(length=64), nullable=False),
        sa.PrimaryKeyConstraint(
            "indicator", "period", "item", name=op.f("pk_indicator_values")
        ),
    )
    op.create_table(
        "indicator_snapshots",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("city", sqlmodel.AutoString(length=6), nullable=False),
        sa.Column("taken_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.Column("taken_by", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("body", sqlmodel.AutoString(), nullable=False),
        sa.Column("digest", sqlmodel.AutoString(length=64), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_indicator_snapshots")),
    )
    op.create_table(
        "search_misses",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sqlmodel.AutoString(length=30), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "words", name=op.f("pk_search_misses")),
    )


def downgrade() -> None:
    """Change the tables back."""
    for table in ("search_misses", "indicator_snapshots", "indicator_values", "indicators"):
        op.drop_table(table)
