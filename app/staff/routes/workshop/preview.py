"""Owns the URLs of the preview: each screen with the residents' own templates, in any language."""

from fastapi import APIRouter
from starlette.responses import Response

from app.accounts.deps import Me
from app.applications.service import languages
from app.errors import NotFound
from app.i18n.own_words import NONE, speak
from app.staff.routes.workshop.bench import Here
from app.staff.service.workshop import preview
from app.web.headers import POLICY
from app.web.templating import Page, Renderer

router = APIRouter()
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
START, REVIEW = "start", "review"


@router.get("/staff/forms/{slug}/preview/{lang}/{step}")
def shown(here: Here, lang: str, step: str, me: Me, page: Renderer) -> Response:
    """One screen as a resident will see it; nothing typed there is kept."""
    language = page.web.languages.by_address.get(lang)
    if language is None:
        raise NotFound
    form = here.checked.form
    drawn = Page(page.request, page.web, language)
    found = next((each for each in form.steps if each.slug == step), None) if form else None
    leads_out = preview.exit_of(form, step) if form else None
    others = {START, REVIEW} | ({"eligibility"} if form and form.eligibility else set())
    if form and found is None and leads_out is None and step not in others:
        raise NotFound
    speak(form.translations if form else NONE)
    response = drawn(
        "staff/forms/preview.html", form=form, step=found, at=step, draft=preview.NoDraft(),
        typed={}, leads_out=leads_out,
        groups=preview.groups(form, found) if form and found else (), returns=False,
        base=f"{here.address}/preview/{lang}", faults=here.checked.faults,
        is_partial=languages.is_partial(form, language) if form else False,
        number=[each.slug for each in form.steps].index(step) + 1 if form and found else 0,
    )  # fmt: skip
    response.headers["content-security-policy"] = FRAMED
    response.headers["x-frame-options"] = "SAMEORIGIN"
    return response


@router.post("/staff/forms/{slug}/preview/{lang}/{step}")
def on(here: Here, lang: str, step: str, me: Me, page: Renderer) -> Response:
    """On to the next screen."""
    form = here.checked.form
    if form is None or all(each.slug != step for each in form.steps):
        raise NotFound
    return page.redirect(f"{here.address}/preview/{lang}/{preview.following(form, step)}")
