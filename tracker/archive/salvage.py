"""Saves what a damaged catalogue alone knew: checks, deliveries and due times."""

import sqlite3
from pathlib import Path

from tracker.archive.catalogue import Catalogue
from tracker.archive.errors import explained
from tracker.archive.layout import Layout

TABLES = ("check_log", "delivery", "attempt", "due")
"""In an order that satisfies their references. Validators are not among them: a full fetch is safer."""


def put_away(folder: Path) -> Path:
    """Move a damaged catalogue, with its log, to a name that is free."""
    path = Layout(folder).catalogue
    number = 1
    while (target := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    with explained(folder):
        for suffix in ("", "-wal", "-shm"):
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.replace(target.with_name(target.name + suffix))
    return target


def rescue(catalogue: Catalogue, broken: Path) -> int:
    """Copy row by row until the damage; the number of rows that were saved."""
    try:
        old = sqlite3.connect(f"{broken.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return 0
    saved = 0
    try:
        for table in TABLES:
            saved += _copy(old, catalogue, table)
    finally:
        old.close()
    return saved


def _copy(old: sqlite3.Connection, catalogue: Catalogue, table: str) -> int:
    saved = 0
    with catalogue.writing(durable=True) as tx:
        try:
            cursor = old.execute(f"SELECT * FROM {table}")  # noqa: S608 - one of TABLES
            names = [column[0] for column in cursor.description]
            for row in cursor:
                saved += tx.copy(table, dict(zip(names, row, strict=True)))
        except sqlite3.DatabaseError:
            return saved
    return saved
