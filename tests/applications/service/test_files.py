"""Files: what is taken, what is refused and how that is told, and how it lies on the disk."""

import io
import zipfile

import pytest
from PIL import Image

from app.applications.models import Attachment
from app.applications.service import files
from app.crypto import SealBroken
from app.web.posted import MOST_FILE_BYTES
from tests.applications.resident import words

FIELD = "g1_doc_employment"
NOW = {"mode": "now"}
CANARY = b"canary-7f3a-in-the-file"
PDF = b"%PDF-1.7\n" + CANARY
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def image(kind, width=4, height=4):
    body = io.BytesIO()
    Image.new("1", (width, height)).convert("RGB").save(body, kind)
    return body.getvalue()


def workbook(*more):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", *more):
            archive.writestr(name, "<x/>")
    return body.getvalue()


JPEG, PNG = image("JPEG"), image("PNG")
HEIC = image("HEIF")
HUGE = PNG[:16] + (20_000).to_bytes(4, "big") * 2 + PNG[24:]
TAKEN = {
    "写真.jpg": JPEG, "写真.JPEG": JPEG, "画像.png": PNG, "写真.heic": HEIC, "証明書.pdf": PDF,
    "証明書.xlsx": workbook(), "就労　証明書（１）.pdf": PDF, "渡邉󠄀.pdf": PDF,
    "外字\ue000.pdf": PDF, "Screenshot 9.41\u202fAM.png": PNG, "か\u3099.pdf": PDF,
    "a;b,c'd.pdf": PDF, "a.b.c.pdf": PDF,
}  # fmt: skip
REFUSED = {
    "空.pdf": (b"", 422), "文.jpg": (b"hello", 415),
    "実行.png": (b"MZ\x90\x00" + b"\x00" * 99, 415),
    "表.xlsm": (workbook("xl/vbaProject.bin"), 415), "表.xls": (b"\xd0\xcf\x11\xe0" * 9, 415),
    "隠.xlsx": (workbook("xl/vbaProject.bin"), 415), "文書.docx": (workbook(), 415),
    "袋.zip": (workbook(), 415), "袋.xlsx": (b"PK\x03\x04broken", 415), "絵.svg": (b"<svg/>", 415),
    "頁.pdf": (b"<html><script>", 415), "頁.html": (b"<html>", 415), "無印": (PDF, 415),
    "偽.heic": (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, 422),
    "偽.pdf": (JPEG, 415), "偽.jpg": (PNG, 415), "壊.png": (PNG[:20], 422), "巨大.png": (HUGE, 422),
    "写真.pdf.exe": (PDF, 415),
}  # fmt: skip


def paper(name, body, kind="application/octet-stream", field=FIELD):
    return (f"{field}.files", (name, body, kind))


@pytest.fixture
def at_papers(resident):
    """A resident who is asked for the proof of employment."""
    resident.start()
    return resident.fill(until="evidence-1")


@pytest.fixture
def attach(at_papers):
    """Post files on the step that asks for the proof of employment."""

    def attach(*papers, **more):
        raw = at_papers.samples("evidence-1", **{FIELD: NOW}) | more
        return at_papers.post("evidence-1", raw, files=list(papers))

    return attach


@pytest.fixture
def attached(at_papers, attach, office):
    """A PDF that is in the draft."""
    assert attach(paper("証明書.pdf", PDF)).status_code == 303
    (upload,) = office.uploads(at_papers)
    return upload


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_of_a_kind_that_is_asked_for_is_taken(at_papers, attach, office, name):
    assert attach(paper(name, TAKEN[name])).status_code == 303
    assert office.names(at_papers) == [name.replace(".heic", ".jpg")]


