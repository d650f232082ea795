"""Write what the rules find new, gone and practised in a folder of labelled cases.

    python -m benchmarks.disclosure [CASES_DIR] --predictions FILE

Every case is a folder with `old.md` and `new.md`; every line of FILE is one case in the form of a prediction.
Without CASES_DIR, the cases of this project are taken.
"""

import argparse
import json
from pathlib import Path

from benchmarks.changes.cases import OWN
from tracker.compare.align import compare
from tracker.disclose.findings import findings
from tracker.extract.document import Document
from tracker.extract.foreign import read_markdown


def prediction(old: Document, new: Document) -> dict[str, object]:
    """New and removed categories, with practices, of one case."""
    found = findings(old, new, compare(old, new))
    told = {
        kind: [{"category": one.subject, "quote": one.quote} for one in found if one.kind == kind]
        for kind in ("category-new", "category-removed")
    }
    practices = [
        {"tag": one.subject, "direction": one.kind.removeprefix("practice-"), "quote": one.quote}
        for one in found
        if one.kind.startswith("practice-")
    ]
    return {
        "new_categories": told["category-new"],
        "removed_categories": told["category-removed"],
        "practices": practices,
    }


def write(cases: Path, predictions: Path) -> None:
    """Predictions for every case, one a line."""
    with predictions.open("w", encoding="utf-8") as out:
        for folder in sorted(path for path in cases.iterdir() if path.is_dir()):
            old, new = (
                read_markdown((folder / name).read_text(encoding="utf-8")) for name in ("old.md", "new.md")
            )
            line = {"id": folder.name, **prediction(old, new)}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path, nargs="?", default=OWN)
    parser.add_argument("--predictions", type=Path, required=True)
    arguments = parser.parse_args()
    write(arguments.cases, arguments.predictions)


if __name__ == "__main__":
    main()
