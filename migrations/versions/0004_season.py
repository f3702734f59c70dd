"""season: capacities, scoring tables, points, allocation runs, rulings"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables forward."""
    op.create_table('intake_capacities',
    sa.Column('id', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('intake', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('place_key', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('grade', sqlmodel.AutoString(length=20), nullable=True),
    sa.Column('capacity', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['intake'], ['intakes.id'], name=op.f('fk_intake_capacities_intake_intakes'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intake_capacities'))
    )
    op.create_index(op.f('ix_intake_capacities_intake'), 'intake_capacities', ['intake'])
    op.create_table('scoring_tables',
    sa.Column('id', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('form', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('target_year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('document', sqlmodel.AutoString(), nullable=False),
    sa.Column('fingerprint', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('created_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.Column('created_by', sqlmodel.AutoString(length=32), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scoring_tables'))
    )
    op.create_index(op.f('ix_scoring_tables_form'), 'scoring_tables', ['form'])
    op.create_table('application_scores',
    sa.Column('application', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('intake', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('table_fingerprint', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('at', sqlmodel.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['application'], ['applications.id'], name=op.f('fk_application_scores_application_applications'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('application', name=op.f('pk_application_scores'))
    )
    op.create_index(op.f('ix_application_scores_intake'), 'application_scores', ['intake'])
    op.create_table('score_changes',
    sa.Column('id', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('application', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=False),
    sa.Column('asked_by', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('asked_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.Column('state', sqlmodel.AutoString(length=9), nullable=False),
    sa.Column('settled_by', sqlmodel.AutoString(length=32), nullable=True),
    sa.Column('settled_at', sqlmodel.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['application'], ['applications.id'], name=op.f('fk_score_changes_application_applications'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score_changes'))
    )
    op.create_index(op.f('ix_score_changes_application'), 'score_changes', ['application'])
    op.create_table('allocation_runs',
    sa.Column('id', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('intake', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('name', sqlmodel.AutoString(length=80), nullable=False),
    sa.Column('seed', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('inputs', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('table_fingerprint', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('made_by', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('made_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.Column('final_by', sqlmodel.AutoString(length=32), nullable=True),
    sa.Column('final_at', sqlmodel.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['intake'], ['intakes.id'], name=op.f('fk_allocation_runs_intake_intakes'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocation_runs'))
    )
    op.create_index(op.f('ix_allocation_runs_intake'), 'allocation_runs', ['intake'])
    op.create_table('allocation_rows',
    sa.Column('run', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('application', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('place_key', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('wish', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('story', sqlmodel.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['run'], ['allocation_runs.id'], name=op.f('fk_allocation_rows_run_allocation_runs'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['application'], ['applications.id'], name=op.f('fk_allocation_rows_application_applications'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('run', 'application', name=op.f('pk_allocation_rows'))
    )
    op.create_table('season_rulings',
    sa.Column('id', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('application', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('intake', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('kind', sqlmodel.AutoString(length=10), nullable=False),
    sa.Column('decision', sqlmodel.AutoString(length=10), nullable=False),
    sa.Column('place_key', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('document_number', sqlmodel.AutoString(length=60), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.LargeBinary(), nullable=True),
    sa.Column('made_by', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('made_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['application'], ['applications.id'], name=op.f('fk_season_rulings_application_applications'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_season_rulings'))
    )
    op.create_index(op.f('ix_season_rulings_intake'), 'season_rulings', ['intake'])
    op.create_index(op.f('ix_season_rulings_application'), 'season_rulings', ['application'])


def downgrade() -> None:
    """Change the tables back."""
    for table in (
        'season_rulings',
        'allocation_rows',
        'allocation_runs',
        'score_changes',
        'application_scores',
        'scoring_tables',
        'intake_capacities',
    ):
        op.drop_table(table)
