"""The door is the one way out: every request of the program goes through it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Request
from requests.exceptions import RequestException

from tracker.fetch.address import parse_networks
from tracker.fetch.capture import Exchange, Failure, Headers
from tracker.fetch.connect import GuardedAdapter, checked, resolve
from tracker.fetch.deadline import Deadline
from tracker.fetch.decode import ACCEPTED, decode, too_large
from tracker.fetch.explain import Stale, late, troubles
from tracker.fetch.settings import FetchSettings
from tracker.fetch.trouble import AddressRefused, Trouble
from tracker.gate.reading import Reason

CHUNK_BYTES = 65_536
ANSWER_CAP_BYTES = 65_536  # of a webhook: more than a receiver has to say
REDIRECTS = frozenset({301, 302, 303, 307, 308})
DEFAULT_PORTS = {"http": 80, "https": 443}


def utc_now() -> datetime:
    """The clock of whoever hands in none."""
    return datetime.now(UTC)


class Door:
    """Sends single requests over guarded connections; follows nothing by itself."""

    def __init__(self, settings: FetchSettings, now: Callable[[], datetime] = utc_now) -> None:
        self.settings = settings
        self._now = now
        self._adapter = GuardedAdapter(settings)
        self._networks = parse_networks(settings.allow_networks)

    def close(self) -> None:
        """Let go of every connection."""
        self._adapter.close()

    def exchange(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        deadline: Deadline,
        *,
        body: bytes | None = None,
        cap_bytes: int | None = None,
        cut: bool = False,
    ) -> Exchange:
        """One request with its answer, whatever its status; raises Trouble.

        An answer beyond the cap is a trouble, or with `cut` ends there.
        A connection that was kept alive and that the server had just closed is tried once more.
        """
        request = self._prepare(method, url, headers, body)
        cap = self.settings.size_cap_bytes if cap_bytes is None else cap_bytes
        try:
            return self._once(request, deadline, cap, cut)
        except Stale:
            if method != "GET" or deadline.passed:
                raise
            return self._once(request, deadline, cap, cut)

    def _prepare(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> PreparedRequest:
        require_web_url(url)
        named = {"User-Agent": self.settings.user_agent, "Accept-Encoding": ACCEPTED, **headers}
        try:
            return Request(method, url.split("#", 1)[0], headers=named, data=body).prepare()
        except (RequestException, UnicodeError, ValueError) as error:
            raise Trouble(
                Reason.UNREACHABLE, f"{url[:300]} is not a URL that can be asked: {error}."
            ) from error

    def _once(self, request: PreparedRequest, deadline: Deadline, cap_bytes: int, cut: bool) -> Exchange:
        started_at, started = self._now(), time.monotonic()
        url = str(request.url)
        proxies = self._proxies(url, deadline)
        with deadline, troubles(url, deadline):
            response = self._adapter.send(
                request, stream=True, timeout=deadline.remaining_seconds, proxies=proxies
            )
            raw = response.raw
            payload = b""
            try:
                if raw.status not in REDIRECTS or "location" not in raw.headers:
                    payload = _read(raw, deadline, cap_bytes, cut)
            finally:
                if raw._fp is not None and not raw._fp.isclosed():
                    raw.close()  # what we did not read is not ours to drain
            if deadline.fired:
                raise late(url)
        body = payload if cut else decode(payload, raw.headers.get("content-encoding", ""), cap_bytes)
        return Exchange(
            url=url,
            request_headers=tuple((name, str(value)) for name, value in request.headers.items()),
            status=raw.status,
            phrase=raw.reason or "",
            headers=tuple(raw.headers.iteritems()),
            payload=payload,
            body=payload if body == payload else body,
            started_at=started_at,
            seconds=round(time.monotonic() - started, 6),
        )

    def _proxies(self, url: str, deadline: Deadline) -> dict[str, str]:
        """The configured proxy; what it would reach for us must pass the same check, if we can name it."""
        parts = urlsplit(url)
        proxy = self.settings.proxy_for(parts.scheme)
        if not proxy:
            return {}
        try:
            host = parts.hostname or ""
            checked(
                resolve(host, parts.port or DEFAULT_PORTS[parts.scheme], deadline.remaining_seconds),
                host,
                self._networks,
            )
        except AddressRefused:
            raise
        except Trouble:
            pass  # only the proxy knows this name: its own rules decide
        return {parts.scheme: proxy}


def require_web_url(url: str) -> None:
    """Raise AddressRefused for anything but http and https with a host."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise AddressRefused(f"{url[:300]!r} is not a URL: {error}.") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise AddressRefused(f"{url[:300]!r} is neither http nor https; we open nothing else.")
    if not host:
        raise AddressRefused(f"{url[:300]!r} names no host.")


def _read(raw: Any, deadline: Deadline, cap_bytes: int, cut: bool) -> bytes:
    declared = raw.length_remaining
    if declared is not None and declared > cap_bytes and not cut:
        raise too_large(cap_bytes)
    parts: list[bytes] = []
    size = 0
    while chunk := raw.read1(CHUNK_BYTES, decode_content=False):
        parts.append(chunk)
        size += len(chunk)
        if size > cap_bytes and cut:
            break
        if size > cap_bytes:
            raise too_large(cap_bytes)
        if deadline.passed:
            raise late("")
    return b"".join(parts)


@lru_cache(maxsize=8)
def _shared_door(settings: FetchSettings) -> Door:
    return Door(settings)


def post(
    url: str,
    body: bytes,
    headers: Headers | dict[str, str],
    settings: FetchSettings,
    timeout_seconds: float = 20.0,
) -> Exchange | Failure:
    """Send one message; redirects are refused, any other status is the caller's to judge."""
    return _single(_Message("POST", url, dict(headers), body), settings, timeout_seconds)


def get(
    url: str, headers: Headers | dict[str, str], settings: FetchSettings, timeout_seconds: float = 20.0
) -> Exchange | Failure:
    """Ask once, without following anything: a heartbeat."""
    return _single(_Message("GET", url, dict(headers)), settings, timeout_seconds)


@dataclass(frozen=True, slots=True)
class _Message:
    method: str
    url: str
    headers: dict[str, str]
    body: bytes | None = None


def _single(message: _Message, settings: FetchSettings, timeout_seconds: float) -> Exchange | Failure:
    started_at = utc_now()
    deadline = Deadline(timeout_seconds)
    try:
        answer = _shared_door(settings).exchange(
            message.method,
            message.url,
            message.headers,
            deadline,
            body=message.body,
            cap_bytes=ANSWER_CAP_BYTES,
            cut=True,
        )
    except Trouble as trouble:
        return Failure(str(trouble.reason), trouble.detail, (), started_at)
    if answer.status in REDIRECTS:
        host = urlsplit(message.url).hostname
        detail = f"{host} redirects (status {answer.status}); messages are not sent on. Use the final URL."
        return Failure(str(Reason.REDIRECTS), detail, (), started_at)
    return answer
