"""A resource is one exported file, with what a reader must know of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a table or of a line of JSON."""

    name: str
    type: str
    """As Table Schema names it: string, integer, datetime, boolean, number, date."""
    description: str


@dataclass(frozen=True, slots=True)
class Resource:
    """One exported file, or a folder that is one thing."""

    path: str
    """Below the folder of the export."""
    title: str
    media_type: str
    columns: tuple[Column, ...] = ()
    keys: tuple[str, ...] = ()
    """Columns that name a row."""
