"""Reads where policies stand out of the declarations of Open Terms Archive."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.archive.errors import ImportSourceError
from tracker.archive.importers.recorded import Keys
from tracker.archive.moment import from_text
from tracker.watchlist.policy import Policy, Source

MAX_FILE_BYTES = 4 * 1024 * 1024
_HISTORY = ".history.json"


@dataclass(frozen=True, slots=True)
class PastSource:
    """Where a policy stood before."""

    source: Source
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class Declaration:
    """One policy as declared."""

    policy: Policy
    unsupported: tuple[str, ...] = ()
    """What could not be taken over, in words for a person."""
    history: tuple[PastSource, ...] = ()
    """Oldest first."""


def read(folder: Path) -> Iterator[Declaration]:
    """Every policy declared in a folder of declarations, by service and in the order of its file."""
    if not folder.is_dir():
        raise ImportSourceError(f"{folder} is no folder. Name the `declarations` folder of a collection.")
    keys = Keys()
    files = sorted(file for file in folder.glob("*.json") if not file.name.endswith(_HISTORY))
    if not files:
        raise ImportSourceError(
            f"{folder} holds no declaration. Name the folder with files such as Acme.json."
        )
    for file in files:
        declared = _object(file)
        service = declared.get("name") or file.stem
        past = file.with_name(file.stem + _HISTORY)
        history = _object(past) if past.is_file() else {}
        terms = declared.get("terms") or declared.get("documents") or {}
        if not isinstance(service, str) or not isinstance(terms, dict):
            raise ImportSourceError(f"{file}: `name` must be text and `terms` an object.")
        for title, said in terms.items():
            yield _declaration(file, keys, service, title, said, history=history.get(title, []))


def _declaration(file: Path, keys: Keys, service: str, title: str, said: Any, *, history: Any) -> Declaration:
    where = f"{file}, {title}"
    if not isinstance(said, dict):
        raise ImportSourceError(f"{where}: expected an object, found {type(said).__name__}.")
    key = keys.key(service, title)
    service_slug, _, slug = key.partition("/")
    parsed = _parsed(said, where)
    policy = Policy(service, service_slug, slug, title, parsed.source)
    past = [
        PastSource(_parsed(each, f"{where}, history").source, _moment(each.get("validUntil"), where))
        for each in history
        if isinstance(each, dict)
    ]
    past.sort(key=lambda each: (each.valid_until is None, each.valid_until))
    return Declaration(policy, tuple(parsed.unsupported), tuple(past))


@dataclass(slots=True)
class _Parsed:
    source: Source
    unsupported: list[str]


def _parsed(said: dict[str, Any], where: str) -> _Parsed:
    """A declaration of one page, or of several whose texts are joined."""
    parts = said.get("combine")
    pages = parts if isinstance(parts, list) and parts else [said]
    urls, select, remove = [], [], []
    unsupported: list[str] = []
    scripts = bool(said.get("executeClientScripts"))
    for page in pages:
        merged = {**{name: value for name, value in said.items() if name != "combine"}, **page}
        url = merged.get("fetch")
        if not isinstance(url, str) or not url.startswith(("http://", "https://")):
            raise ImportSourceError(f"{where}: `fetch` is {url!r}; it must be an http or https address.")
        urls.append(url)
        select += _selectors(merged.get("select"), where)
        remove += _selectors(merged.get("remove"), where)
        scripts = scripts or bool(merged.get("executeClientScripts"))
        unsupported += [f"filter {name}: JavaScript is never run" for name in _filters(merged.get("filter"))]
    if len(pages) > 1 and len({json.dumps(page.get("select"), sort_keys=True) for page in pages}) > 1:
        unsupported.append("which page a selector is for: all are tried on each page")
    source = Source(
        tuple(dict.fromkeys(urls)),
        "browser" if scripts else "http",
        tuple(dict.fromkeys(select)),
        tuple(dict.fromkeys(remove)),
    )
    return _Parsed(source, list(dict.fromkeys(unsupported)))


def _selectors(said: Any, where: str) -> list[str]:
    """CSS selectors as they are, and ranges as the JSON that `select` and `remove` take."""
    found = []
    for each in said if isinstance(said, list) else [said]:
        if isinstance(each, str):
            found.append(each)
        elif isinstance(each, dict):
            found.append(_range(each, where))
        elif each is not None:
            raise ImportSourceError(f"{where}: {each!r} is neither a selector nor a range.")
    return found


def _range(said: dict[str, Any], where: str) -> str:
    """From one element to another; "Before" and "After" tell whether the element itself belongs to it."""
    ends = []
    for names in (("startBefore", "startAfter"), ("endBefore", "endAfter")):
        end = next(((name, said[name]) for name in names if isinstance(said.get(name), str)), None)
        if end is None:
            raise ImportSourceError(
                f"{where}: a range needs startBefore or startAfter, and endBefore or endAfter."
            )
        ends.append(end)
    return json.dumps(dict(ends), ensure_ascii=False)


def _filters(said: Any) -> list[str]:
    named = said if isinstance(said, list) else [said] if said else []
    return [each if isinstance(each, str) else next(iter(each), "?") for each in named]


def _moment(text: Any, where: str) -> datetime | None:
    if text is None:
        return None
    try:
        return from_text(str(text))
    except ValueError as error:
        raise ImportSourceError(
            f"{where}: `validUntil` is {text!r}; it must be a time with a zone."
        ) from error


def _object(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise ImportSourceError(f"{file} is larger than 4 MB; that is no declaration.")
        said = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise ImportSourceError(f"{file} cannot be read as JSON: {error}.") from error
    if not isinstance(said, dict):
        raise ImportSourceError(f"{file}: expected an object, found {type(said).__name__}.")
    return said
