"""limits of a form: how many applications for each device or household"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables forward."""
    op.create_table('limit_marks',
    sa.Column('application', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('mark', sqlmodel.AutoString(length=64), nullable=False),
    sa.ForeignKeyConstraint(['application'], ['applications.id'], name=op.f('fk_limit_marks_application_applications'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('application', name=op.f('pk_limit_marks'))
    )
    op.create_index(op.f('ix_limit_marks_mark'), 'limit_marks', ['mark'])


def downgrade() -> None:
    """Change the tables back."""
    op.drop_table('limit_marks')
