"""What a simulated season asks for: its size, and where its report goes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.season.plan import SIZES, Size


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest tests/season --season=full` plays all 2,791 and 200 on paper."""
    parser.addoption("--season", choices=sorted(SIZES), default="small")
    parser.addoption("--season-report", default="")


@pytest.fixture
def size(request) -> Size:
    """A thirtieth of the season, unless `--season` says otherwise."""
    return SIZES[request.config.getoption("--season", default="small")]


@pytest.fixture
def say(request) -> Callable[[str], None]:
    """Write a line of the report, where one is asked for."""
    path = request.config.getoption("--season-report", default="")

    def say(line: str) -> None:
        if path:
            with Path(path).open("a") as file:
                print(line, file=file, flush=True)

    return say
