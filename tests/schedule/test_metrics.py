"""What a monitor sees."""

import re
from datetime import timedelta
from pathlib import Path

from tests.schedule.made import NOW
from tracker.archive.lock import Runner
from tracker.archive.observation import Check, Incident
from tracker.schedule.heartbeat import Heartbeat
from tracker.schedule.metrics import metrics, write_metrics
from tracker.schedule.status import PolicyStatus, Status

FINE = PolicyStatus("a/privacy", Check("a/privacy", NOW, "unchanged"), NOW, False, False, 0, None)
GONE = PolicyStatus(
    "b/privacy",
    Check("b/privacy", NOW, "unreadable"),
    NOW,
    True,
    False,
    3,
    Incident("b/privacy", "gone", "", NOW),
)
NEVER = PolicyStatus("c/privacy", None, NOW, False, True, 0, None)
BEAT = Heartbeat(NOW - timedelta(seconds=5), NOW - timedelta(days=3), 7, checks=12, alerts=2)
STATUS = Status(
    NOW, (FINE, GONE, NEVER), 4, 9, 1, (), NOW - timedelta(minutes=2), BEAT, Runner(7, "host", NOW)
).summary
LINE = re.compile(r'(# (HELP|TYPE) tracker_\w+ .+|tracker_\w+(\{state="\w+"\})? -?[0-9.e+]+)')


def test_every_line_is_one_that_prometheus_reads() -> None:
    """Help, type, value; and a newline at the end."""
    text = metrics(STATUS)

    assert text.endswith("\n")
    assert [line for line in text.splitlines() if not LINE.fullmatch(line)] == []


def test_the_numbers_are_those_of_the_status() -> None:
    """Unreadable, overdue and never checked are three different numbers."""
    values = dict(line.rsplit(" ", 1) for line in metrics(STATUS).splitlines() if not line.startswith("#"))

    assert values["tracker_policies"] == "3"
    assert values["tracker_policies_unreadable"] == "1"
    assert values["tracker_policies_overdue"] == "1"
    assert values["tracker_policies_never_checked"] == "1"
    assert values["tracker_policies_paused"] == "1"
    assert values['tracker_outbox{state="dead"}'] == "1"
    assert values["tracker_outbox_oldest_seconds"] == "120"
    assert values["tracker_heartbeat_seconds"] == str(int(BEAT.at.timestamp()))
    assert values["tracker_up"] == "1"


def test_a_service_that_hangs_or_does_not_run_is_not_healthy() -> None:
    """A process that holds the archive is not enough."""
    silent = Status(NOW + timedelta(hours=1), (), 0, 0, 0, (), None, BEAT, Runner(7, "host", NOW)).summary
    absent = Status(NOW, (), 0, 0, 0, (), None, BEAT, None).summary

    assert STATUS.is_healthy
    assert not silent.is_healthy
    assert not absent.is_healthy
    assert "tracker_up 0" in metrics(absent)


def test_the_file_for_node_exporter_is_whole(tmp_path: Path) -> None:
    """Nothing is left beside it."""
    write_metrics(STATUS, tmp_path / "tracker.prom")

    assert (tmp_path / "tracker.prom").read_text() == metrics(STATUS)
    assert len(list(tmp_path.iterdir())) == 1
