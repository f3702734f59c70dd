"""The way of an older document to the present version."""

import pytest

from app.forms.upgrade import CURRENT, UPGRADERS, UnreadableVersion, upgrade


def renamed(tree):
    return {("title" if key == "name" else key): value for key, value in tree.items()}


def shouted(tree):
    return tree | {"title": tree["title"] + "！"}


def test_each_version_is_taken_to_the_next_in_order():
    tree = {"document_version": 1, "name": "見本"}
    upgraded = upgrade(tree, {1: renamed, 2: shouted}, 3)
    assert upgraded == {"document_version": 3, "title": "見本！"}


def test_a_document_between_takes_only_the_steps_that_remain():
    tree = {"document_version": 2, "title": "見本"}
    assert upgrade(tree, {1: renamed, 2: shouted}, 3)["title"] == "見本！"


def test_the_document_that_was_read_is_not_changed():
    tree = {"document_version": 1, "name": "見本"}
    upgrade(tree, {1: renamed}, 2)
    assert tree == {"document_version": 1, "name": "見本"}


def test_the_present_version_stays_as_it_is():
    tree = {"document_version": CURRENT, "title": "見本"}
    assert upgrade(tree) is tree


@pytest.mark.parametrize("version", [4, 0])
def test_a_version_that_nothing_here_can_read_is_refused(version):
    with pytest.raises(UnreadableVersion, match=str(version)):
        upgrade({"document_version": version}, {1: renamed, 2: shouted}, 3)


@pytest.mark.parametrize("tree", [[], "text", None, {"document_version": "1"}])
def test_what_is_no_document_is_left_for_the_model_to_refuse(tree):
    assert upgrade(tree) == tree


def test_every_version_before_the_present_one_has_its_upgrader():
    assert set(UPGRADERS) == set(range(1, CURRENT))
