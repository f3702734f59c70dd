"""Owns the claims about the installed command line: one line, status 2, nothing half-done."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow
HEADER = "code,name,section,online_status\n"


def mistake(run, *arguments, **given):
    """The one line on stderr of a refused command."""
    done = run(*arguments, **given)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    return done.stderr.strip()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Missing command"),
        (["catalogue", "nonsense"], "No such command 'nonsense'"),
        (["catalogue", "import", "--bad", "x"], "No such option: --bad"),
        (["staff", "token", "--role", "mayor"], "'mayor' is not one of"),
    ],
)
def test_a_wrong_call_is_one_line(tenohira, arguments, words):
    assert words in mistake(tenohira, *arguments)


def test_a_broken_file_names_file_row_and_column_and_nothing_is_imported(tenohira, tmp_path):
    file = tmp_path / "broken.csv"
    file.write_text(f"{HEADER}x-1,見本,school,planned\nx-2,見本,school\n", encoding="utf-8")
    line = mistake(tenohira, "catalogue", "import", file)
    assert line.startswith("broken.csv, row 3, column section: ")
    tenohira("catalogue", "export", tmp_path / "after.csv")
    assert "x-1," not in (tmp_path / "after.csv").read_text(encoding="utf-8")


def test_a_backup_that_cannot_be_written_is_one_line(tenohira, tmp_path):
    (tmp_path / "file").write_text("")
    assert "/file/copy: Not a directory" in mistake(tenohira, "backup", tmp_path / "file/copy")


def test_a_database_that_is_down_is_one_line(tenohira, tmp_path):
    url = f"postgresql+psycopg://nobody@/none?host={tmp_path}"
    line = mistake(tenohira, "arrivals", "list", TENOHIRA_DATABASE_URL=url)
    assert line.startswith("TENOHIRA_DATABASE_URL: ")


def test_serving_before_migrating_is_one_line(tenohira, settings, tmp_path):
    url = f"sqlite:///{tmp_path}/fresh.db"
    assert "tenohira migrate" in mistake(tenohira, "serve", TENOHIRA_DATABASE_URL=url)


def test_a_reader_who_has_seen_enough_gets_no_traceback(tmp_path):
    program = f"{sys.executable} -m app forms schema"
    script = f"set -o pipefail; {program} | true"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stderr == ""


def test_the_last_line_of_a_token_is_the_token(tenohira):
    done = tenohira("staff", "token", "--role", "dx_office")
    assert (done.returncode, done.stdout.splitlines()[-1][:4]) == (0, "tnh_")
