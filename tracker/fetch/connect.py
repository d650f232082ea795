"""Guarded connections check the address that they connect to, where the socket opens."""

import socket
import threading
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Retry
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from tracker.fetch.address import Network, is_reachable, parse_networks
from tracker.fetch.deadline import current_deadline
from tracker.fetch.settings import FetchSettings
from tracker.fetch.trouble import AddressRefused, Trouble
from tracker.fetch.trust import trusting
from tracker.gate.reading import Reason

Endpoint = tuple[socket.AddressFamily, tuple[Any, ...]]


def resolve(host: str, port: int, timeout_seconds: float) -> list[Endpoint]:
    """Addresses of a host, in the resolver's order; it knows no time-out, so we wait beside it."""
    answers: list[list[Endpoint]] = []
    errors: list[OSError] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.append([(family, address) for family, _, _, _, address in found])
        except (OSError, UnicodeError) as error:
            errors.append(error if isinstance(error, OSError) else OSError(str(error)))

    asking = threading.Thread(target=ask, name="fetch-resolve", daemon=True)
    asking.start()
    asking.join(timeout_seconds)
    if answers:
        return answers[0]
    why = errors[0].strerror or str(errors[0]) if errors else "the resolver did not answer in time"
    raise Trouble(
        Reason.UNREACHABLE, f"The name {host} does not resolve: {why}. Check the URL and the network."
    )


def checked(endpoints: list[Endpoint], host: str, allowed: tuple[Network, ...]) -> list[Endpoint]:
    """The same endpoints, if every one of them may be reached; one private answer refuses them all."""
    for _, address in endpoints:
        if not is_reachable(str(address[0]), allowed):
            what = host if host == address[0] else f"{host} ({address[0]})"
            raise AddressRefused(
                f"{what} is not a public address. If this is your own network, name it: "
                f'allow_networks = ["{address[0]}"].'
            )
    return endpoints


def open_socket(endpoints: list[Endpoint], timeout_seconds: float) -> socket.socket:
    """A socket connected to the first endpoint that answers; raises the last OSError."""
    failure: OSError = OSError("no address")
    for family, address in endpoints[:4]:
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(timeout_seconds / min(len(endpoints), 4))
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.connect(address)
        except OSError as error:
            sock.close()
            failure = error
        else:
            sock.settimeout(timeout_seconds)
            return sock
    raise failure


class _Guarded:
    """The two places of a connection where the guard and the deadline come in."""

    allowed: tuple[Network, ...] = ()
    guarded = True

    def _new_conn(self: Any) -> socket.socket:
        deadline = current_deadline()
        seconds = deadline.remaining_seconds if deadline else 10.0
        endpoints = resolve(self._dns_host, self.port, seconds)
        if self.guarded:
            endpoints = checked(endpoints, self.host, self.allowed)
        try:
            sock = open_socket(endpoints, deadline.remaining_seconds if deadline else seconds)
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"{self.host} did not accept a connection in time") from error
        except OSError as error:
            raise NewConnectionError(self, error.strerror or str(error)) from error
        if deadline:
            deadline.watch(sock)
        return sock

    def connect(self: Any) -> None:
        super().connect()  # type: ignore[misc]
        _watch(self.sock)

    def request(self: Any, *args: Any, **kwargs: Any) -> None:
        _watch(self.sock)  # of a connection that was kept alive
        super().request(*args, **kwargs)  # type: ignore[misc]


def _watch(sock: socket.socket | None) -> None:
    deadline = current_deadline()
    if deadline and sock is not None:
        deadline.watch(sock)


def _pools(networks: tuple[Network, ...], check: bool) -> dict[str, type[HTTPConnectionPool]]:
    """Pool classes by scheme whose connections know these networks."""
    body = {"allowed": networks, "guarded": check}
    plain = type("GuardedHTTP", (_Guarded, HTTPConnection), body)
    tls = type("GuardedHTTPS", (_Guarded, HTTPSConnection), body)
    return {
        "http": type("GuardedHTTPPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("GuardedHTTPSPool", (HTTPSConnectionPool,), {"ConnectionCls": tls}),
    }


class GuardedAdapter(HTTPAdapter):
    """The transport of requests, over guarded connections that are kept alive.

    One TLS context serves all connections: to load the authorities anew costs 20 ms a connection.
    """

    def __init__(self, settings: FetchSettings) -> None:
        self._networks = parse_networks(settings.allow_networks)
        self._context = trusting(settings.ca_bundle)
        super().__init__(pool_connections=64, pool_maxsize=16, max_retries=Retry(total=0, redirect=False))

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
        super().init_poolmanager(connections, maxsize, block, ssl_context=self._context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._networks, check=True)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """The way through a configured proxy; its own address was chosen by the user."""
        if proxy not in self.proxy_manager:
            manager = super().proxy_manager_for(proxy, ssl_context=self._context, **kwargs)
            manager.pool_classes_by_scheme = _pools(self._networks, check=False)
        return self.proxy_manager[proxy]

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ARG002
        """Verification is in the shared context; nothing is loaded a request."""
        conn.cert_reqs = "CERT_REQUIRED"
