"""The nights on which clocks are changed cost no check, and add none."""

import threading
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.pipeline.site import Site
from tests.pipeline.site import policy as harbour
from tracker.archive.archive import Archive
from tracker.jobs import Duty
from tracker.watchlist.policy import Policy
from tracker.watchlist.watchlist import Settings, Watchlist
from tracker.workspace import Tracker, utc_now

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
STEP = timedelta(minutes=10)


def checks_at(folder: Path, policy: Policy, since: datetime, until: datetime) -> list[datetime]:
    """Local times of the checks that a service makes on a machine that lives in Amsterdam."""
    site, at = Site(), since
    with Archive.open(folder) as archive:
        settings = Settings(archive=folder, reports=folder / "reports")
        tracker = Tracker(Watchlist((policy,), settings), archive, site, utc_now)
        with time_machine.travel(at, tick=False):
            duty = Duty(tracker)
        while at < until:
            with time_machine.travel(at, tick=False):
                site.now = datetime.now(UTC)
                duty.tick(threading.Event())
            at = (at.astimezone(UTC) + STEP).astimezone(AMSTERDAM)
        return sorted(check.at.astimezone(AMSTERDAM) for check in archive.checks(policy.key))


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_check_at_half_past_two_is_made_once_a_day(tmp_path: Path, night: date) -> None:
    """In spring that time does not exist, in autumn it comes twice."""
    policy = Policy(
        "Harbour", "harbour", "privacy", "Privacy Policy", harbour().source,
        cron="30 2 * * *", zone="Europe/Amsterdam",
    )  # fmt: skip
    noon = datetime(night.year, night.month, night.day, 12, tzinfo=AMSTERDAM)
    found = checks_at(tmp_path, policy, noon - timedelta(days=2), noon + timedelta(days=2))

    first, *daily = found
    assert first == noon - timedelta(days=2), "a new policy is due at once"
    assert [check.date() for check in daily] == [night + timedelta(days=offset) for offset in (-1, 0, 1, 2)]
    assert all((check.hour, check.minute) in ((2, 40), (3, 0), (3, 10)) for check in daily), daily


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)])
def test_an_interval_is_an_interval_on_such_a_night(tmp_path: Path, night: date) -> None:
    """Every six hours are six hours, whatever the clock on the wall says."""
    noon = datetime(night.year, night.month, night.day, 12, tzinfo=AMSTERDAM)
    found = checks_at(tmp_path, harbour(), noon - timedelta(days=2), noon + timedelta(days=1))
    moments = [check.astimezone(UTC) for check in found]
    waits = {later - earlier for earlier, later in pairwise(moments[1:])}

    assert waits == {timedelta(hours=6)}
