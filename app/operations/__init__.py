"""Owns what an operator does beside the server; each module is one group of verbs."""

from app.operations.copies import backup, restore
from app.operations.counting import (
    statistics_check,
    statistics_fold,
    statistics_rebuild,
    statistics_reconcile,
)
from app.operations.data import (
    arrivals_import,
    arrivals_list,
    arrivals_withdraw,
    catalogue_export,
    catalogue_import,
    forms_lint,
    forms_schema,
)
from app.operations.faults import told
from app.operations.house import (
    House,
    announce,
    first_account,
    house,
    load_shipped,
    migrate,
    upgrade_tables,
)
from app.operations.safety import Refused, check_port, check_safe, config_check
from app.operations.showing import demo_load, demo_remove
from app.operations.upkeep import audit_verify, deliver_once, purge

__all__ = [
    "House", "Refused", "announce", "arrivals_import", "arrivals_list", "arrivals_withdraw",
    "audit_verify", "backup", "catalogue_export", "catalogue_import", "check_port", "check_safe",
    "config_check", "deliver_once", "demo_load", "demo_remove", "first_account", "forms_lint",
    "forms_schema", "house",
    "load_shipped", "migrate", "purge", "restore", "statistics_check", "statistics_fold",
    "statistics_rebuild", "statistics_reconcile", "told",
    "upgrade_tables",
]  # fmt: skip
