"""What the house's guards share: the tree as it is committed, and the app on one database."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def engine():
    """The guards look at the house itself: one database is enough."""
    return "sqlite"


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def tree():
    """Every file that is committed, or would be: relative paths."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return sorted(Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file())


@pytest.fixture(scope="session")
def modules(tree):
    """The Python files of the product."""
    return [path for path in tree if path.parts[0] == "app" and path.suffix == ".py"]
