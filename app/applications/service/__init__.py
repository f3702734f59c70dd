"""Owns the verbs of the heart: start, save, send, receive, decide. Each module is one group of verbs."""

from app.applications.service.intakes import load_sample_intakes, open_intakes

__all__ = ["load_sample_intakes", "open_intakes"]
