"""A target is a URL that messages are posted to, through the guarded door."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from tracker.alert.channel import Failed, Outcome, Sent
from tracker.alert.line import one_line
from tracker.fetch.backoff import retry_after_seconds
from tracker.fetch.capture import Exchange
from tracker.fetch.settings import FetchSettings
from tracker.watchlist.secret import Secret

GONE = frozenset({410})
"""Standard Webhooks 1.0: the receiver wants no more; the channel is switched off."""
TOO_LARGE = 413
"""The one other status that cannot be better next time: the message stays as large as it is."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address with what may be reached, and for how long we wait."""

    url: str = ""
    url_from: Secret | None = None
    allow_networks: tuple[str, ...] = ()
    ca_bundle: Path | None = None
    timeout_seconds: float = 20.0
    proxy: str = ""
    """An HTTP proxy to go through; "": none, the environment is never read."""

    def address(self) -> str:
        """The URL; raises WatchlistError where its secret place is empty."""
        return self.url_from.reveal() if self.url_from else self.url


def check_target(target: Target) -> None:
    """Raises ValueError for what cannot be meant."""
    if bool(target.url) == (target.url_from is not None):
        raise ValueError("one of url and url_from is needed" + (", not both" if target.url else ""))
    if target.url:
        parts = urlsplit(target.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f'url "{target.url}" is no web address')
    for network in target.allow_networks:
        try:
            ipaddress.ip_network(network)
        except ValueError:
            raise ValueError(f'allow_networks: "{network}" is no network such as "10.0.0.0/8"') from None
    if target.timeout_seconds <= 0:
        raise ValueError("timeout_seconds must be more than nothing")


def post_to(target: Target, body: bytes, headers: Mapping[str, str], now: datetime) -> Outcome:
    """One attempt to hand a body over."""
    from tracker.fetch.door import post  # noqa: PLC0415 - requests is heavy

    settings = FetchSettings(
        allow_networks=target.allow_networks,
        ca_bundle=str(target.ca_bundle) if target.ca_bundle else None,
        proxies=(("http", target.proxy), ("https", target.proxy)) if target.proxy else (),
    )
    answer = post(target.address(), body, dict(headers), settings, target.timeout_seconds)
    if isinstance(answer, Exchange):
        return judge_answer(answer, now)
    return Failed(permanent=False, detail=one_line(answer.detail, 300), channel_wide=True)


def judge_answer(answer: Exchange, now: datetime) -> Outcome:
    """2xx is success and nothing else; what is permanent is decided by the status alone."""
    words = one_line(f"{answer.status} {answer.phrase} {answer.body[:300].decode('utf-8', 'replace')}", 300)
    if 200 <= answer.status < 300:
        return Sent(words)
    return Failed(
        permanent=answer.status in GONE or answer.status == TOO_LARGE,
        detail=words,
        retry_after_seconds=retry_after_seconds(answer.header("retry-after"), now),
        disables=answer.status in GONE,
        channel_wide=answer.status in (429, 502, 503, 504) or answer.status in GONE,
        status=answer.status,
    )
