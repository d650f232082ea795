"""Compares each two consecutive versions of recorded histories, and applies their patches."""

import itertools
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tracker.archive.importers.jsonl import read
from tracker.compare.align import compare
from tracker.compare.patch import parse_patch, unified_patch
from tracker.extract.foreign import read_markdown
from tracker.extract.markdown import to_markdown

NEAR_BYTES = range(35_000, 55_000)
"""Sizes that count as about 45 kB."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What one pair took."""

    size_bytes: int
    compare_ms: float
    patch_ms: float


def pairs(folder: Path, *, programs: bool) -> Iterator[str]:
    """Time and size of all pairs; each patch gives the new text, if asked also by the programs."""
    measured = [pair for path in sorted(folder.glob("*.jsonl.xz")) for pair in _of(path, programs=programs)]
    spent, patched = (sorted(getattr(pair, name) for pair in measured) for name in ("compare_ms", "patch_ms"))
    size = statistics.median(pair.size_bytes for pair in measured)
    yield "| pairs | size, median | compare, median | p95 | most | patch, median | most |"
    yield "|---:|---:|---:|---:|---:|---:|---:|"
    yield (
        f"| {len(measured)} | {size / 1000:.0f} kB | {statistics.median(spent):.1f} ms "
        f"| {spent[int(len(spent) * 0.95)]:.0f} ms | {spent[-1]:.0f} ms "
        f"| {statistics.median(patched):.1f} ms | {patched[-1]:.0f} ms |"
    )
    near = [pair.compare_ms + pair.patch_ms for pair in measured if pair.size_bytes in NEAR_BYTES]
    if near:
        yield ""
        yield f"Both, for the {len(near)} pairs of 35 to 55 kB: median {statistics.median(near):.1f} ms"
    yield ""
    by = "unidiff, patch and git apply" if programs else "unidiff"
    yield f"All {len(measured)} patches give the new text, by {by}."


def _of(path: Path, *, programs: bool) -> Iterator[Pair]:
    texts = [version.body.decode("utf-8", "surrogatepass") for version in read(path)]
    for old, new in itertools.pairwise(texts):
        yield _measured(old, new, programs=programs)


def _measured(old: str, new: str, *, programs: bool) -> Pair:
    before, after = read_markdown(old), read_markdown(new)
    texts = to_markdown(before), to_markdown(after)
    start = time.process_time()
    compare(before, after)
    between = time.process_time()
    patch = unified_patch(*texts, "a/policy.md", "b/policy.md")
    end = time.process_time()
    for one, other, written in (
        (*texts, patch),
        (old, new, unified_patch(old, new, "a/policy.md", "b/policy.md")),
    ):
        assert applied(one, written) == other, "a patch does not give the new text"
        if programs and written:
            _apply_by_program(one, other, written)
    return Pair(len(texts[1].encode()), (between - start) * 1000, (end - between) * 1000)


def applied(old: str, patch: str) -> str:
    """The text that a patch makes of the old one, read by unidiff."""
    kept = old.split("\n")
    before = [line + "\n" for line in kept[:-1]] + ([kept[-1]] if kept[-1] else [])
    after: list[str] = []
    at = 0
    for hunk in (hunk for file in parse_patch(patch) for hunk in file.hunks):
        start = hunk.old_start - 1 if hunk.old_length else hunk.old_start
        after += before[at:start]
        at = start + hunk.old_length
        after += [line.text + ("\n" if line.ends else "") for line in hunk.lines if line.mark in " +"]
    return "".join(after + before[at:])


def _apply_by_program(old: str, new: str, patch: str) -> None:
    commands = (
        ["patch", "--batch", "--silent", "--fuzz=0", "-p1", "--binary"],
        ["git", "apply", "--whitespace=nowarn", "-"],
    )
    for command in commands:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "policy.md"
            file.write_bytes(old.encode("utf-8", "surrogatepass"))
            given = patch.encode("utf-8", "surrogatepass")
            subprocess.run(command, input=given, cwd=folder, check=True, capture_output=True)  # noqa: S603 - ours
            assert file.read_bytes() == new.encode("utf-8", "surrogatepass"), command
