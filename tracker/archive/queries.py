"""The queries of the catalogue stand in `.sql` files and are called by name."""

import re
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


@cache
def _queries() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted((files("tracker.archive") / "sql").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".sql"):
            parts = _NAME.split(file.read_text("utf-8"))
            found |= {name: text.strip() for name, text in zip(parts[1::2], parts[2::2], strict=True)}
    return found


def query(name: str) -> str:
    """The text of a query; the name is that of its `-- name:` line."""
    return _queries()[name]
