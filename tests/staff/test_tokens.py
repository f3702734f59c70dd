"""Tokens of the programming interface: shown once, listed without it, revoked for good."""

import re

import pytest

from app.accounts.models import ApiToken, Role
from app.crypto import digest

SECRET = re.compile(r"<code>(tnh_[^<]+)</code>")
NUMBERS = "/api/v1/statistics/off-hours"
LABEL = "BIツールでの集計"


@pytest.fixture
def admin(desk):
    return desk.clerk(role=Role.ADMIN)


@pytest.fixture
def secret(admin):
    return SECRET.search(admin.post("/staff/tokens", {"label": LABEL}).text)[1]


@pytest.fixture
def read(client):
    return lambda secret: client.get(NUMBERS, headers={"Authorization": f"Bearer {secret}"})


def mark(secret):
    return digest(secret)[:16]


def test_a_new_token_reads_the_statistics(read, secret):
    assert read(secret).status_code == 200


def test_a_token_is_shown_once(admin, secret):
    text = admin.get("/staff/tokens").text
    assert LABEL in text
    assert secret not in text
    assert digest(secret) not in text


def test_a_token_carries_the_least_role_whatever_is_posted(desk, admin):
    admin.post("/staff/tokens", {"label": LABEL, "role": "admin"})
    assert [row.role for row in desk.office.rows(ApiToken)] == [Role.DX_OFFICE]


def test_the_list_says_who_made_a_token_and_when(admin, secret):
    text = admin.get("/staff/tokens").text
    assert "見本 花子" in text
    assert "2026年11月25日（水）10:00" in text


def test_making_a_token_is_written_down_without_it(desk, secret):
    (entry,) = desk.audited("token_made")
    assert entry.subject == f"token:{mark(secret)}"
    assert secret not in entry.detail


@pytest.mark.parametrize("label", ["", "   ", "長" * 81])
def test_a_token_needs_a_label(desk, admin, label):
    answer = admin.post("/staff/tokens", {"label": label})
    assert answer.status_code == 422
    assert "使いみち：" in answer.text
    assert desk.office.rows(ApiToken) == []


def test_a_revoked_token_opens_nothing(admin, read, secret):
    assert admin.post(f"/staff/tokens/{mark(secret)}/revoke").status_code == 303
    assert read(secret).status_code == 401


def test_a_token_is_revoked_only_after_a_page_has_asked(admin, read, secret):
    asked = admin.get(f"/staff/tokens/{mark(secret)}/revoke")
    assert LABEL in asked.text
    assert read(secret).status_code == 200


def test_a_revoked_token_stays_in_the_list(admin, secret):
    admin.post(f"/staff/tokens/{mark(secret)}/revoke")
    assert "失効（2026年11月25日（水）10:00）" in admin.get("/staff/tokens").text


def test_revoking_is_written_down_once(desk, admin, secret):
    for _ in range(2):
        assert admin.post(f"/staff/tokens/{mark(secret)}/revoke").status_code == 303
    assert len(desk.audited("token_revoked")) == 1


def test_revoking_one_token_leaves_the_others(admin, read, secret):
    other = SECRET.search(admin.post("/staff/tokens", {"label": "別の集計"}).text)[1]
    admin.post(f"/staff/tokens/{mark(secret)}/revoke")
    assert read(other).status_code == 200


@pytest.mark.parametrize("wrong", ["0" * 16, "%25", "abc", "_" * 16])
def test_a_token_that_is_not_there_is_not_found(admin, secret, wrong):
    assert admin.get(f"/staff/tokens/{wrong}/revoke").status_code == 404
    assert admin.post(f"/staff/tokens/{wrong}/revoke").status_code == 404


@pytest.mark.parametrize("role", [Role.CLERK, Role.DX_OFFICE])
def test_only_an_administrator_sees_or_makes_tokens(desk, role):
    browser = desk.clerk("school", role=role)
    assert browser.get("/staff/tokens").status_code == 403
    assert browser.post("/staff/tokens", {"label": LABEL}).status_code == 403
    assert desk.office.rows(ApiToken) == []


def test_a_clerk_revokes_no_token(clerk, read, secret):
    assert clerk.post(f"/staff/tokens/{mark(secret)}/revoke").status_code == 403
    assert read(secret).status_code == 200


def test_a_stranger_is_sent_to_sign_in(client):
    answer = client.get("/staff/tokens")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/staff/sign-in")


def test_only_administrators_are_led_to_the_tokens(admin, clerk):
    link = 'href="/staff/tokens"'
    assert link in admin.get("/staff/").text
    assert link not in clerk.get("/staff/").text
