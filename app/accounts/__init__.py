"""Owns who somebody is: staff and their sections, sessions, tokens, and residents' devices."""
