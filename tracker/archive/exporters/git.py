"""Writes versions as a git repository, one commit a version, dated by its observation."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from tracker.archive.archive import Archive, Holding
from tracker.archive.errors import ArchiveError
from tracker.archive.exporters.again import looks_again
from tracker.archive.exporters.resource import Resource
from tracker.archive.moment import to_text
from tracker.archive.snapshot import Snapshot

BRANCH = "refs/heads/main"
AUTHOR = "privacy-policy-tracker <tracker@localhost>"


def write(archive: Archive, holdings: tuple[Holding, ...], folder: Path) -> list[Resource]:
    """`versions.git`, a bare repository: `git clone` it, and `git log -p` tells the history.

    Files and subjects are those of Open Terms Archive, so its tools and `tracker import ota` read it.
    """
    if shutil.which("git") is None:
        raise ArchiveError("Exporting to git needs `git`, which is not installed. Install git.")
    target, beside = folder / "versions.git", folder / "versions.git.tmp"
    shutil.rmtree(beside, ignore_errors=True)
    _git(["init", "--quiet", "--bare", f"--initial-branch={BRANCH.rpartition('/')[2]}", str(beside)])
    command = ["git", f"--git-dir={beside}", "fast-import", "--quiet", "--date-format=raw"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=_environment()) as process:  # noqa: S603
        assert process.stdin is not None
        _import(archive, holdings, process.stdin)
        process.stdin.close()
    if process.returncode:
        raise ArchiveError(
            f"git could not write {target}. Check the space and the permissions of the folder."
        )
    shutil.rmtree(target, ignore_errors=True)
    beside.rename(target)
    return [Resource("versions.git", "Every version as a commit", "application/x-git")]


def _import(archive: Archive, holdings: tuple[Holding, ...], stream: IO[bytes]) -> None:
    paths = _paths(holdings)
    again: dict[str, dict[str, tuple[datetime, ...]]] = {}
    for holding, snapshot in _in_time(archive, holdings):
        if holding.key not in again:
            again[holding.key] = looks_again(archive, holding.key)
        message = _message(archive, holding, snapshot, again[holding.key])
        for part in _commit(archive, snapshot, paths[holding.key], message):
            stream.write(part)


def _in_time(archive: Archive, holdings: tuple[Holding, ...]) -> Iterator[tuple[Holding, Snapshot]]:
    found = [(snapshot, holding) for holding in holdings for snapshot in archive.snapshots(holding.key)]
    found.sort(key=lambda pair: (pair[0].observed_at, pair[0].id))
    return ((holding, snapshot) for snapshot, holding in found)


def _commit(archive: Archive, snapshot: Snapshot, path: str, message: bytes) -> Iterator[bytes]:
    text = archive.layout.file(snapshot.id, ".md").read_bytes()
    seconds = int(snapshot.observed_at.timestamp())
    yield f"commit {BRANCH}\ncommitter {AUTHOR} {seconds} +0000\ndata {len(message)}\n".encode()
    yield message
    yield f"M 100644 inline {_quoted(path)}\ndata {len(text)}\n".encode()
    yield text + b"\n"


def _message(
    archive: Archive, holding: Holding, snapshot: Snapshot, again: dict[str, tuple[datetime, ...]]
) -> bytes:
    """A subject as Open Terms Archive writes it, and trailers that an import makes the version from."""
    record: dict[str, Any] = archive.record_of(snapshot)
    pages = record["capture"]["pages"]
    is_first = not record["previous"]["snapshot"]
    start = "First record of" if is_first else "Record new changes of"
    trailers = {
        "Snapshot": snapshot.id,
        "Record-SHA256": snapshot.record_sha256,
        "Text-SHA256": snapshot.text_sha256,
        "Service": holding.service,
        "Title": holding.title,
        "URL": pages[0]["url"] if pages else "",
        "Observed-At": to_text(snapshot.observed_at),
        "Seen-Again": " ".join(map(to_text, again[snapshot.id])),
        "Origin": snapshot.origin,
        "Note": record["note"],
        "Declared-Language": record["text"]["declared_language"] or "",
    }
    named = "".join(f"{name}: {_line(value)}\n" for name, value in trailers.items() if value.strip())
    subject = f"{start} {_line(holding.service)} {_line(holding.title)}"
    return f"{subject}\n\n{named}".encode("utf-8", "replace")


def _paths(holdings: tuple[Holding, ...]) -> dict[str, str]:
    """`Service/Title.md`; the key instead where two would be the same file."""
    paths: dict[str, str] = {}
    for holding in holdings:
        path = f"{_name(holding.service)}/{_name(holding.title)}.md"
        paths[holding.key] = f"{holding.key}.md" if path.lower() in map(str.lower, paths.values()) else path
    return paths


def _name(title: str) -> str:
    """A title as a file name that git and every file system take."""
    held = "".join("-" if char in '/\\:*?"<>|' or not char.isprintable() else char for char in title)
    return held.strip(". ")[:100] or "unnamed"


def _quoted(path: str) -> str:
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _line(title: str) -> str:
    return " ".join(title.split())


def _git(arguments: list[str]) -> None:
    done = subprocess.run(  # noqa: S603 - git by its name, arguments of ours
        ["git", *arguments],  # noqa: S607
        capture_output=True,
        text=True,
        env=_environment(),
        check=False,
    )
    if done.returncode:
        raise ArchiveError(
            f"git failed: {done.stderr.strip()}. Check the space and the permissions of the folder."
        )


def _environment() -> dict[str, str]:
    """No configuration of the user or the machine, so that the same archive gives the same commits."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return kept | {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}
