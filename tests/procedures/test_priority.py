"""The 27 procedures the state wants online first lead to the rows of the catalogue they mean."""

import csv

import pytest

from app.procedures import SHELF, catalogue_rows, priority

# The names of the rows behind them: a code that moves to another procedure is noticed.
WORDS = {
    "child-policy-001": "児童手当の認定請求",
    "child-policy-002": "児童手当の増額改定請求",
    "child-policy-003": "児童手当の減額改定届",
    "child-policy-004": "児童手当の現況届",
    "child-policy-005": "児童手当の受給事由消滅届",
    "child-policy-006": "児童手当の氏名・住所等の変更届",
    "child-policy-007": "未支払児童手当の請求",
    "child-policy-009": "児童手当に係る寄附の申出",
    "child-policy-010": "児童手当からの学校給食費等の徴収の申出",
    "child-policy-015": "児童扶養手当の現況届",
    "child-policy-060": "児童手当に係る寄附の変更等の申出",
    "child-policy-061": "児童手当からの学校給食費等の徴収の変更等の申出",
    "childcare-001": "教育・保育給付認定の申請",
    "childcare-002": "保育所等の利用申込み",
    "childcare-005": "教育・保育給付認定の現況届",
    "maternal-001": "妊娠の届出",
    "care-insurance-001": "要介護認定の申請",
    "care-insurance-002": "要支援認定の申請",
    "care-insurance-003": "要介護更新認定の申請",
    "care-insurance-004": "要支援更新認定の申請",
    "care-insurance-005": "要介護状態区分の変更の認定の申請",
    "care-insurance-006": "要支援状態区分の変更の認定の申請",
    "care-insurance-008": "住所移転後の要介護認定及び要支援認定",
    "care-insurance-021": "介護保険被保険者証の再交付申請",
    "care-insurance-022": "介護保険負担割合証の再交付申請",
    "care-insurance-023": "居宅サービス計画作成依頼の届出",
    "care-insurance-024": "介護予防サービス計画作成依頼の届出",
    "care-insurance-027": "高額介護サービス費の支給申請",
    "care-insurance-028": "高額介護予防サービス費の支給の申請",
    "care-insurance-031": "居宅介護福祉用具購入費の支給申請",
    "care-insurance-032": "介護予防福祉用具購入費の支給申請",
    "care-insurance-033": "居宅介護住宅改修費の支給申請",
    "care-insurance-034": "介護予防住宅改修費の支給申請",
    "care-insurance-038": "特定入所者の負担限度額に係る認定の申請",
    "care-insurance-039": "居宅要支援被保険者の負担限度額に係る認定の申請",
    "disaster-001": "罹災証明書の交付申請",
}


@pytest.mark.parametrize(
    "sections, count",
    [
        (("child-policy", "childcare", "maternal"), 15),
        (("care-insurance",), 11),
        (("disaster",), 1),
    ],
)
def test_fifteen_are_of_children_eleven_of_care_and_one_of_disasters(sections, count):
    assert sum(codes[0].rpartition("-")[0] in sections for codes in priority().values()) == count


def test_each_leads_to_the_rows_it_means():
    names = {row["code"]: row["name"] for row in catalogue_rows()}
    led = [code for codes in priority().values() for code in codes]
    assert {code: names.get(code) for code in led} == WORDS


def test_no_row_stands_behind_two_of_them():
    led = [code for codes in priority().values() for code in codes]
    assert len(led) == len(set(led))


def test_each_says_where_its_name_was_read():
    with (SHELF / "priority.csv").open(encoding="utf-8", newline="") as file:
        assert [row["name"] for row in csv.DictReader(file) if not row["seen_at"]] == []
