"""PDF: made from our template and data that never becomes markup; none rather than a broken one."""

import io
import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from app.web import pdf
from app.web.pdf import PdfFailed, make_pdf

NOW = datetime(2026, 11, 25, tzinfo=UTC)
EMPTY = ("document_number", "date", "mayor", "body", "place", "period", "reason", "decided_on")
LETTER = dict.fromkeys((*EMPTY, "contact"), "") | {
    "number": "AAAA-AAAA-A", "addressee": "見本 花子", "child": "見本 𠮷郎", "title": "通知書",
    "decision": "承諾", "seal": "omitted", "address": [], "notes": [], "instruction": [],
}  # fmt: skip


def test_a_letter_becomes_a_pdf():
    assert make_pdf("notice", [LETTER], made_at=NOW).startswith(b"%PDF")


def test_the_same_data_makes_the_same_file():
    made = [make_pdf("notice", [LETTER], made_at=NOW) for _ in range(2)]
    assert made[0] == made[1]


def test_what_looks_like_markup_stays_text():
    named = LETTER | {"addressee": '#panic("read") $x$ *見本* #include "/etc/passwd"'}
    assert make_pdf("notice", [named], made_at=NOW).startswith(b"%PDF")


def test_data_that_does_not_fit_makes_no_pdf_and_is_not_repeated():
    with pytest.raises(PdfFailed) as failed:
        make_pdf("notice", [{"addressee": "見本 花子"}], made_at=NOW)
    assert "見本" not in str(failed.value)


def test_a_font_that_is_missing_is_named_and_no_pdf_is_made(tmp_path, monkeypatch):
    template = pdf.SHELF / "notice.typ"
    (tmp_path / "odd.typ").write_text(
        template.read_text(encoding="utf-8").replace("Noto Sans CJK JP", "No Such Font")
    )
    monkeypatch.setattr(pdf, "SHELF", tmp_path)
    data = SimpleNamespace(buffer=io.BytesIO(json.dumps([LETTER]).encode()))
    monkeypatch.setattr(pdf.sys, "stdin", data)
    with pytest.raises(SystemExit, match="fonts-noto-cjk"):
        pdf._main("odd", "0")
