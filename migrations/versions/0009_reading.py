"""the month's report by mail, and the sections that enter indicators"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables forward."""
    op.create_table('report_subscriptions',
    sa.Column('staff', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('recipient', sa.LargeBinary(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('procedure', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('section', sqlmodel.AutoString(length=40), nullable=False),
    sa.Column('last_month', sqlmodel.AutoString(length=7), nullable=False),
    sa.Column('created_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['staff'], ['staff_members.id'], name=op.f('fk_report_subscriptions_staff_staff_members')),
    sa.PrimaryKeyConstraint('staff', name=op.f('pk_report_subscriptions'))
    )
    op.create_table('indicator_owners',
    sa.Column('indicator', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('section', sqlmodel.AutoString(length=40), nullable=False),
    sa.Column('changed_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.Column('changed_by', sqlmodel.AutoString(length=64), nullable=False),
    sa.ForeignKeyConstraint(['section'], ['sections.code'], name=op.f('fk_indicator_owners_section_sections')),
    sa.PrimaryKeyConstraint('indicator', name=op.f('pk_indicator_owners'))
    )
    op.create_index(op.f('ix_indicator_owners_section'), 'indicator_owners', ['section'])


def downgrade() -> None:
    """Change the tables back."""
    op.drop_table('indicator_owners')
    op.drop_table('report_subscriptions')
