"""Print what is told of changes, as Markdown tables.

    python -m benchmarks.changes [CASES_DIR] [--predictions FILE]
    python -m benchmarks.changes --histories DIR [--brief]
    python -m benchmarks.changes --pairs DIR [--programs]

CASES_DIR holds a folder a case with `old.md`, `new.md` and, if it is known, `meta.json` with the `time` at
which the new text was recorded; without it, the cases of this project are taken. A `labels.jsonl` beside the
cases says what a careful reader would have been told: the table then shows where the program says otherwise.
`--predictions` writes what the program says, one JSON object a case. A history is a `.jsonl.xz` file with a
version a line, as `tracker import jsonl` takes it: `--histories` replays it and lists every alert with its
sentence, or with `--brief` a few words of it; `--pairs` compares each two consecutive versions, with
`--programs` also by `patch` and `git apply`.
"""

import argparse
import json
from pathlib import Path

from benchmarks.changes.cases import OWN, labels_of, predictions
from benchmarks.changes.histories import histories
from benchmarks.changes.pairs import pairs
from benchmarks.changes.table import by_case, by_level


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.changes",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("cases", type=Path, nargs="?", metavar="CASES_DIR")
    parser.add_argument("--predictions", type=Path, metavar="FILE")
    parser.add_argument("--histories", type=Path, metavar="DIR")
    parser.add_argument("--pairs", type=Path, metavar="DIR")
    parser.add_argument("--programs", action="store_true")
    parser.add_argument("--brief", action="store_true")
    wanted = parser.parse_args(arguments)
    if wanted.histories:
        for line in histories(wanted.histories, brief=wanted.brief):
            print(line, flush=True)
    if wanted.pairs:
        print("\n".join(pairs(wanted.pairs, programs=wanted.programs)))
    if wanted.cases or not (wanted.histories or wanted.pairs):
        _cases(wanted.cases or OWN, wanted.predictions)


def _cases(folder: Path, into: Path | None) -> None:
    said, labels = list(predictions(folder)), labels_of(folder)
    if into:
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in said]
        into.write_text("".join(lines), encoding="utf-8")
    print("\n".join(by_case(said, labels)))
    if labels:
        print()
        print("\n".join(by_level(said, labels)))


if __name__ == "__main__":
    main()
