"""Reads commits and files out of a git repository or bundle, without running anything of it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from tracker.archive.errors import ImportSourceError

MAX_FILE_BYTES = 64 * 1024 * 1024
"""No policy text is that long; what is, is passed over."""

_MARK = b"\x01"
_FORMAT = "%x01%x00%H%x00%at%x00%f%x00%(trailers:only,unfold)"


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file as a commit left it."""

    path: str
    blob: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit, with the files it added or changed."""

    id: str
    at: datetime
    """Author date, UTC."""
    subject: str
    """As git makes a file name of it: "Update-Lumen-Privacy-Policy"."""
    trailers: Mapping[str, str]
    """`Name: value` at the end of the message, as this program writes them; may be anything."""
    files: tuple[FileChange, ...]


class Repository:
    """A repository whose objects are read by plumbing commands alone."""

    def __init__(self, git_dir: Path) -> None:
        self._git_dir = git_dir
        self._blobs: subprocess.Popen[bytes] | None = None

    def commits(self) -> Iterator[Commit]:
        """Every commit, parents before children."""
        tips = ["HEAD"] if self._has_head() else ["--all"]
        command = [
            "log",
            "--topo-order",
            "--reverse",
            "--first-parent",
            "--raw",
            "--no-renames",
            "--no-abbrev",
        ]
        with self._run([*command, "-z", f"--format={_FORMAT}", *tips, "--"]) as stream:
            yield from _commits(_fields(stream))

    def read(self, blob: str) -> bytes | None:
        """Content of a file; None where it is too long to be a text."""
        if self._blobs is None:
            self._blobs = self._start(["cat-file", "--batch"], stdin=subprocess.PIPE)
        assert self._blobs.stdin is not None
        assert self._blobs.stdout is not None
        self._blobs.stdin.write(f"{blob}\n".encode())
        self._blobs.stdin.flush()
        _, _, size = self._blobs.stdout.readline().decode().strip().rpartition(" ")
        if not size.isdigit():
            raise ImportSourceError(
                f"{self._git_dir} lacks the object {blob}. Run `git fsck`, or clone again."
            )
        if int(size) > MAX_FILE_BYTES:
            _skip(self._blobs.stdout, int(size) + 1)
            return None
        return self._blobs.stdout.read(int(size) + 1)[:-1]

    def close(self) -> None:
        if self._blobs is not None:
            assert self._blobs.stdin is not None
            assert self._blobs.stdout is not None
            self._blobs.stdin.close()
            self._blobs.stdout.close()
            self._blobs.wait()

    def _has_head(self) -> bool:
        process = self._start(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])
        process.communicate()
        return process.returncode == 0

    @contextmanager
    def _run(self, arguments: list[str]) -> Iterator[IO[bytes]]:
        process = self._start(arguments)
        assert process.stdout is not None
        finished = False
        try:
            yield process.stdout
            finished = True
        finally:
            process.stdout.close()
            if not finished:
                process.terminate()
            process.wait()
        if process.returncode:
            raise ImportSourceError(f"{self._git_dir} cannot be read by git. Run `git fsck` there.")

    def _start(self, arguments: list[str], stdin: int = subprocess.DEVNULL) -> "subprocess.Popen[bytes]":
        command = [
            "git",
            "-c",
            "safe.directory=*",
            "-c",
            "core.fsmonitor=false",
            f"--git-dir={self._git_dir}",
        ]
        return subprocess.Popen(  # noqa: S603 - git by its name, arguments of ours
            [*command, *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )


@contextmanager
def opened(path: Path) -> Iterator[Repository]:
    """A repository, bare or not, or a bundle, which is unpacked for the time being."""
    if shutil.which("git") is None:
        raise ImportSourceError("Reading a repository needs `git`, which is not installed. Install git.")
    with tempfile.TemporaryDirectory(prefix="tracker-import-") as scratch:
        repository = Repository(_unbundled(path, Path(scratch)) if path.is_file() else _git_dir(path))
        try:
            yield repository
        finally:
            repository.close()


def _git_dir(path: Path) -> Path:
    for found in (path / ".git", path):
        if (found / "objects").is_dir() and (found / "HEAD").is_file():
            return found.resolve()
    raise ImportSourceError(f"{path} is no git repository and no bundle. Name a clone, or a .bundle file.")


def _unbundled(path: Path, scratch: Path) -> Path:
    for arguments in (
        ["init", "--quiet", "--bare", str(scratch)],
        [f"--git-dir={scratch}", "fetch", "--quiet", "--no-tags", str(path.resolve()), "refs/*:refs/*"],
    ):
        done = subprocess.run(  # noqa: S603 - git by its name, arguments of ours
            ["git", *arguments],  # noqa: S607
            capture_output=True,
            text=True,
            env=_environment(),
            check=False,
        )
        if done.returncode:
            raise ImportSourceError(f"{path} is no git bundle: {done.stderr.strip()}. Name a .bundle file.")
    return scratch


def _environment() -> dict[str, str]:
    """No configuration of the user or the machine, no prompt, no network."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return kept | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": "file",
        "LC_ALL": "C",
    }


def _fields(stream: IO[bytes]) -> Iterator[bytes]:
    """What stands between NUL bytes, which no path and no subject contains."""
    waiting = b""
    while part := stream.read(1 << 16):
        *whole, waiting = (waiting + part).split(b"\0")
        yield from whole
    yield waiting


def _commits(fields: Iterator[bytes]) -> Iterator[Commit]:
    """A mark, three fields and pairs of what happened to which path, commit by commit."""
    head: tuple[str, datetime, str, dict[str, str]] | None = None
    files: list[FileChange] = []
    for field in fields:
        meta = field.lstrip(b"\n")
        if meta == _MARK:
            if head is not None:
                yield Commit(*head, tuple(files))
            commit, at, subject, trailers = next(fields), next(fields), next(fields), next(fields)
            moment = datetime.fromtimestamp(int(at), UTC)
            head = (commit.decode("ascii"), moment, subject.decode("ascii", "replace"), _trailers(trailers))
            files = []
        elif meta.startswith(b":"):
            _, mode, _, blob, status = meta[1:].decode("ascii").split(" ")
            path = next(fields).decode("utf-8", "replace")
            if status[0] in "AMT" and mode.startswith("100"):
                files.append(FileChange(path, blob, status[0] == "A"))
    if head is not None:
        yield Commit(*head, tuple(files))


def _trailers(lines: bytes) -> dict[str, str]:
    said = (line.partition(": ") for line in lines.decode("utf-8", "replace").split("\n"))
    return {name: value.strip() for name, mark, value in said if mark}


def _skip(stream: IO[bytes], size: int) -> None:
    while size:
        size -= len(stream.read(min(size, 1 << 16)))
