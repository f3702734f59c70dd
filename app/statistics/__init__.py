"""Owns what the DX office reads: dashboard, CSV, JSON and the import of arrivals."""
