"""Owns what a password costs in a test: a moment. In the product it is meant to cost time."""

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.accounts.service import signing_in

OF_THE_PRODUCT = signing_in._passwords


def make_cheap() -> None:
    """Hash passwords as the product does, in a thousandth of its memory."""
    cheap = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)
    signing_in._passwords = PasswordHash((cheap,))
