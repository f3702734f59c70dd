"""Files as answers: a browser saves them under their name, or shows what it is asked to show."""

from app.web.files import CSV, PDF, file


def test_a_file_is_saved_under_its_name():
    answer = file("番号\r\n", CSV, "list.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="list.csv"'
    assert (answer.headers["content-type"], answer.body.decode()) == (CSV, "番号\r\n")


def test_a_file_to_be_looked_at_is_shown_in_the_browser():
    answer = file(b"%PDF", PDF, "notice.pdf", way="inline")
    assert answer.headers["content-disposition"] == 'inline; filename="notice.pdf"'
