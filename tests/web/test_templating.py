"""A page is drawn for one reader: escaped, in one language, whole or as a part."""

import pytest

from app.web.templating import static_url


def test_a_page_varies_by_who_asks(client):
    assert {"HX-Request", "Cookie"} <= set(client.get("/ja/").headers["vary"].split(", "))


def test_the_demo_is_marked_on_every_page(app, client):
    app.state.web.shared["is_demo"] = True
    assert "見本・公式サイトではありません" in client.get("/ja/").text


def test_a_real_city_hall_has_no_such_mark(client):
    assert "見本・公式サイトではありません" not in client.get("/ja/").text


@pytest.mark.parametrize("address", ["ja", "ja-easy", "en"])
def test_every_language_has_its_home(client, address):
    assert client.get(f"/{address}/").status_code == 200


def test_what_was_asked_for_is_escaped(client):
    answer = client.get("/ja/procedures", params={"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text


def test_a_static_file_is_addressed_by_its_content():
    assert static_url("css/app.css").startswith("/static/css/app.css?v=")
    assert not static_url("css/app.css").endswith("=missing")


def test_a_missing_static_file_is_seen():
    assert static_url("no/such.css").endswith("=missing")


def test_every_address_of_the_page_is_there(client):
    page = client.get("/ja/").text
    assert "v=missing" not in page
