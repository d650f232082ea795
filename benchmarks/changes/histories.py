"""Lists what a reader would have been told over recorded histories."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.changes.replay import Step, replayed
from tracker.archive.change import Change
from tracker.archive.importers.jsonl import read
from tracker.compare.comparison import EditClass

MAX_SENTENCE = 220
"""Characters of the sentence in the table."""

FEW_WORDS = 7
"""Words by which a sentence is found, where it is not quoted."""

_WEIGHT = {"category-new": 0, "category-removed": 1, "purpose-new": 3, "recipient-new": 3, "detail-new": 4}
_OTHER = 2
_TOLD = 0.75
"""Confidence from which a finding is shown before the change's own words."""


def histories(folder: Path, *, brief: bool) -> Iterator[str]:
    """A row a history, then every alert with its sentence; `brief` gives the words that changed alone."""
    yield "| history | recorded changes | refused | cosmetic | editorial | substantive | alerts |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    told: list[str] = []
    for path in sorted(folder.glob("*.jsonl.xz")):
        name, steps = path.name.split(".")[0], list(replayed(read(path)))
        yield row(name, steps)
        told += alerts(name, steps, brief=brief)
    yield ""
    yield f"| history | told on | page of | stage | why | {'words' if brief else 'sentence'} |"
    yield "|---|---|---|---|---|---|"
    yield from told


def row(name: str, steps: list[Step]) -> str:
    """What became of the versions of one policy, in numbers."""
    refused = sum(step.outcome.check.outcome == "unreadable" for step in steps)
    levels = Counter(step.outcome.change.verdict.materiality for step in steps if step.outcome.change)
    cells = " | ".join(str(levels[level]) for level in ("cosmetic", "editorial", "substantive"))
    return f"| {name} | {len(steps) - 1} | {refused} | {cells} | {sum(len(step.alerts) for step in steps)} |"


def alerts(name: str, steps: list[Step], *, brief: bool = False) -> Iterator[str]:
    """A row an alert: when, for which version, why, with the words that prove it."""
    for step in steps:
        for change in step.alerts:
            why, sentence = evidence(change)
            sentence = _words(sentence) if brief else sentence
            yield (
                f"| {name} | {step.version.recorded_at:%Y-%m-%d} | {change.new.observed_at:%Y-%m-%d} "
                f"| {change.verdict.stage} | {why} | {_cell(sentence)} |"
            )


def evidence(change: Change) -> tuple[str, str]:
    """Why a change is told, and the sentence that shows it best."""
    ranked = sorted(change.findings, key=lambda f: (_WEIGHT.get(f.kind, _OTHER), -f.confidence))
    if ranked and ranked[0].confidence >= _TOLD:
        same = [f.subject for f in ranked if f.kind == ranked[0].kind]
        return f"{ranked[0].kind}: {', '.join(dict.fromkeys(same))}", ranked[0].quote
    weighty = [edit for edit in change.comparison.edits if edit.edit_class is EditClass.SUBSTANCE]
    if weighty:
        edit = max(weighty, key=lambda edit: sum(len(s.text) for s in edit.new or edit.old))
        shown = "".join(
            {"equal": text, "delete": f"[-{text}-]", "insert": f"{{+{text}+}}"}[mark]
            for mark, text in edit.words
        )
        return f"{edit.kind} of substance", shown or " ".join(s.text for s in edit.new or edit.old)
    return (ranked[0].kind, ranked[0].quote) if ranked else ("", "; ".join(change.verdict.reasons))


def _words(sentence: str) -> str:
    """The words that changed in a sentence, or its first ones: enough to find it in a history."""
    marked = re.findall(r"\[-.*?-\]|\{\+.*?\+\}", sentence)
    words = " ".join(" … ".join(marked).split() if marked else sentence.split()[:FEW_WORDS])
    few = words.split()[:FEW_WORDS]
    return " ".join(few) + ("…" if len(few) < len(words.split()) or not marked else "")


def _cell(text: str) -> str:
    line = " ".join(text.split()).replace("|", "\\|")
    return line if len(line) <= MAX_SENTENCE else line[: MAX_SENTENCE - 1] + "…"
