"""The dashboard's view goes through what is posted beside it."""

import pytest

from app.accounts.models import Role

VIEW = "from=2023-11-06&to=2023-11-30&compare=year&wed.from=08%3A30&wed.to=19%3A00"


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("/factors", {"name": "visits", "value": "1", "note": "測定"}),
        ("/factors", {"name": "visits", "value": "x", "note": "測定"}),
        ("/report", {"deed": "keep", "address": "sample@example.jp", "day": "1"}),
        ("/report", {"deed": "keep", "address": "", "day": "1"}),
        ("/report", {"deed": "end"}),
        ("/indicators/visitors", {"deed": "value", "period": "2026-10", "value": "5"}),
        ("/indicators/visitors", {"deed": "value", "period": "x", "value": "5"}),
        ("/indicators/visitors/owner", {"section": ""}),
        ("/indicators/new", {"slug": "own-one", "name": "市の指標"}),
        ("/indicators/closed", {"year": "2025"}),
    ],
)
def test_what_is_saved_or_refused_keeps_the_view(sign_in, page, typed):
    answer = sign_in(Role.DX_OFFICE).post(f"/staff/statistics{page}?{VIEW}", data=typed)
    if answer.status_code == 303:
        query = answer.headers["location"].partition("?")[2].partition("#")[0]
    else:
        query = answer.text.split(f'method="post" action="/staff/statistics{page}?')[1]
        query = query.partition('"')[0].replace("&amp;", "&")
    assert set(VIEW.split("&")) <= set(query.split("&"))
