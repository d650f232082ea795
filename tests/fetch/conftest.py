"""Servers and clients on 127.0.0.1."""

from collections.abc import Callable, Iterator

import pytest

from tests.fetch.scripted import ScriptedServer, scripted
from tracker.fetch.client import Client
from tracker.fetch.settings import FetchSettings

LOOPBACK = ("127.0.0.0/8", "::1/128")
MakeClient = Callable[..., Client]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted() as running:
        yield running


@pytest.fixture
def client_with() -> Iterator[MakeClient]:
    """Makes clients that may reach 127.0.0.1, without a pause between visits."""
    made: list[Client] = []

    def make(**settings: object) -> Client:
        wanted = {"allow_networks": LOOPBACK, "host_delay_seconds": 0.0, **settings}
        made.append(Client(FetchSettings(**wanted)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(client_with: MakeClient) -> Client:
    return client_with()
