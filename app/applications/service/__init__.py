"""Owns the verbs of the heart: start, save, send, receive, decide; a module is a group of verbs."""

from app.applications.service.intakes import all_intakes, load_sample_intakes, open_intakes

__all__ = ["all_intakes", "load_sample_intakes", "open_intakes"]
