"""Reads a user's file of words, categories and languages."""

import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

from tracker.disclose.own import Own
from tracker.disclose.own_check import Checking, Problem, content
from tracker.errors import WatchlistError
from tracker.watchlist.place import Place, positions


def read_own(path: Path) -> Own:
    """What a file adds; raises WatchlistError with the first thing that is wrong with it."""
    own, problems = check_own(path)
    if problems:
        more = f" ({len(problems) - 1} more: `tracker categories --check {path}`)" if problems[1:] else ""
        first = problems[0]
        raise WatchlistError(first.what + more, first.where, first.advice)
    return own


def check_own(path: Path) -> tuple[Own, list[Problem]]:
    """What a file adds, with everything that is wrong with it."""
    try:
        raw = content(path)
        text = raw.decode("utf-8")
        data = tomllib.loads(text)
    except UnicodeDecodeError:
        return Own(), [Problem(str(path), "the file is not UTF-8", "Save it as UTF-8.")]
    except tomllib.TOMLDecodeError as error:
        advice = "Texts need quotes, lists and tables brackets."
        return Own(), [Problem(str(path), f"not valid TOML: {error}", advice)]
    except RecursionError:
        return Own(), [Problem(str(path), "the file is nested too deeply", "Three levels are enough.")]
    except WatchlistError as error:
        return Own(), [Problem(error.where, error.what, error.advice)]
    checking = Checking(data, Place(path, positions(text)), text.split("\n"))
    problems = list(checking.problems())
    if problems:
        return Own(), problems
    return _own(data, path, raw), []


def _own(data: dict[str, Any], path: Path, raw: bytes) -> Own:
    """What a file adds in which nothing is wrong."""
    languages = {code: path.parent / name for code, name in data.get("languages", {}).items()}
    digest = sha256(raw)
    for file in languages.values():
        digest.update(file.read_bytes())
    return Own(
        digest=digest.hexdigest()[:12],
        categories=data.get("categories", {}),
        words=data.get("words", {}),
        ignore=data.get("ignore", {}),
        languages=languages,
    )
