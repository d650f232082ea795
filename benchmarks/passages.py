"""Write which categories each passage of an annotated corpus discloses.

    python -m benchmarks.passages [FILE.jsonl] --predictions FILE

Passages of one policy are read as one document, so that a list item has its lead-in; each prediction is one
line with the categories disclosed, and the spans that name them. A corpus that counts denials as mentions
(its ids begin with "app350/") is given both. Without FILE.jsonl, a few passages of this project are taken.
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from tracker.disclose.read import disclosures
from tracker.extract.document import Block, BlockKind, Document

OWN = Path(__file__).parent / "samples" / "passages.jsonl"
"""Passages written for this project, of invented services."""

Record = dict[str, Any]
_KINDS: dict[str, BlockKind] = {"list_item": "item", "headline": "heading", "table_cell": "item"}


def blocks(record: Record) -> Iterator[tuple[Block, int]]:
    """The blocks of a passage, each with its offset in the passage."""
    path = tuple(record.get("headings") or ())
    if "declared" in record:
        yield _row(record), 0
        return
    kind = _KINDS.get(record.get("type", ""), "paragraph")
    at = 0
    led = False
    for line in record["text"].split("\n"):
        text = line.strip()
        if text:
            bare = text.lstrip("•*-–·●▪ ")
            listed = kind == "paragraph" and (bare != text or (led and not text.endswith((".", ":"))))
            led = text.endswith(":") or (led and not text.endswith("."))
            yield (
                Block(
                    "item" if listed else kind,
                    bare or text,
                    level=1 if listed or kind == "item" else 0,
                    path=path,
                ),
                at + line.index(bare or text),
            )
        at += len(line) + 1


def _row(record: Record) -> Block:
    answer = {"yes": "Yes", "no": "No"}.get(record["declared"], "")
    cells = (record["heading"], record["text"], answer)
    return Block("row", " | ".join(cells), cells=cells, columns=("Category", "Examples", "Collected"))


def predict(records: Iterable[Record], language: str) -> Iterator[Record]:
    """Predictions for the passages of one policy, in their order."""
    everything = list(records)
    whole: list[Block] = []
    origin: list[tuple[int, int]] = []
    for number, record in enumerate(everything):
        for block, offset in blocks(record):
            whole.append(block)
            origin.append((number, offset))
    told: list[dict[str, list[tuple[int, int]]]] = [{} for _ in everything]
    for one in disclosures(Document(tuple(whole), language=language), language):
        number, offset = origin[one.block]
        counted = (
            ("disclosed", "denied") if everything[number]["id"].startswith("app350/") else ("disclosed",)
        )
        if one.strength == "strong" and one.state in counted:
            start = offset + one.start
            told[number].setdefault(one.category, []).append((start, start + len(one.phrase)))
    for record, found in zip(everything, told, strict=True):
        spans = [
            {"start": start, "end": end, "category": category}
            for category, places in found.items()
            for start, end in places
        ]
        yield {"id": record["id"], "categories": sorted(found), "spans": spans}


def write(corpus: Path, predictions: Path) -> None:
    """Predictions for every passage, one a line."""
    records = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines() if line]
    language = "de" if records[0]["id"].startswith("mapp-de/") else "en"
    with predictions.open("w", encoding="utf-8") as out:
        for policy, group in groupby(records, key=lambda record: record.get("policy")):
            together = list(group)
            alone = not policy or "declared" in together[0]
            for part in [[one] for one in together] if alone else [together]:
                for line in predict(part, language):
                    out.write(json.dumps(line, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=OWN)
    parser.add_argument("--predictions", type=Path, required=True)
    arguments = parser.parse_args()
    write(arguments.corpus, arguments.predictions)


if __name__ == "__main__":
    main()
