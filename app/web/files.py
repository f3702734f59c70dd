"""Owns how a file is handed out: its kind and its name, to be saved or shown."""

from starlette.responses import Response

CSV = "text/csv; charset=utf-8"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
YAML = "application/yaml; charset=utf-8"


def named(name: str, *, way: str = "attachment") -> dict[str, str]:
    """The header by which a browser saves a file under its name; `inline` shows it."""
    return {"content-disposition": f'{way}; filename="{name}"'}


def file(body: str | bytes, kind: str, name: str, *, way: str = "attachment") -> Response:
    """A file as an answer."""
    return Response(body, media_type=kind, headers=named(name, way=way))