def test_a_name_that_is_shortened_keeps_its_ending(at_papers, attach, office):
    assert attach(paper("就" * 250 + ".jpeg", JPEG)).status_code == 303
    assert office.names(at_papers) == ["就" * 195 + ".jpeg"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_of_another_kind_is_refused_by_name(attach, name):
    body, status = REFUSED[name]
    answer = attach(paper(name, body))
    assert (answer.status_code, f"「{name}」" in words(answer.text)) == (status, True)


def test_a_file_over_ten_megabytes_is_refused_by_name(attach):
    answer = attach(paper("大.pdf", b"%PDF-" + b"0" * (11 * 1024 * 1024)))
    assert (answer.status_code, "「大.pdf」" in words(answer.text)) == (413, True)


def test_a_file_of_exactly_ten_megabytes_is_taken(attach):
    assert attach(paper("大.pdf", b"%PDF-".ljust(MOST_FILE_BYTES, b"0"))).status_code == 303


def test_one_byte_more_is_refused(attach):
    assert attach(paper("大.pdf", b"%PDF-".ljust(MOST_FILE_BYTES + 1, b"0"))).status_code == 413


@pytest.mark.parametrize("name", ["契約\u202efdp.exe", "a\u200b.pdf", "a\x85.pdf", "a\u2028.pdf"])
def test_a_name_with_characters_that_hide_something_is_refused(attach, office, name):
    answer = attach(paper(name, PDF))
    assert (answer.status_code, "ファイル名に使えない文字" in answer.text) == (422, True)
    assert office.stored == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "C:\\Users\\hanako\\証明書.pdf", "/etc/cron.d/x.pdf", "..pdf"]
)
def test_of_a_path_only_the_name_is_kept(at_papers, attach, office, name):
    attach(paper(name, PDF))
    assert office.names(at_papers) == [name.replace("\\", "/").rpartition("/")[2]]


def test_no_file_is_stored_under_its_own_name(attach, office):
    attach(paper("../../../evil.pdf", PDF))
    (stored,) = office.stored
    assert (len(stored.name), stored.parent.name) == (40, stored.name[:2])


def test_a_refused_file_is_not_stored(attach, office):
    attach(paper("文.jpg", b"hello"))
    assert office.stored == []


def test_a_refused_file_keeps_the_other_answers(at_papers, attach, office):
    answer = attach(paper("文.jpg", b"hello"), g1_workplace="残る勤務先")
    assert 'value="残る勤務先"' in answer.text
    assert office.body(at_papers)["answers"]["g1_workplace"] == "残る勤務先"


def test_a_refused_file_keeps_the_files_beside_it(at_papers, attach, office):
    attach(paper("証明書.pdf", PDF), paper("文.jpg", b"hello"))
    assert office.names(at_papers) == ["証明書.pdf"]


def test_two_kinds_of_fault_are_told_together(attach):
    answer = attach(paper("空.pdf", b""), paper("文.jpg", b"hello"))
    assert (answer.status_code, "「空.pdf」" in answer.text, "「文.jpg」" in answer.text) == (
        422, True, True,
    )  # fmt: skip


def test_a_wrong_file_and_a_wrong_answer_are_told_as_a_wrong_answer(attach):
    answer = attach(paper("文.jpg", b"hello"), g1_work_days="八")
    assert answer.status_code == 422


def test_the_claimed_type_of_a_file_counts_for_nothing(attach):
    assert attach(paper("文.pdf", b"hello", "application/pdf")).status_code == 415


def test_the_type_that_is_kept_is_the_proven_one(attached):
    assert attached.media_type == "application/pdf"


def test_the_bytes_on_the_disk_are_sealed(attached, office):
    assert [CANARY in path.read_bytes() for path in office.stored] == [False]


def test_the_name_in_the_database_is_sealed(attached):
    assert "証明書".encode() not in attached.name


def test_two_equal_files_do_not_look_alike(at_papers, attach, office):
    attach(paper("1.pdf", PDF), paper("2.pdf", PDF))
    one, two = (path.read_bytes() for path in office.stored)
    assert one != two


def test_a_stored_file_is_shown_with_its_name(at_papers, attached):
    assert "証明書.pdf" in at_papers.get("evidence-1").text


def test_swapped_bytes_are_not_read(at_papers, attach, office):
    attach(paper("1.pdf", PDF), paper("2.pdf", PDF + b"2"))
    at_papers.fill(since="evidence-2")
    at_papers.send()
    one, two = office.stored
    ours, theirs = one.read_bytes(), two.read_bytes()
    one.write_bytes(theirs)
    two.write_bytes(ours)
    for attachment in office.rows(Attachment, Attachment.state == "now"):
        with pytest.raises(SealBroken):
            office.bytes_of(attachment)


def test_a_changed_byte_is_not_read(at_papers, attached, office):
    (path,) = office.stored
    body = bytearray(path.read_bytes())
    body[-1] ^= 1
    path.write_bytes(bytes(body))
    key = office.envelope(office.draft(at_papers)).open(
        f"upload:{attached.id}:key", attached.file_key
    )
    with pytest.raises(SealBroken):
        files.read(office.state.storage, attached.blob, key)


@pytest.mark.slow
def test_a_stream_of_300_megabytes_is_refused_without_filling_the_disk(at_papers, office, stream):
    status, page = stream(at_papers, "evidence-1", f"{FIELD}.files", "大.pdf", megabytes=300)
    assert (status, "「大.pdf」" in words(page), office.stored) == (413, True, [])
