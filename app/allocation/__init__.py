"""Owns selection, pure: points by a published table (`scoring`), places by points (`places`)."""
