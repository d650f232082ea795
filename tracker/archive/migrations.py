"""The schema of the catalogue moves forward in numbered steps, each in one transaction."""

import re
import sqlite3
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from tracker.archive.errors import BrokenCatalogueError, NewerSchemaError

APPLICATION_ID = 0x50505452  # "PPTR" in the file's header, so that a foreign SQLite file is recognised
_NUMBERED = re.compile(r"(\d{4})_\w+\.sql\Z")


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the catalogue to the newest schema; a copy of the old one is kept beside it."""
    found = _version(connection)
    steps = _steps()
    newest = max(steps)
    _refuse_foreign(connection, path, found)
    if found > newest:
        raise NewerSchemaError(
            f"The catalogue {path} has schema {found}, and this program knows up to {newest}: a later "
            "version wrote it. Upgrade privacy-policy-tracker, or move the catalogue away and run "
            "`tracker reindex`."
        )
    if found == newest:
        return
    if found:
        back_up(connection, path.with_name(f"{path.name}.schema-{found}.backup"))
    for number in range(found + 1, newest + 1):
        _apply(connection, number, steps[number])


def back_up(connection: sqlite3.Connection, target: Path) -> None:
    """A consistent copy of the catalogue."""
    beside = target.with_name(target.name + ".tmp")
    beside.unlink(missing_ok=True)
    copy = sqlite3.connect(beside)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    beside.replace(target)


def newest() -> int:
    """The schema this program writes."""
    return max(_steps())


def _apply(connection: sqlite3.Connection, number: int, script: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) < number:  # another process may have been faster
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _steps() -> dict[int, str]:
    folder = files("tracker.archive") / "sql" / "migrations"
    return {
        int(match[1]): file.read_text("utf-8")
        for file in folder.iterdir()
        if (match := _NUMBERED.match(file.name))
    }


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _refuse_foreign(connection: sqlite3.Connection, path: Path, version: int) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if (tables and application != APPLICATION_ID) or (version and not tables):
        raise BrokenCatalogueError(
            f"{path} is an SQLite file, but no catalogue of this program. Move it away and run "
            "`tracker reindex`."
        )
