"""Owns the outbox and its channels: what is announced is written with the deed, sent afterwards."""
