"""Owns the claims about reading a catalogue file: every mistake is one line with row and column."""

import csv
import io

import pytest

from app.catalogue import cells, sheet
from app.catalogue.models import Source

ROW = {"code": "a-1", "name": "見本の届", "section": "citizen", "online_status": "counter_only"}


def file_of(*rows, columns=None) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or list(ROW), extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def read(data, **more):
    return sheet.read(data, "x.csv", **({"forms": ["damage-report"]} | more))


def problem(data, **more) -> str:
    with pytest.raises(sheet.ImportProblem) as caught:
        read(data, **more)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_file_in_our_layout_is_of_the_city():
    assert read(file_of(ROW)).source is Source.CITY


def test_a_byte_order_mark_is_accepted():
    assert read(b"\xef\xbb\xbf" + file_of(ROW)).lines == read(file_of(ROW)).lines


def test_columns_stand_in_any_order():
    assert read(file_of(ROW, columns=list(ROW)[::-1])).lines == read(file_of(ROW)).lines


def test_our_columns_are_known_in_any_case():
    upper = file_of(ROW).replace(b"code,name", b"Code,NAME")
    assert read(upper).lines == read(file_of(ROW)).lines


def test_a_cell_with_several_values_is_joined_one_way():
    line = read(file_of(ROW | {"channels": "counter;mail ;"}, columns=[*ROW, "channels"])).lines[0]
    assert line.values["channels"] == "counter; mail"


def test_unknown_columns_are_named_and_left_out():
    assert read(file_of(ROW | {"memo": "x"}, columns=[*ROW, "memo"])).ignored == ("memo",)


def test_empty_rows_are_passed_over():
    assert len(read(file_of(ROW) + b",,,\r\n").lines) == 1


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data):
    assert "row 1" in problem(data)


def test_a_header_alone_is_refused_for_it_would_withdraw_everything():
    assert problem(file_of()) == "x.csv, row 2, column code: no rows below the header"


def test_shift_jis_is_named_with_its_place():
    data = file_of(ROW).decode().encode("cp932")
    assert problem(data) == (
        "x.csv, row 2, column 2: is not UTF-8 (it looks like Shift_JIS); save the file as CSV UTF-8"
    )


def test_utf_16_is_named():
    assert "UTF-16" in problem(file_of(ROW).decode().encode("utf-16"))


@pytest.mark.parametrize("column", cells.REQUIRED)
def test_a_missing_column_is_named(column):
    columns = [name for name in ROW if name != column]
    expected = f"x.csv, row 1, column {column}: this column is missing"
    assert problem(file_of(ROW, columns=columns)) == expected


def test_a_code_given_twice_is_named_with_both_rows():
    expected = "x.csv, row 3, column code: a-1 is given twice (first in row 2)"
    assert problem(file_of(ROW, ROW)) == expected


def test_a_row_with_too_few_cells_is_named():
    assert problem(file_of(ROW) + b"a-2,b\r\n").startswith("x.csv, row 3, column name: has 2 cells")


def test_an_open_quote_is_named():
    data = file_of(ROW) + b'a-2,"b,c,d\r\n'
    assert problem(data).startswith("x.csv, row 3, column 1: broken row")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("online_status", "onlin"), ("section", ""), ("name", ""), ("code", "a b"),
        ("name", "x" * 301), ("name", "=SUM(A1)"), ("name", "a\x00b"), ("channels", "counter; fax"),
        ("volume", "-1"), ("volume", "3.5"), ("volume", "99999999999"), ("seal", "maybe"),
        ("confirmed_on", "2026/1/1"), ("life_events", "party"), ("is_published", "1"),
        ("form", "no-such-form"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named(column, value):
    row = ROW | {column: value}
    assert problem(file_of(row, columns=list(row))).startswith(f"x.csv, row 2, column {column}: ")


def test_online_without_form_or_system_is_refused():
    row = ROW | {"online_status": "online", "form": "", "system": ""}
    assert "row 2, column online_status" in problem(file_of(row, columns=list(row)))


def test_a_system_the_city_does_not_have_is_refused():
    row = ROW | {"online_status": "online", "form": "", "system": "moon"}
    assert "row 2, column system" in problem(file_of(row, columns=list(row)), systems=["eltax"])


def survey(header="総手続件数,オンライン手続件数", volume="1,0") -> bytes:
    return (
        f"手続ID,手続名,法令名,根拠条項号,手続主体,手続が行われるイベント(個人),{header}\r\n"
        f"P24001,見本の手続,見本法,第1条,5 国民等,引越し; 税金,{volume}\r\n"
    ).encode()


def test_the_national_survey_is_known_by_its_header():
    assert read(survey()).source is Source.SURVEY


def test_a_survey_row_keeps_its_id_as_text_and_arrives_unpublished():
    values = read(survey()).lines[0].values
    assert (values["code"], values["is_published"]) == ("survey-P24001", False)


def test_a_survey_row_brings_audience_and_life_events():
    values = read(survey()).lines[0].values
    assert (values["audience"], values["life_events"]) == ("resident", "moving; tax")


def test_the_names_of_the_next_survey_are_known_too():
    values = read(survey("総件数,オンライン件数", "1200,30")).lines[0].values
    assert (values["volume"], values["volume_online"]) == (1200, 30)


def test_a_row_of_groups_above_the_survey_header_is_passed_over():
    assert len(read("基本,,,,,,件数,\r\n".encode() + survey()).lines) == 1
