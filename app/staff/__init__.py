"""Owns the workbench of the clerks: queue, case, decisions, export."""
