"""A file is written so that after a power cut it is there in full or not at all."""

import os
from collections.abc import Callable
from pathlib import Path

Step = Callable[[str], None]
"""Called before each write with its name, so that tests can stop the world there."""

TEMPORARY = ".tmp"


def no_step(name: str) -> None:
    """Nothing."""


def write(path: Path, content: bytes, step: Step = no_step) -> None:
    """Write beside, flush to disk, rename; the folder is flushed by `flush_folder`."""
    beside = path.with_name(path.name + TEMPORARY)
    step(f"open {path.name}")
    try:
        with beside.open("wb") as file:
            file.write(content[: len(content) // 2])
            file.flush()
            step(f"half {path.name}")
            file.write(content[len(content) // 2 :])
            file.flush()
            os.fsync(file.fileno())
        step(f"rename {path.name}")
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def make_folder(folder: Path) -> None:
    """Make a folder and remember it in each parent that is new."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in missing:
        flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
