"""What is remembered of a policy beside its versions: titles, what stands, incidents, accepted texts."""

from dataclasses import dataclass
from typing import Any

from tracker.archive import rows
from tracker.archive.catalogue import Transaction
from tracker.archive.observation import Accepted, Incident
from tracker.archive.plain import canonical, from_plain, to_plain

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Remembered:
    """The content of a policy file."""

    service: str
    title: str
    standing: str | None
    incidents: tuple[Incident, ...]
    accepted: tuple[Accepted, ...] = ()


def write(tx: Transaction, key: str) -> bytes:
    """The policy file as the catalogue has it."""
    row = tx.one("policy_get", {"key": key})
    assert row is not None
    incidents = [rows.incident(found) for found in tx.all("incident_list", {"key": key, "open_only": 0})]
    plain = {
        "schema": SCHEMA,
        "policy": key,
        "service": row[1],
        "title": row[2],
        "standing": row[3],
        "incidents": to_plain(incidents),
    }
    accepted = [rows.accepted(found) for found in tx.all("accepted_list", {"key": key})]
    return canonical({**plain, "accepted": to_plain(accepted)} if accepted else plain)


def read(plain: dict[str, Any]) -> Remembered:
    """What a policy file says."""
    if plain.get("schema", SCHEMA) > SCHEMA:
        raise ValueError(f"a policy file of schema {plain['schema']}; this program reads up to {SCHEMA}")
    return Remembered(
        plain["service"],
        plain["title"],
        plain["standing"],
        tuple(from_plain(Incident, incident) for incident in plain["incidents"]),
        tuple(from_plain(Accepted, accepted) for accepted in plain.get("accepted", ())),
    )
