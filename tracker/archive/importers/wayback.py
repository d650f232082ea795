"""Reads the versions of a page that the Wayback Machine keeps."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import quote, urlencode, urlsplit

from tracker.archive.errors import ImportSourceError
from tracker.archive.importers.recorded import HTML, Keys, RecordedVersion

SERVER = "https://web.archive.org"
SECONDS_BETWEEN = 4.0
"""At most 15 requests a minute, which the archive asks of programs."""

READABLE = frozenset({HTML, "application/xhtml+xml", "text/plain", "application/pdf", "unk", "warc/revisit"})

Get = Callable[[str], tuple[bytes, str]]
"""Body and content type of an address; raises what ends the import."""


@dataclass(frozen=True, slots=True)
class Held:
    """One capture of the Wayback Machine."""

    at: datetime
    url: str
    content_type: str
    digest: str


def read(
    url: str,
    get: Get,
    pause: Callable[[float], None],
    *,
    since: date | None = None,
    until: date | None = None,
    known: Callable[[str, datetime], bool] | None = None,
    service: str | None = None,
    title: str = "Privacy Policy",
    server: str = SERVER,
) -> Iterator[RecordedVersion]:
    """The captures of an address, oldest first, one a distinct body, each as it was received.

    `pause` waits between requests. What `known` tells, by policy and time, is not fetched: so an import that
    was cut off goes on.
    """
    named = service or (urlsplit(url).hostname or "unnamed").removeprefix("www.")
    key = Keys().key(named, title)
    for held in captures(url, get, since=since, until=until, server=server):
        if known is not None and known(key, held.at):
            continue
        pause(SECONDS_BETWEEN)
        body, content_type = get(f"{server}/web/{held.at:%Y%m%d%H%M%S}id_/{held.url}")
        kind, _, parameters = content_type.partition(";")
        yield RecordedVersion(
            policy=key,
            service=named,
            title=title,
            url=held.url,
            recorded_at=held.at,
            body=body,
            content_type=kind.strip().lower() or HTML,
            origin="wayback",
            note=f"{server}/web/{held.at:%Y%m%d%H%M%S}/{held.url}",
            charset=parameters.lower().partition("charset=")[2].strip(" \"'") or None,
        )


def captures(
    url: str, get: Get, *, since: date | None = None, until: date | None = None, server: str = SERVER
) -> Iterator[Held]:
    """What the index lists with status 200, without those that follow with the same body."""
    asked = {
        "url": url,
        "output": "json",
        "fl": "timestamp,original,mimetype,digest",
        "filter": "statuscode:200",
        "collapse": "digest",
    }
    if since:
        asked["from"] = f"{since:%Y%m%d}"
    if until:
        asked["to"] = f"{until:%Y%m%d}"
    body, _ = get(f"{server}/cdx/search/cdx?{urlencode(asked, quote_via=quote)}")
    try:
        listed = json.loads(body or b"[]")
        found = [_held(row) for row in listed[1:]]
    except (ValueError, TypeError, IndexError) as error:
        raise ImportSourceError(
            f"The index of {server} sent no list of captures of {url} ({error}). Try again later."
        ) from error
    if not found:
        raise ImportSourceError(f"{server} holds no capture of {url} in that time. Check the address.")
    last = ""
    for held in sorted(found, key=lambda held: held.at):
        if held.content_type in READABLE and held.digest != last:
            last = held.digest
            yield held


def _held(row: list[str]) -> Held:
    stamp, original, content_type, digest = row[:4]
    return Held(datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC), original, content_type, digest)
