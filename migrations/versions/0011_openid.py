"""openid: who a member of staff is to the organisation's provider, and how that becomes known"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables forward."""
    op.add_column("staff_sessions", sa.Column("by_openid", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "staff_identities",
        sa.Column("issuer", sqlmodel.AutoString(length=254), nullable=False),
        sa.Column("subject", sqlmodel.AutoString(length=255), nullable=False),
        sa.Column("staff_id", sqlmodel.AutoString(length=32), nullable=False),
        sa.Column("tied_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_members.id"], name=op.f("fk_staff_identities_staff_id_staff_members")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_staff_identities")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_staff_identities_staff_id")),
    )
    op.create_table(
        "link_codes",
        sa.Column("staff_id", sqlmodel.AutoString(length=32), nullable=False),
        sa.Column("code_hash", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("made_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_members.id"], name=op.f("fk_link_codes_staff_id_staff_members")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_link_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_link_codes_code_hash")),
    )
    op.create_table(
        "openid_visits",
        sa.Column("token_hash", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("goal", sqlmodel.AutoString(length=2000), nullable=False),
        sa.Column("issuer", sqlmodel.AutoString(length=254), nullable=False),
        sa.Column("subject", sqlmodel.AutoString(length=255), nullable=False),
        sa.Column("begun_at", sqlmodel.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_openid_visits")),
    )


def downgrade() -> None:
    """Change the tables back."""
    for table in ("openid_visits", "link_codes", "staff_identities"):
        op.drop_table(table)
    with op.batch_alter_table("staff_sessions") as sessions:
        sessions.drop_column("by_openid")
