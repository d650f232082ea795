"""What was found in each version is kept, so that a page about a policy need not read its history again."""

import json
import zlib
from collections.abc import Mapping
from typing import Any

from tracker.archive.archive import Archive
from tracker.archive.plain import compact


class Readings:
    """Findings by version, of one state of the rules; others count as not there.

    Nothing depends on them: whatever is missing is found again in the texts.
    """

    def __init__(self, archive: Archive, rules: str) -> None:
        self._catalogue = archive.catalogue
        self._rules = rules

    def of(self, policy: str) -> dict[str, Any]:
        """What is kept of the versions of a policy, by snapshot id; plain JSON values."""
        with self._catalogue.reading() as tx:
            rows = tx.all("readings_of", {"policy": policy, "rules": self._rules})
        return {snapshot: json.loads(zlib.decompress(found)) for snapshot, found in rows}

    def keep(self, found: Mapping[str, Any]) -> None:
        """Keep what was found in some versions, by snapshot id; a version that is gone is passed over."""
        if not found:
            return
        rows = (
            {"snapshot": snapshot, "rules": self._rules, "found": zlib.compress(compact(plain).encode())}
            for snapshot, plain in found.items()
        )
        with self._catalogue.writing(durable=False) as tx:
            tx.run_each("reading_keep", rows)
