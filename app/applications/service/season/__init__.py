"""Owns a season of an intake: points, places, decisions (決裁), release, letters, moving up.

A module per step; the workbench calls them in this order.
"""
