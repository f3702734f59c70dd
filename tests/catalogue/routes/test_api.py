"""The public API of the catalogue: what it lists, and what it refuses."""

import pytest

URL = "/api/v1/procedures"


def test_a_plain_call_lists_by_code_twenty_at_a_time(client):
    items = client.get(URL).json()["items"]
    codes = [item["code"] for item in items]
    assert len(codes) == 20 and codes == sorted(codes)


def test_the_total_counts_all_not_the_page(client):
    answer = client.get(f"{URL}?limit=1").json()
    assert answer["total"] > len(answer["items"]) == 1


def test_an_item_carries_what_the_contract_names(client):
    item = client.get(f"{URL}?q=転入届&limit=1").json()["items"][0]
    assert (item["code"], item["name"]) == ("citizen-041", "転入届")
    assert {"section", "online_status"} <= set(item)


def test_online_and_the_others_are_all(client):
    online, others, both = (
        client.get(f"{URL}?{query}").json()["total"] for query in ("online=1", "online=0", "")
    )
    assert online + others == both


def test_online_one_is_only_online(client):
    items = client.get(f"{URL}?online=1&limit=200").json()["items"]
    assert {item["online_status"] for item in items} == {"online"}


def test_an_offset_continues_the_list(client):
    both = client.get(f"{URL}?limit=4").json()["items"]
    second = client.get(f"{URL}?limit=2&offset=2").json()["items"]
    assert second == both[2:]


@pytest.mark.parametrize(
    "query",
    ["foo=1", "limit=0", "limit=201", "limit=x", "offset=-1", "online=2", "online=yes", "page=1"],
)
def test_what_the_contract_does_not_know_is_refused(client, query):
    assert client.get(f"{URL}?{query}").status_code == 422


def test_an_offset_beyond_the_end_is_an_empty_page(client):
    answer = client.get(f"{URL}?offset=100000").json()
    assert answer["items"] == [] and answer["total"] > 0


def test_head_works_too(client):
    assert client.head(URL).status_code == 200
