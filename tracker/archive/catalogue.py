"""The catalogue is an SQLite file that one thread writes at a time."""

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tracker.archive.durable import Step, no_step
from tracker.archive.errors import explained
from tracker.archive.migrations import migrate
from tracker.archive.queries import query

BUSY_SECONDS = 30
"""How long a writer waits for another process; a transaction takes milliseconds."""

Row = tuple[Any, ...]


class Catalogue:
    """Connections to one catalogue: one that writes, and as many as there were readers at one time.

    A reading connection is lent to a thread and comes back: a service starts threads for years.
    """

    def __init__(self, path: Path, step: Step = no_step) -> None:
        self.path = path
        self._step = step
        self._lock = threading.RLock()
        self._local = threading.local()
        self._guard = threading.Lock()
        self._opened: list[sqlite3.Connection] = []
        self._idle: list[sqlite3.Connection] = []
        self._lent: dict[sqlite3.Connection, int] = {}
        """Which thread has which."""
        self._full = True
        with explained(path.parent):
            self._writer = self._connect()
            migrate(self._writer, path)

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        with self._lock, self._guard:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
            self._idle.clear()

    @contextmanager
    def writing(self, *, durable: bool) -> Iterator["Transaction"]:
        """One transaction, all or nothing.

        A durable one is flushed to disk before it counts (`synchronous=FULL`). Without, a power cut (no mere
        kill) can take back the last ones: good enough for checks that found nothing new.
        """
        with explained(self.path.parent), self._lock:
            if durable != self._full:
                self._writer.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
                self._full = durable
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield Transaction(self._writer, self._step)
                self._step("commit")
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise
            self._step("committed")

    @contextmanager
    def reading(self) -> Iterator["Transaction"]:
        """Several queries that see one moment."""
        with explained(self.path.parent):
            mine: sqlite3.Connection | None = getattr(self._local, "connection", None)
            if mine is not None and self._lent.get(mine) == threading.get_ident():
                yield Transaction(mine)  # inside another reading of this thread: the same moment
                return
            connection = self._lend()
            try:
                connection.execute("BEGIN")
                yield Transaction(connection)
            finally:
                self._take_back(connection)

    def _lend(self) -> sqlite3.Connection:
        with self._guard:
            connection = self._idle.pop() if self._idle else None
        connection = connection or self._connect()
        self._lent[connection] = threading.get_ident()
        self._local.connection = connection
        return connection

    def _take_back(self, connection: sqlite3.Connection) -> None:
        """Also where a generator that nobody read to its end is cleared away by another thread."""
        self._lent.pop(connection, None)
        if connection not in self._opened:
            return  # closed meanwhile
        if connection.in_transaction:
            connection.execute("COMMIT")
        with self._guard:
            self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
        except sqlite3.Error:
            connection.close()
            raise
        with self._guard:
            self._opened.append(connection)
        return connection


class Transaction:
    """Runs named queries inside a transaction."""

    def __init__(self, connection: sqlite3.Connection, step: Step = no_step) -> None:
        self._connection = connection
        self._step = step

    def run(self, name: str, values: Mapping[str, object] | None = None) -> int:
        """The number of rows that were touched."""
        self._step(name)
        return self._connection.execute(query(name), values or {}).rowcount

    def run_each(self, name: str, rows: Iterator[Mapping[str, object]]) -> None:
        self._connection.executemany(query(name), rows)

    def copy(self, table: str, row: Mapping[str, object]) -> int:
        """Insert a row that another catalogue had, where it fits; 1 if it did."""
        names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        sql = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - our own names
        try:
            return self._connection.execute(sql, row).rowcount
        except sqlite3.IntegrityError:  # of a policy whose folder is gone
            return 0

    def one(self, name: str, values: Mapping[str, object] | None = None) -> Row | None:
        row: Row | None = self._connection.execute(query(name), values or {}).fetchone()
        return row

    def all(self, name: str, values: Mapping[str, object] | None = None) -> list[Row]:
        return self._connection.execute(query(name), values or {}).fetchall()
