"""A fuzzing run mutates a corpus of odd pages and keeps what breaks a promise of the extractor.

    python -m benchmarks.extraction_fuzz --seconds 120 --seed 1

Every page must give the same document twice, and its Markdown must read back as the same blocks. A page
that breaks this, or takes more than a second, is written into the corpus, where the tests meet it again.
"""

import argparse
import hashlib
import random
import sys
import time
from pathlib import Path

from tracker.extract.markdown import from_markdown, to_markdown
from tracker.extract.page import extract

CORPUS = Path(__file__).parent.parent / "tests" / "extract" / "corpus"
SLOW_SECONDS = 1.0
PIECES = (
    b"<p>",
    b"</p>",
    b"<div>",
    b"</div>",
    b"<b>",
    b"</b>",
    b"<a href=/privacy>",
    b"</a>",
    b"<table>",
    b"<tr><td>",
    b"<th>",
    b"</table>",
    b"<ul><li>",
    b"</ul>",
    b"<h2>",
    b"</h2>",
    b"<br>",
    b"<pre>",
    b"<button>",
    b"<!--",
    b"-->",
    b"<script>",
    b"</script>",
    b"<title>",
    b"<select>",
    b"<plaintext>",
    b"<body class=cookie-notice>",
    b"<div role=dialog>",
    b"<form>",
    b"&#0;",
    b"&amp",
    b"\0",
    b"\xff",
    b"\xe2\x80\xae",
    b"we collect personal data about you",
    b"|",
    b"\\",
    b"# ",
    b"- ",
    b"[x](y)",
)


def mutate(body: bytes, other: bytes, dice: random.Random) -> bytes:
    """One to six random changes: insert, delete, double, splice."""
    for _ in range(dice.randint(1, 6)):
        start = dice.randint(0, len(body))
        end = min(len(body), start + dice.randint(0, 60))
        match dice.randint(0, 4):
            case 0 | 1:
                body = body[:start] + dice.choice(PIECES) * dice.choice((1, 1, 1, 2, 50)) + body[start:]
            case 2:
                body = body[:start] + body[end:]
            case 3:
                body = body[:end] + body[start:end] * dice.randint(1, 20) + body[end:]
            case _:
                cut = dice.randint(0, len(other))
                body = body[:start] + other[cut : cut + 200] + body[end:]
    return body[:200_000]


def broken_promise(body: bytes) -> str:
    """Which promise a page breaks; "" where it keeps all."""
    started = time.process_time()
    try:
        document = extract(body)
        if document != extract(body):
            return "another document the second time"
        if from_markdown(to_markdown(document)).blocks != document.blocks:
            return "Markdown reads back differently"
    except Exception as error:
        return repr(error)
    return "slow" if time.process_time() - started > SLOW_SECONDS else ""


def main() -> int:
    """Runs until the time is up; 1 where something was found."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--seed", type=int, default=1)
    wanted = arguments.parse_args()
    dice = random.Random(wanted.seed)  # noqa: S311 - repeatable, not secret
    corpus = [path.read_bytes() for path in sorted(CORPUS.glob("*.html"))]
    ends = time.monotonic() + wanted.seconds
    tried = found = 0
    while time.monotonic() < ends:
        body = mutate(dice.choice(corpus), dice.choice(corpus), dice)
        tried += 1
        if why := broken_promise(body):
            found += 1
            name = hashlib.sha256(body).hexdigest()[:12]
            (CORPUS / f"found-{name}.html").write_bytes(body)
            print(f"found-{name}.html: {why}")
        elif dice.random() < 0.02 and len(body) < 20_000:
            corpus.append(body)
    print(f"{tried} pages tried, {found} kept in {CORPUS}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
