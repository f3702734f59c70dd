"""Owns what counts as office time: holidays by law, hours, closings, and the stamp of an arrival.

Pure: no HTTP, no SQL, no clock. Instants and rules come in as arguments, values go out.
"""
