"""Owns the class of a device, read from the browser's own words; nothing finer is kept."""

from app.journal.models import DeviceClass


def of(user_agent: str) -> DeviceClass:
    """Phone, tablet, desktop or unknown."""
    text = user_agent.lower()
    if "ipad" in text or "tablet" in text or ("android" in text and "mobile" not in text):
        return DeviceClass.TABLET
    if "mobile" in text or "iphone" in text:
        return DeviceClass.PHONE
    if any(each in text for each in ("windows", "macintosh", "x11", "cros")):
        return DeviceClass.DESKTOP
    return DeviceClass.UNKNOWN
