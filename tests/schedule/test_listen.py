"""A health check and a scrape are answered, and nothing else is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.schedule.made import NOW
from tests.schedule.test_metrics import STATUS
from tracker.errors import NotPossible
from tracker.schedule.listen import listening, split_listen
from tracker.schedule.metrics import metrics
from tracker.schedule.status import Summary


class Asked:
    """What is answered to a question, and to how many."""

    def __init__(self, port: int) -> None:
        self.port = port

    def __call__(self, path: str, method: str = "GET") -> tuple[int, str]:
        try:
            with urlopen(Request(f"http://127.0.0.1:{self.port}{path}", method=method), timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()


@pytest.fixture
def found() -> dict[str, Summary | Exception]:
    return {"summary": STATUS}


@pytest.fixture
def ask(found: dict[str, Summary | Exception]) -> Iterator[Asked]:
    def summary() -> Summary:
        value = found["summary"]
        if isinstance(value, Exception):
            raise value
        return value

    with listening("0", summary) as port:
        yield Asked(port)


def test_a_service_that_works_is_healthy(ask: Asked) -> None:
    """One word for a load balancer, numbers for Prometheus."""
    assert ask("/healthz") == (200, "ok\n")
    assert ask("/metrics") == (200, metrics(STATUS))
    assert ask("/healthz", "HEAD") == (200, "")


def test_a_service_that_is_silent_is_not(ask: Asked, found: dict[str, Summary | Exception]) -> None:
    """Its numbers are still to be had."""
    found["summary"] = replace(STATUS, at=NOW + timedelta(hours=1))
    assert ask("/healthz") == (503, "silent\n")
    assert ask("/metrics")[0] == 200


def test_an_archive_that_cannot_be_read_is_no_health(
    ask: Asked, found: dict[str, Summary | Exception]
) -> None:
    """And the next question is answered again."""
    found["summary"] = OSError("the disk is gone: /srv/secret")
    assert ask("/healthz") == (503, "the status cannot be read: OSError\n")
    found["summary"] = STATUS
    assert ask("/healthz")[0] == 200


def test_nothing_else_is_there(ask: Asked) -> None:
    """No other page, and nothing that changes anything."""
    assert ask("/")[0] == 404
    assert ask("/healthz/../etc/passwd")[0] == 404
    assert ask("/healthz", "POST")[0] == 501


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("9464", ("127.0.0.1", 9464)),
        ("0.0.0.0:80", ("0.0.0.0", 80)),
        ("[::1]:9464", ("::1", 9464)),
    ],
)
def test_without_a_host_only_this_machine_is_answered(address: str, expected: tuple[str, int]) -> None:
    """Nothing is public by accident."""
    assert split_listen(address) == expected


@pytest.mark.parametrize("address", ["", "localhost", "localhost:", "1:70000", "9464x"])
def test_an_address_without_a_port_is_refused(address: str) -> None:
    """With an example of one that works."""
    with pytest.raises(NotPossible, match=r"127\.0\.0\.1:9100"):
        split_listen(address)


def test_a_port_that_is_taken_is_said(ask: Asked) -> None:
    """And what to do about it."""
    with pytest.raises(NotPossible, match="Choose another"), listening(f"{ask.port}", lambda: STATUS):
        pass
