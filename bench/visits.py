"""Owns the two visits that are compared: the reference's three requests, the product's seven."""

from bench.client import Browser
from bench.load import Tally

FORM = "citizen-proposal"
REFERENCE_FIELDS = {
    "topic": "town", "subject": "公園のベンチを増やしてほしい",
    "body": "駅の東の公園には、座る所が一つしかありません。散歩中に休めるよう、あと三つほしい。",
    "reply": "yes", "name": "見本 花子", "email": "hanako@example.jp",
}  # fmt: skip
PRODUCT_FIELDS = {
    "topic": "town", "subject": REFERENCE_FIELDS["subject"], "body": REFERENCE_FIELDS["body"],
    "reply": "yes", "name.family": "見本", "name.given": "花子", "email": "hanako@example.jp",
}  # fmt: skip


async def reference(browser: Browser, tally: Tally) -> None:
    """Form, one durable insert, receipt read back."""
    tally.count("GET form", await browser.get("/form"), 200)
    sent = tally.count("POST form", await browser.post("/form", REFERENCE_FIELDS), 303)
    receipt = tally.count("GET receipt", await browser.get(sent.location), 200)
    assert "ベンチ" in receipt.text


async def product(browser: Browser, tally: Tally) -> None:
    """A new phone opens the form, answers its one step, checks, sends and reads the receipt."""
    start = f"/ja/apply/{FORM}"
    page = tally.count("GET start", await browser.get(start), 200)
    made = tally.count("POST start", await browser.post(start, page.hidden()), 303)
    page = tally.count("GET step", await browser.get(made.location), 200)
    fields = page.hidden() | PRODUCT_FIELDS
    kept = tally.count("POST step", await browser.post(made.location, fields), 303)
    page = tally.count("GET review", await browser.get(kept.location), 200)
    sent = tally.count("POST review", await browser.post(kept.location, page.hidden()), 303)
    receipt = tally.count("GET receipt", await browser.get(sent.location), 200)
    assert sent.location.rpartition("/")[2] in receipt.text
