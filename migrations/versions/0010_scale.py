"""scale: a closed year cannot be changed; PostgreSQL looks after the sums as they grow"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WHY = "a closed year is never changed"
SUMS = ("statistics_sums", "statistics_arrivals")
COPIES = (*SUMS, "statistics_folded")


def upgrade() -> None:
    """Change the tables forward."""
    for table in COPIES:  # they are made again, with what they now hold besides
        op.execute(f"DELETE FROM {table}")
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER indicator_snapshots_no_{deed.lower()} BEFORE {deed} "
                f"ON indicator_snapshots BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION indicator_snapshots_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{WHY}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER indicator_snapshots_no_change BEFORE UPDATE OR DELETE "
        "ON indicator_snapshots FOR EACH ROW EXECUTE FUNCTION indicator_snapshots_refuse()"
    )
    op.execute(
        "CREATE TRIGGER indicator_snapshots_no_truncate BEFORE TRUNCATE "
        "ON indicator_snapshots FOR EACH STATEMENT EXECUTE FUNCTION indicator_snapshots_refuse()"
    )
    for table in SUMS:
        # A few rows of many millions change all day; a fifth of them would come too late.
        op.execute(
            f"ALTER TABLE {table} SET (autovacuum_vacuum_scale_factor = 0.02, "
            "autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02)"
        )


def downgrade() -> None:
    """Change the tables back."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("update", "delete"):
            op.execute(f"DROP TRIGGER indicator_snapshots_no_{deed}")
        return
    for trigger in ("change", "truncate"):
        op.execute(f"DROP TRIGGER indicator_snapshots_no_{trigger} ON indicator_snapshots")
    op.execute("DROP FUNCTION indicator_snapshots_refuse()")
    for table in SUMS:
        op.execute(
            f"ALTER TABLE {table} RESET (autovacuum_vacuum_scale_factor, "
            "autovacuum_analyze_scale_factor, autovacuum_vacuum_insert_scale_factor)"
        )
