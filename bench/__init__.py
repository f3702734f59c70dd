"""Owns the benchmarks: tables with ratios measured in one run."""
