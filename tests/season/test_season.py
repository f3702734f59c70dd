"""A whole season through HTTP only: from the first night to the last place that was moved up."""

import time

import pytest

from tests.season import checks
from tests.season.season import Season


@pytest.mark.slow
def test_a_whole_season_ends_as_its_rules_say(app, client, clock, engine, size, say):
    began = time.perf_counter()
    season = Season(app, client.portal, clock, size).play()
    lasted = time.perf_counter() - began
    say(f"{engine}: {lasted:.0f} s by the clock, of which {dict(season.took)}")
    for check in checks.ALL:
        say(f"  {check.__name__.replace('_', ' ')}: {check(season)}")
