"""workbench: paper typed in, late cases, notices of an intake, like persons"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables forward."""
    op.create_table('counter_entries',
    sa.Column('draft', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('staff', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('channel', sqlmodel.AutoString(length=10), nullable=False),
    sa.Column('arrived_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.Column('late_reason', sqlmodel.AutoString(length=200), nullable=False),
    sa.Column('started_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['draft'], ['drafts.id'], name=op.f('fk_counter_entries_draft_drafts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('draft', name=op.f('pk_counter_entries'))
    )
    op.create_index(op.f('ix_counter_entries_staff'), 'counter_entries', ['staff'])
    op.create_table('late_cases',
    sa.Column('id', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('intake', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('code_hash', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('reason', sqlmodel.AutoString(length=200), nullable=False),
    sa.Column('granted_by', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('granted_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.Column('until', sqlmodel.UTCDateTime(), nullable=False),
    sa.Column('draft', sqlmodel.AutoString(length=32), nullable=True),
    sa.Column('used_at', sqlmodel.UTCDateTime(), nullable=True),
    sa.Column('revoked_at', sqlmodel.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['intake'], ['intakes.id'], name=op.f('fk_late_cases_intake_intakes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_late_cases')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_late_cases_code_hash'))
    )
    op.create_index(op.f('ix_late_cases_intake'), 'late_cases', ['intake'])
    op.create_index(op.f('ix_late_cases_draft'), 'late_cases', ['draft'])
    op.create_table('intake_notices',
    sa.Column('id', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('intake', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('body', sqlmodel.AutoString(length=400), nullable=False),
    sa.Column('at', sqlmodel.UTCDateTime(), nullable=False),
    sa.Column('staff', sqlmodel.AutoString(length=32), nullable=False),
    sa.ForeignKeyConstraint(['intake'], ['intakes.id'], name=op.f('fk_intake_notices_intake_intakes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intake_notices'))
    )
    op.create_index(op.f('ix_intake_notices_intake'), 'intake_notices', ['intake'])
    op.create_table('person_marks',
    sa.Column('application', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('mark', sqlmodel.AutoString(length=64), nullable=False),
    sa.ForeignKeyConstraint(['application'], ['applications.id'], name=op.f('fk_person_marks_application_applications'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('application', name=op.f('pk_person_marks'))
    )
    op.create_index(op.f('ix_person_marks_mark'), 'person_marks', ['mark'])


def downgrade() -> None:
    """Change the tables back."""
    for table in ('person_marks', 'intake_notices', 'late_cases', 'counter_entries'):
        op.drop_table(table)
