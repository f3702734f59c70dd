"""Owns the versions of office hours, holidays and closings; hands `office_hours` its rules."""
