"""Describes an export as a Data Package, so that a program finds files, types and hashes."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tracker.archive.exporters.resource import Resource
from tracker.archive.plain import canonical


def describe(resources: Iterable[Resource], folder: Path) -> bytes:
    """`datapackage.json`: every file with its size, SHA-256 and columns."""
    return canonical(
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "privacy-policy-tracker-export",
            "title": "Versions and changes of privacy policies",
            "description": "The texts belong to the services that published them.",
            "resources": [_resource(resource, folder) for resource in resources],
        }
    )


def _resource(resource: Resource, folder: Path) -> dict[str, Any]:
    path = folder / resource.path
    name = resource.path.lower().replace("/", "-").replace(".", "-").replace("_", "-")
    said: dict[str, Any] = {
        "name": name,
        "path": resource.path,
        "title": resource.title,
        "mediatype": resource.media_type,
    }
    if path.is_file():
        said |= {"bytes": path.stat().st_size, "hash": f"sha256:{_sha256(path)}"}
    if resource.columns:
        said["encoding"] = "utf-8"
        said["schema"] = {
            "fields": [
                {"name": column.name, "type": column.type, "description": column.description}
                for column in resource.columns
            ],
            "primaryKey": list(resource.keys),
        }
    return said


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
