"""The city hall can be put on a phone's home screen and says so when there is no network."""

import re


def test_the_manifest_names_the_city_in_japanese(client):
    body = client.get("/manifest.webmanifest").json()
    assert body["lang"] == "ja"
    assert "郡山市" in body["name"]


def test_every_icon_of_the_manifest_is_there_in_its_size(client):
    for icon in client.get("/manifest.webmanifest").json()["icons"]:
        picture = client.get(icon["src"]).content
        width, height = (int.from_bytes(picture[place : place + 4]) for place in (16, 20))
        assert f"{width}x{height}" == icon["sizes"]


def test_the_worker_serves_the_whole_site(client):
    answer = client.get("/service-worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"


def test_the_worker_keeps_files_that_are_there(client):
    body = client.get("/service-worker.js").text
    kept = re.findall(r'"(/[a-z][^"]+\?v=[^"]+)"', body)
    assert kept
    assert [address for address in kept if client.get(address).status_code != 200] == []


def test_the_worker_is_filled_in(client):
    assert not re.search(r"__[A-Z]+__", client.get("/service-worker.js").text)


def test_the_offline_page_is_drawn_in_the_readers_language(client):
    assert '<html lang="en">' in client.get("/en/offline").text


def test_a_demonstration_is_in_no_search_engine(app, client):
    app.state.web.shared["is_demo"] = True
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
