"""Owns the addresses of forms, drafts and applications, in the language of the page."""

from app.applications.models import Draft
from app.web.templating import Page


def of_form(page: Page, slug: str) -> str:
    """Where a form begins."""
    return f"/{page.language.address}/apply/{slug}"


def of_draft(page: Page, draft: Draft) -> str:
    """What the addresses of all pages of a draft begin with."""
    return f"{of_form(page, draft.form)}/{draft.public_id}"


def of_application(page: Page, number: str) -> str:
    """Receipt and status of an application."""
    return f"/{page.language.address}/applications/{number}"
