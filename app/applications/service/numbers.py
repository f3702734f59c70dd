"""Owns application numbers (申請番号): `XXXX-XXXX-C`, random, checked, never given twice."""

import secrets
import unicodedata

from app.errors import NotFound

ALPHABET = "23456789CFGHJMPQRVWX"
BETWEEN = "-‐‑‒–—―−ー─"
"""What stands for a hyphen on the keyboards people have, ー of a Japanese one included."""


def check_character(body: str) -> str:
    """The check character of eight characters (Luhn over the 20 of the alphabet)."""
    total, factor = 0, 2
    for character in reversed(body):
        value = factor * ALPHABET.index(character)
        total += value // len(ALPHABET) + value % len(ALPHABET)
        factor = 3 - factor
    return ALPHABET[-total % len(ALPHABET)]


def new_number() -> str:
    """A random number with its check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{body[:4]}-{body[4:]}-{check_character(body)}"


def read_number(typed: str) -> str:
    """The number as issued, from lower case, full width or without hyphens; NotFound otherwise."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    plain = "".join(each for each in folded if each not in BETWEEN and not each.isspace())
    if len(plain) != 9 or any(each not in ALPHABET for each in plain):
        raise NotFound
    if check_character(plain[:8]) != plain[8]:
        raise NotFound
    return f"{plain[:4]}-{plain[4:8]}-{plain[8]}"
