"""A change is written as a unified diff that `patch` applies."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.compare.sequences import Run, differing_runs

CONTEXT = 3
"""Unchanged lines around a change, as `diff -u` has them."""

MAX_SECTION = 160
"""Characters of the heading path behind `@@`."""

_HEADING = re.compile(r"(#{1,6}) +(.*)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_NO_PATCH = "This is no unified diff ({}); make one with `diff -u`, `git diff`, `tracker diff --patch`."
_NO_NEWLINE = "\\ No newline at end of file"


class UnreadablePatch(ValueError):
    """A text that is no unified diff; the message says where and what to try."""


@dataclass(frozen=True, slots=True)
class PatchLine:
    """One line of a hunk."""

    mark: str
    """" " for context, "-" for a line gone, "+" for one come."""
    text: str
    """Without mark and line end."""
    ends: bool = True
    """False for a last line without a line end."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """One place of a patch."""

    section: str
    """What stands behind `@@`: the heading path in our own patches."""
    old_start: int
    old_length: int
    new_start: int
    new_length: int
    lines: tuple[PatchLine, ...]


@dataclass(frozen=True, slots=True)
class FilePatch:
    """The hunks of one file."""

    old_name: str
    new_name: str
    hunks: tuple[Hunk, ...]
    """Empty for a rename, a change of mode or a binary file."""


def unified_patch(old_markdown: str, new_markdown: str, old_name: str, new_name: str) -> str:
    """The unified diff of two texts, "" where they are the same; `git apply` wants names like `a/x`, `b/x`.

    Lines end at U+000A alone; the heading path of the first changed line stands behind each `@@`.
    """
    old, new = _lines(old_markdown), _lines(new_markdown)
    runs = _line_runs(old, new)
    if not runs:
        return ""
    parts = [f"--- {_safe_name(old_name, 'old')}\n+++ {_safe_name(new_name, 'new')}\n"]
    paths = _Paths(new)
    for group in _groups(runs):
        parts.append(_hunk(old, new, group, paths))
    return "".join(parts)


def _lines(text: str) -> list[str]:
    """Lines with their ends; only the last may lack one."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _line_runs(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """Runs of differing lines; a blank line is known by the line above it, lest it match one far off."""
    runs, _ = differing_runs(_line_keys(old), _line_keys(new))
    trimmed = (_trimmed(old, new, run) for run in runs)
    return [run for run in trimmed if run[0] < run[1] or run[2] < run[3]]


def _trimmed(old: Sequence[str], new: Sequence[str], run: Run) -> Run:
    """The run without the blank lines that its ends have in common."""
    old_from, old_to, new_from, new_to = run
    while old_from < old_to and new_from < new_to and old[old_from] == new[new_from]:
        old_from, new_from = old_from + 1, new_from + 1
    while old_from < old_to and new_from < new_to and old[old_to - 1] == new[new_to - 1]:
        old_to, new_to = old_to - 1, new_to - 1
    return old_from, old_to, new_from, new_to


def _line_keys(lines: Sequence[str]) -> list[str]:
    keys, above = [], ""
    for line in lines:
        keys.append(line if line != "\n" else "\n" + above)
        above = line
    return keys


def _groups(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Runs whose context would touch share a hunk."""
    group = [runs[0]]
    for run in runs[1:]:
        if run[0] - group[-1][1] > 2 * CONTEXT:
            yield group
            group = []
        group.append(run)
    yield group


def _hunk(old: Sequence[str], new: Sequence[str], group: Sequence[Run], paths: "_Paths") -> str:
    before = min(CONTEXT, group[0][0], group[0][2])
    old_from, new_from = group[0][0] - before, group[0][2] - before
    after = min(CONTEXT, len(old) - group[-1][1], len(new) - group[-1][3])
    old_to, new_to = group[-1][1] + after, group[-1][3] + after
    lines = []
    at = old_from
    for run in group:
        lines += [" " + line for line in old[at : run[0]]]
        lines += ["-" + line for line in old[run[0] : run[1]]]
        lines += ["+" + line for line in new[run[2] : run[3]]]
        at = run[1]
    lines += [" " + line for line in old[at:old_to]]
    body = "".join(line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}\n" for line in lines)
    place = f"-{_range(old_from, old_to)} +{_range(new_from, new_to)}"
    section = paths.above(group[0][2])
    return f"@@ {place} @@{' ' + section if section else ''}\n{body}"


def _range(start: int, end: int) -> str:
    """A range as the format writes it: from 1, and the line before for an empty one."""
    length = end - start
    first = start + 1 if length else start
    return str(first) if length == 1 else f"{first},{length}"


class _Paths:
    """The heading path of each line, read once from top to bottom."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._at = 0
        self._path: list[tuple[int, str]] = []

    def above(self, line: int) -> str:
        """The headings above a line; lines must be asked for in rising order."""
        while self._at < line:
            found = _HEADING.match(self._lines[self._at])
            if found:
                level = len(found[1])
                self._path = [entry for entry in self._path if entry[0] < level]
                self._path.append((level, _ESCAPE.sub(r"\1", found[2]).strip()))
            self._at += 1
        text = _UNSAFE.sub(" ", " › ".join(title for _, title in self._path))
        return text if len(text) <= MAX_SECTION else text[: MAX_SECTION - 1] + "…"


def _safe_name(name: str, otherwise: str) -> str:
    """A name that a patch header can carry; one with a space is closed by a tab, as `diff` does."""
    safe = _UNSAFE.sub("_", name).strip() or otherwise
    return safe + "\t" if " " in safe else safe


def parse_patch(text: str) -> tuple[FilePatch, ...]:
    """The files and hunks of a unified diff, from us or from git."""
    from unidiff.errors import UnidiffParseError  # noqa: PLC0415 - only reading a patch needs it
    from unidiff.patch import PatchSet  # noqa: PLC0415

    try:
        patch = PatchSet(io.StringIO(text, newline="\n"))
        files = tuple(FilePatch(file.source_file, file.target_file, _hunks(file)) for file in patch)
    except (UnidiffParseError, ValueError) as error:
        raise UnreadablePatch(_NO_PATCH.format(error)) from error
    if text.strip() and not files:
        raise UnreadablePatch(_NO_PATCH.format("it names no file"))
    return files


def _hunks(file: object) -> tuple[Hunk, ...]:
    hunks = []
    for hunk in file:  # type: ignore[attr-defined]
        lines: list[PatchLine] = []
        for line in hunk:
            if line.line_type == "\\":
                lines[-1] = PatchLine(lines[-1].mark, lines[-1].text, ends=False)
            else:
                lines.append(PatchLine(line.line_type, line.value.removesuffix("\n")))
        hunks.append(
            Hunk(
                hunk.section_header,
                hunk.source_start,
                hunk.source_length,
                hunk.target_start,
                hunk.target_length,
                tuple(lines),
            )
        )
    return tuple(hunks)
