"""What a posted step does to the files of its draft: how many may be, which go, whose they are."""

import pytest

from app.applications.models import Application, Attachment
from app.forms import snapshot
from tests.applications.resident import words

FIELD = "g1_doc_employment"
NOW = {"mode": "now"}
PDF = b"%PDF-1.7\nsample"
FORM = snapshot.load("""
document_version: 1
slug: sample-papers
title: 見本の申請
summary: お子さんごとに書類をつける見本です。
kind: application
legal_basis: ordinance
source: {title: 見本}
purpose_of_use: 見本のために使います。
purpose_version: "1"
minutes: 5
one_application_per: children
repeats:
  - {key: children, min: 1, max: 3, item_title: "{n}人目", name_field: name, add_label: 追加,
     remove_label: 取消}
steps:
  - slug: children
    title: お子さん
    repeat: children
    owner: true
    fields:
      - {key: name, type: text, label: 名前}
  - slug: papers
    title: 書類
    repeat: children
    fields:
      - {key: doc, type: upload, label: 書類, accept: [.pdf]}
""")


def paper(name, body=PDF, field=FIELD):
    return (f"{field}.files", (name, body, "application/pdf"))


@pytest.fixture
def at_papers(resident):
    """A resident who is asked for the proof of employment."""
    resident.start()
    return resident.fill(until="evidence-1")


@pytest.fixture
def attach(at_papers):
    """Post files on the step that asks for the proof of employment."""

    def attach(*papers):
        raw = at_papers.samples("evidence-1", **{FIELD: NOW})
        return at_papers.post("evidence-1", raw, files=list(papers))

    return attach


@pytest.fixture
def attached(at_papers, attach, office):
    """A PDF that is in the draft."""
    assert attach(paper("証明書.pdf")).status_code == 303
    (upload,) = office.uploads(at_papers)
    return upload


@pytest.fixture
def siblings(begun, office):
    """A draft of three children, each with a document of their own name."""
    resident = begun(FORM)
    names = {f"children__{n}__name": f"見本{n}" for n in range(3)}
    resident.fill(until="papers", children=3, **names)
    raw = resident.samples("papers", **{f"children__{n}__doc": NOW for n in range(3)})
    papers = [
        paper(f"{n}.pdf", PDF + str(n).encode(), f"children.{n}.doc") for n in range(3)
    ]  # fmt: skip
    assert resident.post("papers", raw, files=papers).status_code == 303
    return resident


def test_as_many_files_as_the_field_has_room_for_are_taken(at_papers, attach, office):
    assert attach(*(paper(f"{n}.pdf", PDF) for n in range(6))).status_code == 303
    assert len(office.uploads(at_papers)) == 6


def test_one_file_more_is_refused(at_papers, attach, office):
    answer = attach(*(paper(f"{n}.pdf", PDF) for n in range(7)))
    assert (answer.status_code, "6個まで" in words(answer.text)) == (422, True)
    assert office.names(at_papers) == [f"{n}.pdf" for n in range(6)]


def test_the_bytes_of_one_file_more_are_removed(attach, office):
    attach(*(paper(f"{n}.pdf", PDF) for n in range(7)))
    assert len(office.stored) == 6


def test_files_of_two_posts_count_together(at_papers, attach, office):
    attach(*(paper(f"{n}.pdf", PDF) for n in range(5)))
    answer = attach(paper("5.pdf", PDF), paper("6.pdf", PDF))
    assert (answer.status_code, len(office.uploads(at_papers))) == (422, 6)


def test_a_taken_out_file_is_gone(at_papers, attached, office):
    at_papers.post("evidence-1", {f"_drop.{attached.id}": "1", "_later": "1"})
    assert (office.uploads(at_papers), office.stored) == ([], [])


def test_a_file_of_another_resident_cannot_be_taken_out(attached, new_resident, office):
    other = new_resident()
    other.start()
    other.fill(until="evidence-1")
    other.post("evidence-1", {f"_drop.{attached.id}": "1", "_later": "1"})
    assert len(office.stored) == 1


@pytest.mark.parametrize("name", ["_drop.", "_drop.x", "_drop.'--", "_drop." + "a" * 5000])
def test_taking_out_what_is_not_there_does_nothing(at_papers, attached, office, name):
    answer = at_papers.post("evidence-1", {name: "1", "_later": "1"})
    assert (answer.status_code, len(office.uploads(at_papers))) == (303, 1)


def test_a_taken_out_file_must_come_again(at_papers, attached):
    raw = at_papers.samples("evidence-1", **{FIELD: NOW}) | {f"_drop.{attached.id}": "1"}
    assert at_papers.post("evidence-1", raw).status_code == 422


def test_files_move_up_with_their_children_when_one_is_removed(siblings, office):
    siblings.post("children", {"_remove": "0"})
    moved = {upload.path: name for upload, name in zip(
        office.uploads(siblings), office.names(siblings), strict=True)}  # fmt: skip
    assert moved == {"children.0.doc": "1.pdf", "children.1.doc": "2.pdf"}


def test_the_bytes_of_a_removed_child_are_removed(siblings, office):
    siblings.post("children", {"_remove": "1"})
    assert len(office.stored) == 2


def test_a_document_of_a_child_is_in_its_application_only(siblings, office):
    assert siblings.send().status_code == 303
    found = {}
    for row in office.rows(Application):
        title = office.envelope(row).open("title", row.title).decode()
        papers = office.rows(Attachment, Attachment.application == row.id)
        found[title] = [(each.path, office.bytes_of(each)[-1:]) for each in papers]
    assert found == {f"見本{n}": [("children.0.doc", b"%d" % n)] for n in range(3)}


def test_documents_follow_their_children_into_the_applications(siblings, office):
    siblings.post("children", {"_remove": "0"})
    siblings.answers["children"] = siblings.answers["children"][1:]
    names = {f"children__{n}__name": f"見本{n + 1}" for n in range(2)}
    siblings.post("children", siblings.samples("children", **names))
    assert siblings.send().status_code == 303
    found = {}
    for row in office.rows(Application):
        title = office.envelope(row).open("title", row.title).decode()
        (paper_of_child,) = office.rows(Attachment, Attachment.application == row.id)
        found[title] = office.bytes_of(paper_of_child)[-1:]
    assert found == {"見本1": b"1", "見本2": b"2"}
