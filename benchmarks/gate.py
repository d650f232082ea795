"""Print what the gate refuses in recorded histories and in labelled pairs of versions, as Markdown tables.

    python -m benchmarks.gate [--histories DIR] [--changes DIR]

A history is a `.jsonl.xz` file with a version a line: `recorded_at`, `text`. Labelled pairs are folders
`cases/<id>/` with `old.md` and `new.md` beside a `labels.jsonl` that says for each `id` what `capture` and
`capture_old` are: "ok", or what is wrong with them.
"""

import argparse
import json
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tracker.extract.document import Document
from tracker.extract.foreign import read_markdown
from tracker.fetch.recorded import recorded_capture
from tracker.gate.admit import admit, text_hash
from tracker.gate.history import History, Refusal
from tracker.gate.reading import Reading, Unreadable
from tracker.watchlist.policy import Source

SOURCE = Source(("https://example.org/privacy",))
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Replay:
    """One policy, version by version."""

    history: History = field(default_factory=History)
    versions: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    least_admitted: int | None = None

    def see(self, document: Document, at: datetime) -> Reading:
        """Take the next version as a check would."""
        self.versions += 1
        reading = admit(document, recorded_capture(SOURCE.urls[0], b"", at), SOURCE, self.history)
        past = self.history
        if isinstance(reading, Unreadable):
            self.refused[str(reading.reason)] += 1
            known = {each.text_sha256: each for each in past.refused}
            mark = reading.mark or text_hash(document)
            before = known.get(mark)
            again = Refusal(mark, before.count + 1 if before else 1, before.first_at if before else at)
            known[again.text_sha256] = again
            self.history = History(
                past.last_good, past.words, past.language, tuple(known.values()), past.known
            )
            return reading
        self.least_admitted = min(self.least_admitted or document.words, document.words)
        known_texts = past.known | {text_hash(document)}
        self.history = History(document, (), past.language or document.language, (), known_texts)
        return reading


def histories(folder: Path) -> Iterator[str]:
    """A table with a row for each history."""
    yield "| history | versions | refused | reasons | shortest admitted, words |"
    yield "|---|---:|---:|---|---:|"
    for path in sorted(folder.glob("*.jsonl.xz")):
        replay = Replay()
        documents: dict[str, Document] = {}
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for version in map(json.loads, lines):
                text = version["text"]
                if text not in documents:
                    documents[text] = read_markdown(text)
                replay.see(documents[text], datetime.fromisoformat(version["recorded_at"]))
        reasons = ", ".join(f"{reason} {count}" for reason, count in replay.refused.most_common()) or "none"
        yield (
            f"| {path.name.split('.')[0]} | {replay.versions} | {replay.refused.total()} | {reasons} "
            f"| {replay.least_admitted} |"
        )


def changes(folder: Path) -> Iterator[str]:
    """A table with a row for each label, and a line for each version labelled ok that was refused."""
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: list[str] = []
    for label in map(json.loads, (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()):
        replay = Replay()
        for name, key in (("old", "capture_old"), ("new", "capture")):
            text = (folder / "cases" / label["id"] / f"{name}.md").read_text(encoding="utf-8")
            reading = replay.see(read_markdown(text), EPOCH)
            outcome = str(reading.reason) if isinstance(reading, Unreadable) else "admitted"
            outcomes[label[key]][outcome] += 1
            if label[key] == "ok" and outcome != "admitted":
                wrong.append(f"- {label['id']}, {name}: {outcome}")
    yield "| label | versions | admitted | refused as |"
    yield "|---|---:|---:|---|"
    for key, counts in sorted(outcomes.items()):
        reasons = ", ".join(f"{reason} {n}" for reason, n in counts.most_common() if reason != "admitted")
        yield f"| {key} | {counts.total()} | {counts['admitted']} | {reasons or 'none'} |"
    yield ""
    yield f"Labelled ok and refused: {len(wrong)}"
    yield from wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=Path)
    parser.add_argument("--changes", type=Path)
    wanted = parser.parse_args()
    if wanted.histories:
        print("\n".join(histories(wanted.histories)))
    if wanted.changes:
        print("\n".join(changes(wanted.changes)))


if __name__ == "__main__":
    main()
