"""Owns adding up counts in the database."""

from typing import Any

from sqlalchemy import BigInteger, Cast, cast, func


def sum_of(counts: Any) -> Cast[int]:  # noqa: ANN401 - a column or an expression
    """A sum of counts as a whole number.

    PostgreSQL's own is a decimal one, of which a hundred thousand take a tenth of a second to read.
    """
    return cast(func.sum(counts), BigInteger)
