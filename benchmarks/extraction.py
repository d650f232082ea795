"""Measure how much of a policy comes out of its page, and how little else, beside other extractors.

    python -m benchmarks.extraction [PAGES_DIR] [--predictions FILE]

PAGES_DIR holds `pages/<id>.html.gz` and the reference text `pages/<id>.txt`: one block a line, `# ` before
headings, `- ` before items, `| a | b |` for rows, `? ` before what is neither wanted nor unwanted. Without
it, invented pages are taken. Peers are measured in the same run where they are installed. Recall and
precision count words in runs of three.
"""

import argparse
import gzip
import json
import re
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from benchmarks.cycle.pages import site
from tracker.extract.page import to_text

Extractor = Callable[[bytes], str]
RUN = 3
BANNER = (
    b'<div class="cb-%d"><p>This website uses cookies to improve your experience and to show you advertising.'
    b"</p><button>Accept all</button><button>Settings</button></div>"
)

_MARK = re.compile(r"^[^\w(]*(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+)?", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_WORD = re.compile(r"[^\W_]+")
_DROP = str.maketrans("", "", "'\u2019\u2018\u00ad\u200b\ufeff\u2060")


@dataclass(frozen=True, slots=True)
class Case:
    """One page with its reference text."""

    name: str
    body: bytes
    wanted: list[str]
    optional: list[str]


@dataclass(frozen=True, slots=True)
class Score:
    """How one extractor did on one page."""

    case: str
    recall: float
    precision: float
    stable: bool
    milliseconds: float
    error: str = ""


def cases(folder: Path) -> Iterator[Case]:
    """All pages of the folder, by name."""
    for path in sorted(folder.glob("pages/*.html.gz")):
        lines = path.with_name(path.name.replace(".html.gz", ".txt")).read_text(encoding="utf-8").split("\n")
        optional = [word for line in lines if line.startswith("? ") for word in words(line[2:])]
        wanted = [word for line in lines if not line.startswith("? ") for word in words(line)]
        yield Case(path.name.removesuffix(".html.gz"), gzip.decompress(path.read_bytes()), wanted, optional)


def invented(count: int = 10) -> Iterator[Case]:
    """Pages of invented services."""
    for number in range(count):
        made = site(number)
        wanted = [word for line in made.lines for word in words(line)]
        yield Case(f"invented-{number}", made.first, wanted, [])


def words(line: str) -> list[str]:
    """Words of a line in one form, without its mark."""
    plain = unicodedata.normalize("NFKC", _MARK.sub("", _LINK.sub(r"\1", line))).casefold()
    return _WORD.findall(plain.translate(_DROP))


def runs(tokens: list[str]) -> list[tuple[str, ...]]:
    return [tuple(tokens[at : at + RUN]) for at in range(max(1, len(tokens) - RUN + 1))] if tokens else []


def covered(tokens: list[str], others: list[str]) -> list[bool]:
    """Which words lie in a run that stands in the other text too, as often as it stands there."""
    left = Counter(runs(others))
    flags = [False] * len(tokens)
    for at, run in enumerate(runs(tokens)):
        if left[run] > 0:
            left[run] -= 1
            flags[at : at + RUN] = [True] * len(run)
    return flags


def measure(case: Case, extractor: Extractor) -> Score:
    started = time.process_time()
    try:
        text = extractor(case.body)
    except Exception as error:
        return Score(case.name, 0.0, 0.0, False, 0.0, repr(error)[:80])
    spent = 1000 * (time.process_time() - started)
    found = [word for line in text.split("\n") for word in words(line)]
    right = covered(found, case.wanted)
    neutral = covered(found, case.optional) if case.optional else [False] * len(found)
    counted = sum(good or not free for good, free in zip(right, neutral, strict=True))
    recall = sum(covered(case.wanted, found)) / max(1, len(case.wanted))
    return Score(case.name, recall, sum(right) / max(1, counted), _stable(case.body, text, extractor), spent)


def _stable(body: bytes, text: str, extractor: Extractor) -> bool:
    """Whether a consent banner at either end of the page changes nothing."""
    start = body.lower().find(b"<body")
    inside = body.find(b">", start) + 1
    end = body.lower().rfind(b"</body>")
    if start < 0 or end < inside:
        return True
    changed = body[:inside] + BANNER % 1 + body[inside:end] + BANNER % 2 + body[end:]
    try:
        return extractor(changed) == text
    except Exception:
        return False


def _decoded(body: bytes) -> str:
    return body.decode("utf-8", "replace")


def peers() -> dict[str, Extractor]:
    """Other extractors that are installed."""
    found: dict[str, Extractor] = {}
    makers: dict[str, Callable[[], Extractor]] = {
        "trafilatura": lambda: _trafilatura(import_module("trafilatura")),
        "readability-lxml": lambda: _readability(import_module("readability")),
        "resiliparse": lambda: _resiliparse(import_module("resiliparse.extract.html2text")),
        "inscriptis": lambda: _inscriptis(import_module("inscriptis")),
        "jusText": lambda: _justext(import_module("justext")),
    }
    for name, make in makers.items():
        try:
            found[name] = make()
        except ImportError:
            print(f"{name} is not installed", file=sys.stderr)
    return found


def _trafilatura(module: object) -> Extractor:
    extract = module.extract  # type: ignore[attr-defined]
    return lambda body: (
        extract(body, include_tables=True, include_comments=False, output_format="markdown") or ""
    )


def _readability(module: object) -> Extractor:
    document = module.Document  # type: ignore[attr-defined]
    to_plain = import_module("inscriptis").get_text
    return lambda body: str(to_plain(document(_decoded(body)).summary()))


def _resiliparse(module: object) -> Extractor:
    extract = module.extract_plain_text  # type: ignore[attr-defined]
    return lambda body: str(extract(_decoded(body), main_content=True, list_bullets=True))


def _inscriptis(module: object) -> Extractor:
    get_text = module.get_text  # type: ignore[attr-defined]
    return lambda body: str(get_text(_decoded(body)))


def _justext(module: object) -> Extractor:
    stop = module.get_stoplist("English")  # type: ignore[attr-defined]
    split = module.justext  # type: ignore[attr-defined]
    return lambda body: "\n".join(part.text for part in split(body, stop) if not part.is_boilerplate)


def row(name: str, scores: list[Score]) -> str:
    """One line of the table."""
    recalls = sorted(score.recall for score in scores)
    times = sorted(score.milliseconds for score in scores)
    return (
        f"| {name} | {statistics.mean(recalls):.3f} | {recalls[0]:.3f} | {sum(r < 0.95 for r in recalls)} "
        f"| {statistics.mean(score.precision for score in scores):.3f} "
        f"| {sum(score.stable for score in scores) / len(scores):.2f} "
        f"| {statistics.median(times):.1f} | {times[round(0.95 * (len(times) - 1))]:.1f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path, nargs="?")
    parser.add_argument("--predictions", type=Path, help="write what we extract, a JSON object a page")
    parser.add_argument("--worst", type=int, default=10, help="name our N worst pages")
    arguments = parser.parse_args()
    pages = list(cases(arguments.pages) if arguments.pages else invented())
    to_text(pages[0].body)  # imports and word lists out of the way
    print("| extractor | recall | worst page | pages below 0.95 | precision | stable | ms median | ms p95 |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    ours = [measure(case, to_text) for case in pages]
    print(row("tracker", ours))
    for name, extractor in peers().items():
        print(row(name, [measure(case, extractor) for case in pages]))
    for score in sorted(ours, key=lambda one: min(one.recall, one.precision))[: arguments.worst]:
        print(f"worst: {score.case} recall {score.recall:.3f} precision {score.precision:.3f} {score.error}")
    if arguments.predictions:
        with arguments.predictions.open("w", encoding="utf-8") as out:
            for case in pages:
                out.write(
                    json.dumps({"id": case.name, "text": to_text(case.body)}, ensure_ascii=False) + "\n"
                )


if __name__ == "__main__":
    main()
