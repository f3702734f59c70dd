"""Owns the URLs of the workbench."""

from fastapi import APIRouter

router = APIRouter()
