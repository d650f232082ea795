"""Changes tracker.toml without touching what people wrote around it."""

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from tracker.errors import WatchlistError
from tracker.watchlist.place import positions
from tracker.watchlist.read import parse_watchlist
from tracker.watchlist.watchlist import Watchlist

TEMPLATE = """\
# What is watched, how often, and who is told. `tracker add NAME` adds to it.

[tracker]
# Web sites find this address in the User-Agent; say how you can be reached.
contact = "{contact}"
every = "6h"             # time between two checks of a policy
confirm_after = "30m"    # a change is looked at again after this time
archive = "snapshots"    # every version that was seen, readable without this program
reports = "reports"

# Who is told. Secrets are never written here: they come from the environment or a file.
#
# [[channel]]
# name = "desk"
# type = "email"
# host = "smtp.example.org"
# from = "tracker@example.org"
# to = ["desk@example.org"]
# username = "tracker"
# password = {{ env = "TRACKER_SMTP_PASSWORD" }}
#
# [[channel]]
# name = "hook"
# type = "webhook"
# url = "https://hooks.example.org/tracker"
# secret = {{ file = "webhook.secret" }}
"""


def create(path: Path, contact: str) -> None:
    """Write a first watchlist; raises WatchlistError rather than overwrite one."""
    text = TEMPLATE.format(contact=contact.replace("\\", "").replace('"', ""))
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise WatchlistError(
            "there is one already", str(path), "Edit it, or give another --watchlist."
        ) from None
    except OSError as error:
        raise WatchlistError(
            f"cannot be written ({error.strerror})", str(path), "Check path and permissions."
        ) from error


def add_policies(path: Path, entries: Iterable[Mapping[str, Any]]) -> Watchlist:
    """Add a `[[policy]]` for each entry below those that are there; the watchlist as it stands then.

    The new text is read before it is written: nothing that cannot be meant gets into the file.
    """
    text = with_policies(path.read_text(encoding="utf-8"), entries)
    watchlist = parse_watchlist(text, path)
    _replace(path, text)
    return watchlist


def with_policies(text: str, entries: Iterable[Mapping[str, Any]]) -> str:
    """A TOML text with more `[[policy]]` tables; every comment stays."""
    document = tomlkit.parse(text)
    tables = [_table(entry) for entry in entries]
    policies = document.get("policy")
    if isinstance(policies, AoT):
        last = policies[-1]
        if not last.as_string().endswith("\n\n"):
            last.add(tomlkit.nl())
        for table in tables:
            policies.append(table)
    elif tables:
        added = tomlkit.aot()
        for table in tables:
            added.append(table)
        if text and not text.endswith("\n\n"):
            document.add(tomlkit.nl())
        document.append("policy", added)
    return tomlkit.dumps(document).rstrip("\n") + "\n"


def set_paused(path: Path, keys: Iterable[str], paused: bool) -> tuple[str, ...]:
    """Pause policies, or let them go on; the keys of those for which that is new.

    Every other line of the file stays as it is.
    """
    text = path.read_text(encoding="utf-8")
    wanted, watched = set(keys), parse_watchlist(text, path).policies
    changed = [index for index, each in enumerate(watched) if each.key in wanted and each.paused != paused]
    for index in reversed(changed):
        text = _with_paused(text, index, paused, path)
    after = parse_watchlist(text, path).policies
    assert [each.paused for each in after] == [
        paused if index in changed else each.paused for index, each in enumerate(watched)
    ]
    if changed:
        _replace(path, text)
    return tuple(watched[index].key for index in changed)


def _with_paused(text: str, index: int, paused: bool, path: Path) -> str:
    """The TOML text with the key `paused` of its policy number `index` set, or taken out."""
    lines, places = text.split("\n"), positions(text)
    written = places.get(("policy", index, "paused"))
    head = places.get(("policy", index))
    if written is None and head is None:
        raise WatchlistError(
            "policies stand in one list", str(path), "Write a [[policy]] table each, or set paused by hand."
        )
    if written is None:
        assert head is not None
        lines.insert(head, "paused = true")
    elif not paused and re.fullmatch(r"\s*paused\s*=\s*true\s*", lines[written - 1]):
        del lines[written - 1]
    else:
        value = "true" if paused else "false"
        lines[written - 1] = re.sub(r"(=\s*)(?:true|false)", rf"\g<1>{value}", lines[written - 1], count=1)
    return "\n".join(lines)


def _table(entry: Mapping[str, Any]) -> Table:
    table = tomlkit.table()
    for key, value in entry.items():
        table.add(key, value)
    table.add(tomlkit.nl())
    return table


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all, with the permissions it had."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.chmod(path.stat().st_mode & 0o777)
        fresh.replace(path.resolve())
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise WatchlistError(
            f"cannot be written ({error.strerror})", str(path), "Check path and disk."
        ) from error
