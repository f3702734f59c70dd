"""Owns the choice of a language where the address has none: cookie, header, then Japanese."""

from app.i18n.messages import Language, Languages


def negotiate(languages: Languages, cookie: str | None, accept_language: str | None) -> Language:
    """The reader's language; unknown or malformed wishes fall to Japanese."""
    if cookie and cookie in languages.by_address:
        return languages.by_address[cookie]
    for wish in _wishes(accept_language or ""):
        for language in languages.by_address.values():
            address = language.address
            if wish == address or wish.split("-")[0] == address:
                return language
            if address.split("-")[0] == wish.split("-")[0] and address != "ja-easy":
                return language
    return languages.japanese


def _wishes(header: str) -> list[str]:
    weighted: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        if tag and weight > 0:
            weighted.append((-weight, tag.lower()))
    return [tag for _, tag in sorted(weighted, key=lambda each: each[0])]
