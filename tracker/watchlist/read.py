"""Reads tracker.toml into a Watchlist."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tracker.errors import WatchlistError
from tracker.watchlist.place import Place, positions
from tracker.watchlist.policy import FetchMode, Policy, Source
from tracker.watchlist.slug import is_slug, slugify
from tracker.watchlist.table import BadValue, nearest, read_table
from tracker.watchlist.verdict import VerdictRule
from tracker.watchlist.watchlist import Channel, Settings, Watchlist

TABLES = ("tracker", "policy", "channel", "verdict")
TITLES = {"privacy": "Privacy Policy", "cookies": "Cookie Policy", "terms": "Terms of Service"}


@dataclass(frozen=True, slots=True)
class PolicyTable:
    """A `[[policy]]` as it is written; what is not said is taken from `[tracker]`."""

    service: str
    """Title of the service as people write it."""
    url: str = ""
    """Address of the text."""
    urls: tuple[str, ...] = ()
    """Instead of `url`: several addresses whose texts are joined in this order."""
    name: str = "privacy"
    """Folder name of the policy within its service."""
    title: str = ""
    """Title for readers; "": "Privacy Policy" for "privacy"."""
    slug: str = ""
    """Folder name of the service; "": made from its title."""
    language: str | None = None
    """Expected language of the text, ISO 639-1."""
    fetch: FetchMode = "http"
    """Plain HTTP, a browser, or a browser only where needed."""
    select: tuple[str, ...] = ()
    """CSS selectors of what to keep."""
    remove: tuple[str, ...] = ()
    """CSS selectors of what to drop."""
    robots: bool = True
    """Whether robots.txt is obeyed."""
    every: timedelta | None = None
    """Time between two checks."""
    cron: str = ""
    """Instead of `every`: the times of checks as cron writes them, "30 6 * * mon-fri" or "@daily"."""
    zone: str = ""
    """Time zone of `cron`, as "Europe/Amsterdam"; "": UTC."""
    confirm_after: timedelta | None = None
    """Time after which a sighted change is looked at again."""
    paused: bool = False
    """Kept in the archive, not checked."""

    def __post_init__(self) -> None:
        if not self.url and not self.urls:
            raise ValueError('the key "url" is missing')
        if self.url and self.urls:
            raise BadValue("urls", "a policy has either url or urls")
        for key, urls in (("url", (self.url,) if self.url else ()), ("urls", self.urls)):
            for url in urls:
                check_url(url, key)
        for key, slug in (("name", self.name), ("slug", self.slug)):
            if (slug or key == "name") and not is_slug(slug):
                raise BadValue(key, f'"{slug}" cannot be a folder: use a-z, 0-9 and single dashes')
        if not self.slug and not slugify(self.service):
            raise BadValue("service", f'"{self.service}" gives no folder name; add slug = "…"')
        if self.language is not None and not re.fullmatch(r"[a-z]{2}", self.language):
            raise BadValue("language", f'"{self.language}" is no ISO 639-1 code such as "en"')
        if self.every is not None and self.every <= timedelta():
            raise BadValue("every", "must be more than nothing")
        _check_times(self)

    def policy(self, settings: Settings) -> Policy:
        """The policy, completed with the settings that hold for all."""
        return Policy(
            service=self.service,
            service_slug=self.slug or slugify(self.service),
            slug=self.name,
            title=self.title or TITLES.get(self.name, self.name.replace("-", " ").title()),
            source=Source(
                urls=self.urls or (self.url,),
                fetch=self.fetch,
                select=self.select,
                remove=self.remove,
                language=self.language,
                robots=self.robots,
            ),
            every=self.every or settings.every,
            confirm_after=settings.confirm_after if self.confirm_after is None else self.confirm_after,
            paused=self.paused,
            cron=self.cron,
            zone=self.zone or "UTC",
        )


def read_watchlist(path: Path) -> Watchlist:
    """The watchlist of a file; raises WatchlistError with file, line and key."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise WatchlistError("there is no such file", str(path), "Start with `tracker init`.") from None
    except UnicodeDecodeError:
        raise WatchlistError("the file is not UTF-8", str(path), "Save it as UTF-8.") from None
    except OSError as error:
        raise WatchlistError(
            f"cannot be read ({error.strerror})", str(path), "Check path and permissions."
        ) from error
    return parse_watchlist(text, path)


