"""Invented policy texts of any size, with any number of versions."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from benchmarks.cycle.pages import sentence
from tracker.archive.importers.recorded import RecordedVersion

FIRST = datetime(2016, 1, 1, tzinfo=UTC)
SIZE_BYTES = 45_000  # the middle policy of a large service
_PARAGRAPH, _SECTION = 4, 40  # sentences


def policy_text(number: int, size_bytes: int = SIZE_BYTES, version: int = 0) -> str:
    """Canonical Markdown of about a size; each version has three sentences reworded since the last."""
    *_, last = _history(number, size_bytes, version + 1)
    return _text(last)


def recorded_versions(policy: str, count: int, number: int = 1) -> Iterator[RecordedVersion]:
    """A history, a version a day."""
    for version, sentences in enumerate(_history(number, SIZE_BYTES, count)):
        yield RecordedVersion(
            policy=policy,
            service=policy.partition("/")[0].title(),
            title="Privacy Policy",
            url="https://a.example/privacy",
            recorded_at=FIRST + version * timedelta(days=1),
            body=_text(sentences).encode(),
            content_type="text/markdown",
        )


def _history(number: int, size_bytes: int, count: int) -> Iterator[list[str]]:
    dice = random.Random(number)  # noqa: S311 - the same texts in every run
    sentences: list[str] = []
    size = 0
    while size < size_bytes:
        sentences.append(sentence(dice, "Service A"))
        size += len(sentences[-1]) + 1
    for version in range(count):
        if version:
            for _ in range(3):
                sentences[dice.randrange(len(sentences))] = sentence(dice, "Service A")
        yield list(sentences)


def _text(sentences: list[str]) -> str:
    blocks = ["# Privacy Policy"]
    for at in range(0, len(sentences), _PARAGRAPH):
        if at % _SECTION == 0:
            blocks.append(f"## {at // _SECTION + 1}. Section")
        blocks.append(" ".join(sentences[at : at + _PARAGRAPH]))
    return "\n\n".join(blocks) + "\n"
