"""Timestamps of an authority prove that records, texts and checks existed on a day (RFC 3161).

Once a day a manifest lists the SHA-256 of every new record, of the day's checks and of the manifest before,
in the form that `sha256sum --check` reads. The authority signs the manifest's hash; its answer is kept as
received. Who alters a record after that has to alter the manifest, and cannot alter the signature.
"""

import gzip
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker.archive.archive import Archive
from tracker.archive.durable import flush_folder, make_folder, write
from tracker.archive.errors import explained
from tracker.archive.layout import EVIDENCE
from tracker.archive.plain import compact, to_plain
from tracker.archive.problem import Problem
from tracker.archive.record import sha256

MANIFEST, REQUEST, RESPONSE, CHECKS = ".manifest", ".tsq", ".tsr", ".checks.jsonl.gz"
AUTHORITY = "authority.pem"
"""Certificates of the authority's root, put there by whoever trusts it."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9_./-]+)\Z")

Ask = Callable[[bytes], bytes]
"""Send a timestamp request to an authority; its answer. Raises `ArchiveError` where there is none."""


def stamp(archive: Archive, now: datetime, ask: Ask) -> Path | None:
    """Have the authority sign all that is new since the last manifest, at most once a day.

    Where the authority did not answer, the manifest waits for its signature, and the next call asks again.
    Returns the last answer that was stored, None where there was nothing to do.
    """
    folder = archive.folder / EVIDENCE
    stored = None
    with explained(archive.folder):
        make_folder(folder)
        _manifest(archive, folder, now)
        for manifest in sorted(folder.glob(f"*{MANIFEST}")):
            if not manifest.with_suffix(RESPONSE).exists():
                stored = _ask(manifest, ask)
    return stored


def _manifest(archive: Archive, folder: Path, now: datetime) -> None:
    """Write the day's manifest, if it is not there yet and something is new."""
    day = now.astimezone(UTC).date()
    path = folder / f"{day.isoformat()}{MANIFEST}"
    if path.exists():
        return
    earlier = sorted(folder.glob(f"*{MANIFEST}"))
    known = {name for manifest in earlier for _, name in lines(manifest)}
    new = []
    for key in archive.layout.policies():
        for stamped in archive.layout.stamps(key):
            name = f"{key}/{stamped}.json"
            if name not in known:
                new.append((sha256((archive.folder / name).read_bytes()), name))
    since = datetime.fromisoformat(earlier[-1].name[:10]).replace(tzinfo=UTC) if earlier else None
    checks = _checks(archive, since, datetime.combine(day, datetime.min.time(), UTC))
    if checks:
        target = folder / f"{day.isoformat()}{CHECKS}"
        write(target, gzip.compress(checks, mtime=0))
        new.append((sha256(target.read_bytes()), f"{EVIDENCE}/{target.name}"))
    if not new:
        return
    if earlier:
        new.append((sha256(earlier[-1].read_bytes()), f"{EVIDENCE}/{earlier[-1].name}"))
    write(
        path,
        "".join(f"{digest}  {name}\n" for digest, name in sorted(new, key=lambda line: line[1])).encode(),
    )
    flush_folder(folder)


def _checks(archive: Archive, since: datetime | None, until: datetime) -> bytes:
    """The log of checks from one midnight to another, a line each: that we looked, and found what."""
    found = archive.checks_between(since or until - timedelta(days=1), until)
    return "".join(f"{compact(to_plain(check))}\n" for check in found).encode("utf-8", "surrogatepass")


def _ask(manifest: Path, ask: Ask) -> Path:
    from tracker.archive.authority import request_for  # noqa: PLC0415 - of an extra

    content = manifest.read_bytes()
    request = request_for(content)
    answer = ask(request)
    write(manifest.with_suffix(REQUEST), request)
    target = manifest.with_suffix(RESPONSE)
    write(target, answer)
    flush_folder(manifest.parent)
    return target


def lines(manifest: Path) -> Iterator[tuple[str, str]]:
    """SHA-256 and name of everything a manifest lists."""
    for line in manifest.read_text("utf-8", "replace").split("\n"):
        if found := _LINE.match(line):
            yield found[1], found[2]


def verify_timestamps(archive: Archive) -> Iterator[Problem]:
    """Manifests that do not match what they list, and signatures that do not hold."""
    folder = archive.folder / EVIDENCE
    if not folder.is_dir():
        return
    manifests = sorted(folder.glob(f"*{MANIFEST}"))
    expected = {
        AUTHORITY,
        *(path.with_suffix(end).name for path in manifests for end in (MANIFEST, REQUEST, RESPONSE)),
    }
    for manifest in manifests:
        yield from _listed(archive, manifest)
        yield from _signed(archive, manifest)
        expected |= {
            name.removeprefix(f"{EVIDENCE}/") for _, name in lines(manifest) if name.startswith(EVIDENCE)
        }
    for path in sorted(folder.iterdir()):
        if path.name not in expected:
            yield Problem("foreign", f"{EVIDENCE}/{path.name}", "No manifest names it. Move it elsewhere.")


def _listed(archive: Archive, manifest: Path) -> Iterator[Problem]:
    where = f"{EVIDENCE}/{manifest.name}"
    if not _DAY.fullmatch(manifest.name.removesuffix(MANIFEST)):
        yield Problem("foreign", where, "Not written by this program. Move it elsewhere.")
    for digest, name in lines(manifest):
        path = archive.folder / name
        if ".." in Path(name).parts or not path.is_file():
            yield Problem("timestamp", where, f"It lists {name}, which is gone. Restore it from a backup.")
        elif sha256(path.read_bytes()) != digest:
            yield Problem("timestamp", where, f"It lists {name} with another hash: altered since that day.")


def _signed(archive: Archive, manifest: Path) -> Iterator[Problem]:
    where = f"{EVIDENCE}/{manifest.with_suffix(RESPONSE).name}"
    response = manifest.with_suffix(RESPONSE)
    if not response.exists():
        yield Problem(
            "unfinished", where, "The authority has not answered yet; the next timestamp asks again."
        )
        return
    from tracker.archive.authority import fault_in  # noqa: PLC0415 - of an extra

    roots = archive.folder / EVIDENCE / AUTHORITY
    if fault := fault_in(response, manifest, roots if roots.exists() else None):
        yield Problem("timestamp", where, fault)
