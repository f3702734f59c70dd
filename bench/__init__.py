"""Owns the benchmarks: they print tables with ratios measured in one run, and judge nothing else."""
