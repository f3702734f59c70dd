"""The floors hold: imports only go down, rooms only meet at their doors."""

import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOMS = (
    "accounts", "applications", "audit", "calendar", "catalogue", "journal", "notifications",
    "staff", "statistics",
)  # fmt: skip
DOORS = ("service", "models")
LINT = Path(sys.executable).with_name("lint-imports")


def lint_imports(folder):
    return subprocess.run(
        [LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_contract_on_imports_is_kept(root):
    done = lint_imports(root)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.slow  # that the guard can fail; the floors themselves are in the loop, above
@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("app/clock.py", "from app.database import new_id"),
        ("app/forms/field.py", "import sqlalchemy"),
        ("app/audit/service.py", "from app.calendar import service"),
        ("app/attic/__init__.py", "ROOF = 1"),
    ],
)
def test_an_import_against_the_floors_is_caught(root, tmp_path, file, line):
    shutil.copytree(root / "app", tmp_path / "app", ignore=shutil.ignore_patterns("static"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    (tmp_path / file).parent.mkdir(exist_ok=True)
    with (tmp_path / file).open("a", encoding="utf-8") as target:
        target.write(f"\n{line}\n")
    assert lint_imports(tmp_path).returncode == 1


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("app", cache_dir=None)


def crossings(graph):
    """Every import from one place into the inside of a room that is another."""
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            room, _, door = imported.removeprefix("app.").partition(".")
            if room in ROOMS and not importer.startswith(f"app.{room}."):
                yield importer, room, door.partition(".")[0]


def test_a_room_is_entered_by_service_and_models_only(graph):
    wrong = [
        (importer, f"{room}.{door}")
        for importer, room, door in crossings(graph)
        if door not in DOORS
        and (room, door) != ("accounts", "deps")
        and (importer, door) != ("app.main", "routes")
        and (importer, room, door) != ("app.operations.upkeep", "notifications", "channels")
        and (importer, room, door) != ("app.main", "notifications", "channels")
    ]
    assert wrong == []


def test_rooms_are_entered_at_all(graph):
    assert len(list(crossings(graph))) > 50


def test_only_stores_and_metrics_ask_the_tables(graph):
    asking = {
        module
        for module in graph.modules
        for importer in [module.removeprefix("app.").split(".")]
        if importer[0] in ROOMS and importer[1:2] not in (["store"], ["models"], ["metrics"])
        and any(
            "select" in detail["line_contents"]
            for name in ("sqlalchemy", "sqlmodel")
            if name in graph.find_modules_directly_imported_by(module)
            for detail in graph.get_import_details(importer=module, imported=name)
        )
    }  # fmt: skip
    assert asking == set()