def parse_watchlist(text: str, path: Path) -> Watchlist:
    """The watchlist of a TOML text; `path` is where it stands, for messages and relative paths."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WatchlistError(
            f"not valid TOML: {error}", str(path), "Texts need quotes, tables brackets."
        ) from error
    top = Place(path, positions(text))
    for key in tables:
        if key not in TABLES:
            raise WatchlistError(
                f'unknown table "{key}"', str(top.child(key)), nearest(key, TABLES, "Known tables")
            )
    settings = read_table(Settings, tables.get("tracker", {}), top.child("tracker"))
    settings = _anchored(settings, path.parent, tables.get("tracker", {}))
    return Watchlist(
        policies=tuple(_policies(tables, settings, top)),
        settings=settings,
        channels=tuple(_channels(tables, top)),
        verdict_rules=tuple(
            read_table(VerdictRule, table, place) for place, table in _entries(tables, "verdict", top)
        ),
        path=path,
    )


def check_url(url: str, key: str = "url") -> None:
    """Raises BadValue unless a text is an http or https address with a host."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise BadValue(key, f'"{url}" is no address: {error}') from None
    if parts.scheme not in ("http", "https"):
        raise BadValue(key, f'"{url}" is refused: only http and https addresses are fetched')
    if not host:
        raise BadValue(key, f'"{url}" names no host')
    if parts.username is not None:
        raise BadValue(key, f'"{parts.scheme}://…@{host}" holds a user name: policies are public pages')


def _check_times(table: PolicyTable) -> None:
    if not table.cron:
        if table.zone:
            raise BadValue("zone", 'belongs to cron = "…"; a policy with every is checked in no zone')
        return
    from tracker.watchlist.cron import check_zone, parse_cron  # noqa: PLC0415 - only where it is used

    if table.every is not None:
        raise BadValue("cron", "a policy has either every or cron")
    try:
        parse_cron(table.cron)
    except ValueError as error:
        raise BadValue("cron", f'{error}; write for example "30 6 * * mon-fri" or "@daily"') from None
    try:
        check_zone(table.zone or "UTC")
    except ValueError as error:
        raise BadValue("zone", str(error)) from None


def _policies(tables: Mapping[str, Any], settings: Settings, top: Place) -> Iterator[Policy]:
    seen: dict[str, Place] = {}
    for place, table in _entries(tables, "policy", top):
        policy = read_table(PolicyTable, table, place).policy(settings)
        if policy.key in seen:
            raise WatchlistError(
                f'"{policy.key}" stands here and on line {seen[policy.key].line}',
                str(place),
                'Give one of them another name = "…".',
            )
        seen[policy.key] = place
        yield policy


def _channels(tables: Mapping[str, Any], top: Place) -> Iterator[Channel]:
    seen: dict[str, Place] = {}
    for place, table in _entries(tables, "channel", top):
        channel = _channel(table, place)
        if channel.name in seen:
            raise WatchlistError(
                f'a channel "{channel.name}" stands here and on line {seen[channel.name].line}',
                str(place),
                "Give one of them another name.",
            )
        seen[channel.name] = place
        yield channel


def _channel(table: Mapping[str, Any], place: Place) -> Channel:
    from tracker.alert.registry import channel_types, settings_class  # noqa: PLC0415 - only where there are channels
    from tracker.alert.rules import Rule  # noqa: PLC0415

    for key in ("name", "type"):
        if not isinstance(table.get(key), str) or not table[key]:
            raise WatchlistError(f'the key "{key}" is missing', str(place), f'Add {key} = "…" to this table.')
    if not is_slug(table["name"]):
        raise WatchlistError(
            f'"{table["name"]}" cannot name a channel',
            str(place.child("name")),
            f'Use a-z, 0-9 and single dashes, as "{slugify(table["name"]) or "desk"}".',
        )
    if table["type"] not in channel_types():
        what = f'there is no channel type "{table["type"]}"'
        raise WatchlistError(
            what, str(place.child("type")), nearest(table["type"], channel_types(), "Known types")
        )
    cls = settings_class(table["type"])
    ruling = {field.name.rstrip("_") for field in fields(Rule)}
    own = {key: value for key, value in table.items() if key not in ruling and key not in ("name", "type")}
    rule = {key: value for key, value in table.items() if key in ruling}
    return Channel(
        name=table["name"],
        type=table["type"],
        settings=read_table(cls, own, place),
        rule=read_table(Rule, rule, place),
    )


def _entries(tables: Mapping[str, Any], name: str, top: Place) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    entries = tables.get(name, [])
    if not isinstance(entries, list):
        raise WatchlistError(
            f"[{name}] stands alone", str(top.child(name)), f"Write [[{name}]], with two brackets."
        )
    for index, entry in enumerate(entries):
        place = top.child(name, index)
        if not isinstance(entry, Mapping):
            raise WatchlistError("expected a table", str(place), f"Write [[{name}]] and its keys below.")
        yield place, entry


def _anchored(settings: Settings, folder: Path, written: Mapping[str, Any]) -> Settings:
    """The settings with the default folders placed beside the watchlist, as written ones are."""
    defaults = {key: folder / getattr(settings, key) for key in ("archive", "reports") if key not in written}
    return replace(settings, **defaults)
