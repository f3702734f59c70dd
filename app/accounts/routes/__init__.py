"""Owns the URLs of staff accounts: signing in and out, and their administration."""

from fastapi import APIRouter

from app.accounts.routes import administration, openid, signing_in

router = APIRouter()
for part in (signing_in, openid, administration):
    router.include_router(part.router)
