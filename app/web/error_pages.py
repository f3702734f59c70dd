"""Owns how an error is told: page, fragment or JSON with the same status and stable code."""

import logging
import secrets
from urllib.parse import quote

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.errors import (
    Busy,
    CityHallError,
    FirstPassword,
    Forbidden,
    NotFound,
    OutOfOrder,
    SignInNeeded,
    Unprocessable,
)
from app.web.headers import HEADERS
from app.web.htmx import wants_fragment
from app.web.templating import Page, Web


def install(app: FastAPI) -> None:
    """Register the one handler for our errors, the framework's and the unexpected."""
    app.add_exception_handler(CityHallError, _ours)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(NoConnectionLeft, _waited_in_vain)
    app.add_exception_handler(Exception, _unexpected)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, CityHallError)
    if isinstance(error, OutOfOrder):
        structlog.get_logger("error").error("out of order", code=error.code, detail=error.detail)
    return draw(request, error)


def _framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        known: CityHallError = Forbidden("この操作はできません")
        known.status = 405
        known.code = "METHOD"
    else:
        known = NotFound() if error.status_code == 404 else Unprocessable()
        known.status = error.status_code
    response = draw(request, known)
    response.headers.update(error.headers or {})  # RFC 9110, 15.5.6: a 405 names what is allowed
    return response


def _waited_in_vain(request: Request, _: Exception) -> Response:
    return draw(request, Busy())


def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if request.url.path.startswith("/api/"):
        places = [{"loc": list(each["loc"]), "msg": each["msg"]} for each in error.errors()]
        return JSONResponse({"code": "INVALID", "detail": places}, status_code=422)
    return draw(request, Unprocessable())


def _unexpected(request: Request, error: Exception) -> Response:
    incident = secrets.token_hex(4)
    # Only the type and the place: an exception's text may hold what a resident typed.
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    file = place.tb_frame.f_code.co_filename.rpartition("/")[2] if place else ""
    where = f"{file}:{place.tb_lineno if place else 0}"
    structlog.get_logger("error").error(
        "unexpected", incident=incident, kind=type(error).__name__, where=where
    )
    response = draw(request, CityHallError(), incident=incident)
    # Starlette answers the unexpected outside of our middleware, which would add these.
    response.headers.update(HEADERS | {"cache-control": "no-store"})
    return response


def without_texts(record: logging.LogRecord) -> bool:
    """A filter for the server's own log: no trace, whose last line may hold what was typed."""
    kind = record.exc_info[0] if record.exc_info else None
    if kind is not None:
        record.msg, record.args = f"{record.getMessage().splitlines()[0]}: {kind.__name__}", ()
        record.exc_info = record.exc_text = None
    return True


def draw(request: Request, error: CityHallError, *, incident: str = "") -> Response:
    """The answer for one error in the reader's language."""
    web: Web = request.app.state.web
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    if request.url.path.startswith("/api/"):
        if error.status == 401:
            headers["WWW-Authenticate"] = "Bearer"  # RFC 9110, 15.5.2 and RFC 6750, 3
        body = {"code": error.code, "message": error.message.format(**error.params)}
        return JSONResponse(body, status_code=error.status, headers=headers)
    address = request.url.path.split("/")[1]
    language = web.languages.by_address.get(address, web.languages.japanese)
    is_page = request.method == "GET" and not wants_fragment(request)
    if isinstance(error, SignInNeeded) and is_page and request.url.path.startswith("/staff"):
        wanted = quote(f"{request.url.path}?{request.url.query}".rstrip("?"))
        return Page(request, web, language).redirect(f"/staff/sign-in?next={wanted}")
    if isinstance(error, FirstPassword) and is_page:
        return Page(request, web, language).redirect("/staff/password")
    response = Page(request, web, language)(
        "errors/error.html", status=error.status, fragment="main", error=error, incident=incident,
        message=language.gettext(error.message).format(**error.params),
        is_staff=request.url.path.startswith("/staff"),
    )  # fmt: skip
    response.headers.update(headers)
    return response
