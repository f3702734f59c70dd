"""Owns what a mail needs to know of the running house, in the language of the page."""

from starlette.requests import Request

from app.applications.service.mail_codes import Letterhead
from app.city import City
from app.web.templating import Page


def letterhead(request: Request, page: Page) -> Letterhead:
    """The letterhead of this city for the reader of this page."""
    state = request.app.state
    name = city_name(page, state.city)
    return Letterhead(state.keys, page.language, name, state.settings.base_url)


def city_name(page: Page, city: City) -> str:
    """The city's name as readers of this page write it."""
    return city.name if page.language.is_read_in_japanese else city.name_en
