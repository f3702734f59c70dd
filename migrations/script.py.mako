"""${message}"""

import sqlalchemy as sa
import sqlmodel
import sqlmodel.sql.sqltypes
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """Change the tables forward."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Change the tables back."""
    ${downgrades if downgrades else "pass"}
