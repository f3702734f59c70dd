"""forms in the workshop"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables forward."""
    op.create_table('form_works',
    sa.Column('slug', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('section', sqlmodel.AutoString(length=40), nullable=False),
    sa.Column('title', sqlmodel.AutoString(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('base', sqlmodel.AutoString(length=64), nullable=True),
    sa.Column('scheduled', sqlmodel.AutoString(length=64), nullable=True),
    sa.Column('scheduled_at', sqlmodel.UTCDateTime(), nullable=True),
    sa.Column('scheduled_by', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('paused_at', sqlmodel.UTCDateTime(), nullable=True),
    sa.Column('pause_reason', sqlmodel.AutoString(length=500), nullable=False),
    sa.Column('created_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.Column('updated_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.Column('updated_by', sqlmodel.AutoString(length=64), nullable=False),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_form_works'))
    )
    for column in ('section', 'scheduled_at'):
        op.create_index(op.f(f'ix_form_works_{column}'), 'form_works', [column])
    op.create_table('form_work_versions',
    sa.Column('form', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.UTCDateTime(), nullable=False),
    sa.Column('actor', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('actor_name', sqlmodel.AutoString(length=80), nullable=False),
    sa.Column('deed', sqlmodel.AutoString(length=200), nullable=False),
    sa.Column('document', sqlmodel.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['form'], ['form_works.slug'], name=op.f('fk_form_work_versions_form_form_works'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('form', 'number', name=op.f('pk_form_work_versions'))
    )
    # A revision that was only tried out, and the drafts of a trial: nothing of them is counted.
    op.add_column('form_revisions', sa.Column('is_trial', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('drafts', sa.Column('kind', sqlmodel.AutoString(length=4), nullable=False, server_default='live'))


def downgrade() -> None:
    """Change the tables back."""
    op.drop_column('drafts', 'kind')
    op.drop_column('form_revisions', 'is_trial')
    op.drop_table('form_work_versions')
    op.drop_table('form_works')
