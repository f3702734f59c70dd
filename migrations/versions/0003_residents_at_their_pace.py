"""residents at their pace: corrections, revisions, resuming by mail, reminders, ratings, proxies"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

TABLES = (
    'ratings', 'reminders', 'mail_codes', 'submission_contacts', 'draft_contacts',
    'draft_openings', 'application_revisions', 'corrections',
)


def upgrade() -> None:
    """Change the tables forward."""
    op.create_table('corrections',
    sa.Column('id', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('application', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('asked_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.Column('asked_by', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('answered_at', sqlmodel.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['application'], ['applications.id'], name=op.f('fk_corrections_application_applications'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_corrections'))
    )
    op.create_index(op.f('ix_corrections_application'), 'corrections', ['application'])
    op.create_table('application_revisions',
    sa.Column('application', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('answers', sa.LargeBinary(), nullable=False),
    sa.Column('cause', sqlmodel.AutoString(length=10), nullable=False),
    sa.Column('correction', sqlmodel.AutoString(length=32), nullable=True),
    sa.Column('replaced_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['application'], ['applications.id'], name=op.f('fk_application_revisions_application_applications'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('application', 'number', name=op.f('pk_application_revisions'))
    )
    op.create_table('draft_openings',
    sa.Column('draft', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('device', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('at', sqlmodel.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['draft'], ['drafts.id'], name=op.f('fk_draft_openings_draft_drafts'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['device'], ['devices.id'], name=op.f('fk_draft_openings_device_devices'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('draft', 'device', name=op.f('pk_draft_openings'))
    )
    op.create_index(op.f('ix_draft_openings_device'), 'draft_openings', ['device'])
    op.create_table('draft_contacts',
    sa.Column('draft', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('address', sa.LargeBinary(), nullable=False),
    sa.Column('address_mark', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('locale', sqlmodel.AutoString(length=20), nullable=False),
    sa.Column('token', sa.LargeBinary(), nullable=False),
    sa.Column('token_hash', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('created_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.Column('proven_at', sqlmodel.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['draft'], ['drafts.id'], name=op.f('fk_draft_contacts_draft_drafts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('draft', name=op.f('pk_draft_contacts')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_draft_contacts_token_hash'))
    )
    op.create_table('submission_contacts',
    sa.Column('submission', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('address', sa.LargeBinary(), nullable=False),
    sa.Column('address_mark', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('created_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['submission'], ['submissions.id'], name=op.f('fk_submission_contacts_submission_submissions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('submission', name=op.f('pk_submission_contacts'))
    )
    op.create_table('mail_codes',
    sa.Column('id', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('subject', sqlmodel.AutoString(length=40), nullable=False),
    sa.Column('address_mark', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('code_hash', sqlmodel.AutoString(length=64), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('created_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.Column('expires_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_codes'))
    )
    for column in ('subject', 'address_mark', 'expires_at'):
        op.create_index(op.f(f'ix_mail_codes_{column}'), 'mail_codes', [column])
    op.create_table('reminders',
    sa.Column('topic', sqlmodel.AutoString(length=12), nullable=False),
    sa.Column('target', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('due', sqlmodel.UTCDateTime(), nullable=False),
    sa.Column('sent_at', sqlmodel.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('topic', 'target', 'due', name=op.f('pk_reminders'))
    )
    op.create_table('ratings',
    sa.Column('submission', sqlmodel.AutoString(length=32), nullable=False),
    sa.Column('at', sqlmodel.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['submission'], ['submissions.id'], name=op.f('fk_ratings_submission_submissions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('submission', name=op.f('pk_ratings'))
    )
    # Who fills in for somebody else (代理), sealed with the application.
    op.add_column('applications', sa.Column('proxy', sa.LargeBinary(), nullable=True))
    op.create_index(op.f('ix_openings_device'), 'openings', ['device'])


def downgrade() -> None:
    """Change the tables back."""
    op.drop_index(op.f('ix_openings_device'), 'openings')
    op.drop_column('applications', 'proxy')
    for table in TABLES:
        op.drop_table(table)
