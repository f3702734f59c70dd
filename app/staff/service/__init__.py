"""Owns the verbs of the workbench: the queue with its filters, opening what is closed, exports."""
