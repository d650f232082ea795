"""Reads versions out of JSON lines, one version a line, plain or compressed."""

import bz2
import gzip
import io
import json
import lzma
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, get_args

from tracker.archive.errors import ImportSourceError
from tracker.archive.importers.recorded import (
    CANONICAL,
    HTML,
    MARKDOWN,
    Kind,
    RecordedVersion,
    after,
    moved,
    origin_of,
    policy_slug,
    slug,
)
from tracker.archive.moment import from_text

MAX_LINE_BYTES = 64 * 1024 * 1024
"""A line is a version; the longest policy text is far below, so more is no version."""


def read(
    path: Path,
    *,
    service: str | None = None,
    title: str = "Privacy Policy",
    policy: str | None = None,
    url: str = "",
) -> Iterator[RecordedVersion]:
    """The versions of a file, in its order; what a line says of itself wins over the arguments.

    A line needs `recorded_at` and `text` (or `html`); `policy`, `service`, `title`, `url`, `kind`, `commit`,
    `note`, `origin`, `declared_language` and `seen_again` are optional. Without a service the file name is
    its title: `acme.jsonl.xz` is "Acme". Lines stand in the order in which the versions were kept.
    """
    named = service or path.name.split(".")[0].replace("-", " ").strip().title() or "Unnamed"
    last: dict[str, datetime] = {}
    with _opened(path) as lines:
        for number, line in enumerate(_bounded(lines, path), start=1):
            if not line.strip():
                continue
            where = f"{path}, line {number}"
            row = _object(line, where)
            version = _version(row, where, service=named, title=title, policy=policy, url=url)
            moment = after(version.recorded_at, last.get(version.policy))
            last[version.policy] = moment
            yield version if moment == version.recorded_at else moved(version, moment)


def _version(
    row: dict[str, Any], where: str, *, service: str, title: str, policy: str | None, url: str
) -> RecordedVersion:
    text, html = row.get("text"), row.get("html")
    body = text if isinstance(text, str) else html
    if not isinstance(body, str):
        raise ImportSourceError(
            f"{where}: neither `text` nor `html` is a string. Each line needs one of them."
        )
    kind = row.get("kind", "change")
    if kind not in get_args(Kind):
        raise ImportSourceError(f"{where}: `kind` is {kind!r}; use one of {', '.join(get_args(Kind))}.")
    service = _text(row, "service", where) or service
    title = _text(row, "title", where) or title
    commit = _text(row, "commit", where)
    return RecordedVersion(
        policy=_key(_text(row, "policy", where) or policy or f"{slug(service)}/{policy_slug(title)}", where),
        service=service,
        title=title,
        url=_text(row, "url", where) or url,
        recorded_at=_moment(row.get("recorded_at"), where),
        body=body.encode("utf-8", "surrogatepass"),
        content_type=_content_type(row, body, where) if isinstance(text, str) else HTML,
        kind=kind,
        origin=origin_of("jsonl", row.get("origin")),
        note=_text(row, "note", where) or (f"commit {commit}" if commit else ""),
        charset="utf-8",
        language=_text(row, "declared_language", where) or None,
        seen_again=_moments(row.get("seen_again"), where),
    )


def _content_type(row: dict[str, Any], body: str, where: str) -> str:
    """Whether this program wrote the line; then its text must be the one it hashed."""
    stated = _text(row, "text_sha256", where)
    if not stated:
        return MARKDOWN
    if sha256(body.encode("utf-8", "surrogatepass")).hexdigest() != stated:
        raise ImportSourceError(
            f"{where}: `text_sha256` is not that of `text`: one was altered. Export again."
        )
    return CANONICAL


def _object(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ImportSourceError(
            f"{where}: this is not JSON ({error}). Expected one object a line."
        ) from error
    if not isinstance(row, dict):
        raise ImportSourceError(f"{where}: expected an object, found {type(row).__name__}.")
    return row


def _text(row: dict[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ImportSourceError(f"{where}: `{name}` is {type(value).__name__}; it must be text.")
    return value


def _moment(value: object, where: str, name: str = "recorded_at") -> datetime:
    try:
        return from_text(str(value))
    except ValueError as error:
        raise ImportSourceError(
            f"{where}: `{name}` is {value!r}; write a UTC time such as 2023-08-23T03:41:34Z."
        ) from error


def _moments(value: object, where: str) -> tuple[datetime, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ImportSourceError(
            f"{where}: `seen_again` is {type(value).__name__}; it must be a list of times."
        )
    return tuple(sorted(_moment(each, where, "seen_again") for each in value))


def _key(key: str, where: str) -> str:
    service, _, policy = key.partition("/")
    if slug(service) != service or slug(policy) != policy:
        raise ImportSourceError(
            f"{where}: `policy` is {key!r}; write service/policy in small letters, digits and single dashes."
        )
    return key


def _opened(path: Path) -> IO[bytes]:
    openers: dict[str, Any] = {".xz": lzma.open, ".gz": gzip.open, ".bz2": bz2.open}
    try:
        stream = openers.get(path.suffix, open)(path, "rb")
    except OSError as error:
        raise ImportSourceError(
            f"{path} cannot be read: {error.strerror or error}. Name a .jsonl file."
        ) from error
    return io.BufferedReader(stream) if path.suffix in openers else stream


def _bounded(lines: IO[bytes], path: Path) -> Iterator[bytes]:
    try:
        while line := lines.readline(MAX_LINE_BYTES + 1):
            if len(line) > MAX_LINE_BYTES:
                raise ImportSourceError(f"{path}: a line is longer than 64 MB; that is no policy version.")
            yield line
    except (lzma.LZMAError, EOFError, OSError) as error:
        raise ImportSourceError(f"{path} is damaged: {error}. Fetch the file again.") from error
