"""Owns what is published of our addresses as an interface: the ones below `/api/` only."""

from typing import Any

from fastapi import FastAPI

PUBLISHED = "/api/"


def publish_api_only(app: FastAPI) -> None:
    """Leave pages out of the OpenAPI document: they are for people and may change."""
    whole = app.openapi

    def published() -> dict[str, Any]:
        document = whole()
        paths = {
            path: each for path, each in document["paths"].items() if path.startswith(PUBLISHED)
        }
        return document | {"paths": paths}

    app.openapi = published  # type: ignore[method-assign]
