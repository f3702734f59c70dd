"""Tenohira (てのひら市役所): the smartphone city hall, from catalogue to statistics."""
