"""A city hall with one more address, `/echo`, that answers with what was posted to it."""

import pytest

from app.errors import Busy, CityHallError
from app.web.posted import Post
from app.web.templating import Renderer


@pytest.fixture
def engine():
    """The web's floor asks no database."""
    return "sqlite"


@pytest.fixture
def app(app):
    @app.post("/echo")
    def echo(post: Post) -> dict:
        return {
            "fields": post.fields,
            "files": {
                name: [[each.name, each.size, each.is_too_large, len(each.body.read())]
                       for each in group]
                for name, group in post.files.items()
            },
        }  # fmt: skip

    @app.get("/fault/{kind}")
    def fault(kind: str, page: Renderer) -> None:
        raise {
            "ours": CityHallError(),
            "busy": Busy(),
            "unknown": ZeroDivisionError("見本 花子 090-0000-0000"),
        }[kind]

    return app
