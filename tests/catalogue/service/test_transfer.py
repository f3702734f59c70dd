"""Owns the claims about import and export of the catalogue, on both databases."""

import csv
from datetime import UTC, datetime

import pytest

from app.catalogue import service
from app.errors import NotFound

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
SURVEY = (
    "手続ID,手続名,法令名,根拠条項号,総手続件数,オンライン手続件数\r\n"
    "10,甲の届出,甲法,第1条,100,20\r\nP11,乙の申請,乙法,第2条,0,0\r\n"
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "catalogue.csv"


@pytest.fixture
def exported(furnished, file):
    service.export_file(furnished, file)
    return file


def report(database, file):
    return service.import_file(database, NOW, file)[-1]


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def write(file, rows):
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def find(database, text):
    with database.reading() as session:
        return [each.code for each in service.find(session, service.Wish(text)).entries]


def test_export_then_import_changes_nothing(furnished, exported):
    count = len(rows_of(exported))
    expected = f"added 0, changed 0, withdrawn 0, unchanged {count} (source city)"
    assert report(furnished, exported) == expected


def test_the_first_column_of_an_export_is_the_code(exported):
    assert exported.read_text(encoding="utf-8").startswith("code,")


def test_an_import_adds_changes_and_withdraws(furnished, exported):
    rows = rows_of(exported)
    rows[0]["name"] = "見本の改称"
    gone = rows.pop()["code"]
    write(exported, [*rows, rows[1] | {"code": "new-001", "name": "見本の新しい届"}])
    assert report(furnished, exported).startswith("added 1, changed 1, withdrawn 1, ")
    with furnished.reading() as session, pytest.raises(NotFound):
        service.procedure(session, gone)


def test_a_withdrawn_row_comes_back(furnished, exported):
    rows = rows_of(exported)
    write(exported, rows[1:])
    report(furnished, exported)
    write(exported, rows)
    assert report(furnished, exported).startswith("added 0, changed 1, withdrawn 0, ")
    with furnished.reading() as session:
        assert service.procedure(session, rows[0]["code"]).withdrawn_at is None


def test_what_an_import_changed_is_in_the_history(furnished, exported):
    rows = rows_of(exported)
    before, rows[0]["name"] = rows[0]["name"], "見本の改称"
    write(exported, rows)
    report(furnished, exported)
    with furnished.reading() as session:
        change = service.history(session, rows[0]["code"])[0]
    assert (change.actor, change.before, change.after) == ("import", before, "見本の改称")


def test_an_import_is_found_at_the_next_search(furnished, exported):
    rows = rows_of(exported)
    assert find(furnished, "ゆきだるま") == []
    write(exported, [*rows, rows[0] | {"code": "new-002", "name": "ゆきだるまの届"}])
    report(furnished, exported)
    assert find(furnished, "ゆきだるま") == ["new-002"]


def test_columns_a_file_does_not_have_are_left_as_they_are(furnished, exported):
    rows = rows_of(exported)
    kept = ("code", "name", "section", "online_status")
    write(exported, [{name: row[name] for name in kept} for row in rows])
    assert report(furnished, exported).startswith("added 0, changed 0, withdrawn 0, ")


def test_a_broken_row_at_the_end_changes_nothing_at_all(furnished, exported):
    rows = rows_of(exported)
    rows[0]["name"] = "見本の改称"
    rows[-1]["online_status"] = "perhaps"
    write(exported, rows)
    with pytest.raises(service.ImportProblem):
        report(furnished, exported)
    with furnished.reading() as session:
        assert service.procedure(session, rows[0]["code"]).name != "見本の改称"


def test_survey_rows_arrive_unpublished_and_in_no_rate(furnished, file):
    with furnished.reading() as session:
        before = service.online_rate(session).total
    file.write_text(SURVEY, encoding="utf-8")
    expected = "added 2, changed 0, withdrawn 0, unchanged 0 (source survey)"
    assert report(furnished, file) == expected
    with furnished.reading() as session:
        assert service.online_rate(session).total == before
    assert "survey-10" not in find(furnished, "甲の届出")


def test_the_same_survey_again_changes_nothing(furnished, file):
    file.write_text(SURVEY, encoding="utf-8")
    report(furnished, file)
    expected = "added 0, changed 0, withdrawn 0, unchanged 2 (source survey)"
    assert report(furnished, file) == expected


def test_what_staff_settled_survives_the_next_survey(furnished, file):
    file.write_text(SURVEY, encoding="utf-8")
    report(furnished, file)
    with furnished.writing() as session:
        edited = service.edit(
            session, NOW, actor="a", actor_name="見本 花子", sections={""}, code="survey-10",
            changes={"section": "citizen", "is_published": "yes", "keywords": "甲乙"}, systems={},
        )  # fmt: skip
    assert edited.problems == {}
    file.write_text(SURVEY.replace("100,20", "300,20"), encoding="utf-8")
    assert report(furnished, file).startswith("added 0, changed 1, ")
    with furnished.reading() as session:
        row = service.procedure(session, "survey-10")
    assert (row.section, row.is_published, row.volume) == ("citizen", True, 300)


def test_an_import_of_one_source_leaves_the_other_alone(furnished, exported, file):
    survey = file.with_name("survey.csv")
    survey.write_text(SURVEY, encoding="utf-8")
    report(furnished, survey)
    assert report(furnished, exported).startswith("added 0, changed 0, withdrawn 0, ")


def test_a_code_of_the_other_source_is_refused(furnished, exported, file):
    survey = file.with_name("survey.csv")
    survey.write_text(SURVEY, encoding="utf-8")
    report(furnished, survey)
    rows = rows_of(exported)
    write(exported, [*rows, rows[0] | {"code": "survey-10"}])
    with pytest.raises(service.ImportProblem, match="column code: survey-10 belongs to"):
        report(furnished, exported)


def test_a_file_that_is_not_there_is_named(furnished, tmp_path):
    with pytest.raises(service.ImportProblem, match=r"none\.csv: cannot be read"):
        report(furnished, tmp_path / "none.csv")


def test_an_export_into_nowhere_is_named(furnished, tmp_path):
    with pytest.raises(service.ImportProblem, match="cannot be written"):
        service.export_file(furnished, tmp_path / "none" / "x.csv")


def test_a_section_the_city_does_not_have_is_refused_and_nothing_changes(furnished, exported):
    rows = rows_of(exported)
    rows[1]["section"] = "nosuch"
    write(exported, rows)
    told = r"row 3, column section: .*no section 'nosuch'"
    with pytest.raises(service.ImportProblem, match=told):
        report(furnished, exported)
    assert find(furnished, rows[0]["name"])[0] == rows[0]["code"]
