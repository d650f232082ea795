"""What an archive remembers of a policy beside its versions: titles, the settled version, incidents."""

from dataclasses import dataclass
from typing import Any

from tracker.archive import rows
from tracker.archive.catalogue import Transaction
from tracker.archive.observation import Incident
from tracker.archive.plain import canonical, from_plain, to_plain

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Remembered:
    """The content of a policy file."""

    service: str
    title: str
    standing: str | None
    incidents: tuple[Incident, ...]


def write(tx: Transaction, key: str) -> bytes:
    """The policy file as the catalogue has it."""
    row = tx.one("policy_get", {"key": key})
    assert row is not None
    incidents = [rows.incident(found) for found in tx.all("incident_list", {"key": key, "open_only": 0})]
    return canonical(
        {
            "schema": SCHEMA,
            "policy": key,
            "service": row[1],
            "title": row[2],
            "standing": row[3],
            "incidents": to_plain(incidents),
        }
    )


def read(plain: dict[str, Any]) -> Remembered:
    """What a policy file says."""
    if plain.get("schema", SCHEMA) > SCHEMA:
        raise ValueError(f"a policy file of schema {plain['schema']}; this program reads up to {SCHEMA}")
    return Remembered(
        plain["service"],
        plain["title"],
        plain["standing"],
        tuple(from_plain(Incident, incident) for incident in plain["incidents"]),
    )
