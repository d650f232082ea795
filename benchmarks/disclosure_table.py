"""Measure disclosures and findings against labelled data; print the table of docs/disclosure.md.

    python -m benchmarks.disclosure_table LABELLED --predictions FOLDER

LABELLED holds `changes/` (cases, labels.jsonl, score.py) and `categories/` (corpora, score.py). Predictions
are written to FOLDER, scored by those scripts, and the figures printed as Markdown.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import disclosure, passages
from tracker.disclose.lexicon import lexicon
from tracker.disclose.read import disclosures
from tracker.extract.foreign import read_markdown

CORPORA = ("opp115", "mapp-en", "mapp-de", "app350", "gt200", "c3pa")


def scored(script: Path, labels: Path, predictions: Path, *options: str) -> Any:
    """The figures that a scoring script prints as JSON, after whatever else it prints."""
    command = [sys.executable, str(script), str(labels), str(predictions), *options]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    return json.loads(printed if options else printed.splitlines()[-1])


def changes(labelled: Path, folder: Path) -> list[str]:
    """Rows for the labelled changes."""
    predictions = folder / "changes.jsonl"
    disclosure.write(labelled / "cases", predictions)
    found = scored(labelled / "score.py", labelled / "labels.jsonl", predictions)
    rows = []
    for name, field in (("newly disclosed", "new_categories"), ("removed", "removed_categories")):
        score = found[field]
        rows.append(
            f"| categories {name} | precision {score['precision']:.2f}, recall {score['recall']:.2f}; "
            f"quote shared {score['evidence']} of {score['judged']}; "
            f"quiet cases flagged {score['flagged']} of {score['quiet']} |"
        )
    tags = found["practices"]
    rows.append(f"| practices | right {tags['hit']}, wrong {tags['wrong']}, missed {tags['missed']} |")
    return rows


def corpora(labelled: Path, folder: Path) -> list[str]:
    """Rows for the annotated corpora."""
    rows = []
    for name in CORPORA:
        predictions = folder / f"{name}.jsonl"
        corpus = labelled / f"{name}-dev.jsonl"
        passages.write(corpus, predictions)
        found = scored(labelled / "score.py", corpus, predictions, "--json")
        rows.append(f"| {name} | {_figures(found)} |")
    return rows


def _figures(found: dict[str, Any]) -> str:
    if "micro_core" in found:
        score = found["micro_core"]
        return f"precision {score['p']:.2f}, recall {score['r']:.2f}, F1 {score['f1']:.3f}"
    shares = {name: value for name, value in found.items() if isinstance(value, dict)}
    return "; ".join(
        f"{name}: {value.get('all', value)['share']:.2f}"
        for name, value in shares.items()
        if "share" in value.get("all", value)
    )


def speed(cases: Path) -> list[str]:
    """Rows for the speed of reading a policy, then reading it again, on this machine, now."""
    documents = [read_markdown(path.read_text(encoding="utf-8")) for path in sorted(cases.glob("*/new.md"))]
    english = [document for document in documents if document.language == "en"]
    size = sum(len(block.text) for document in english for block in document.blocks) / 1e6
    lexicon("en").blocks.clear()
    spent = [0.0, 0.0]
    for document in english:
        for reading in (0, 1):
            started = time.process_time()
            disclosures(document)
            spent[reading] += time.process_time() - started
    return [
        f"| {name} | {size / seconds:.1f} MB/s |"
        for name, seconds in zip(("first reading", "again, as in the next version"), spent, strict=True)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--predictions", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.predictions.mkdir(parents=True, exist_ok=True)
    rows = [
        *changes(arguments.labelled / "changes", arguments.predictions),
        *corpora(arguments.labelled / "categories", arguments.predictions),
        *speed(arguments.labelled / "changes" / "cases"),
    ]
    print("\n".join(["| what | figures |", "|---|---|", *rows]))


if __name__ == "__main__":
    main()
