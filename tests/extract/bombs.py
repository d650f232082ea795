"""Pages that are made to cost much; run as a program it tells how much memory each of them takes."""

import json
import os
import resource
import sys

from tracker.extract.page import extract

BOMBS = {
    "nested": "<div>" * 50_000 + "deep",
    "nested and closed": "<div>" * 30_000 + "deep" + "</div>" * 30_000,
    "nested behind comments": "<div><!--</div>-->" * 25_000,
    "siblings": "<p>a" * 1_000_000,
    "formatting in every block": "<p>" + "".join(f"<b id={n}>" for n in range(9_000)) + "</p><p>x" * 9_000,
    "formatting hidden in attributes": "<p>"
    + "".join(f'<i id={n} x="</i>">' for n in range(9_000))
    + "<p>x" * 9_000,
    "long attribute": "<a b='" + "x" * 5_000_000 + "'>y",
    "many attributes": "<a " + " ".join(f"a{n}=1" for n in range(100_000)) + ">y",
    "plaintext": "<plaintext>" + "<b>" * 100_000,
    "tables": "<table><tr><td>" * 5_000,
    "spans": "<table><tr>" + "<td colspan=1000 rowspan=65534>x" * 3_000 + "</table>",
    "open comments": "<!--" * 100_000,
    "open scripts": "<script " * 100_000,
    "open quotes": "<a '" * 100_000,
    "lists": "<ul><li>" * 20_000,
    "links": "<a href=/privacy>x" * 20_000,
    "broken entities": "&#xFFFFFFFF;&bogus;&#0;&#xD800;&" * 50_000,
    "zeros": "\0<\0p\0>a\0" * 50_000,
    "one word": "<p>" + "privacy" * 500_000,
    "one long line": "<p>" + "personal data " * 200_000,
    "buttons": "<div>" * 200 + "<button>Accept all</button>" * 20_000,
    "breaks": "<br>" * 200_000,
}


def megabytes(body: bytes) -> float:
    """Memory that reading a page takes beyond what this process has, in a copy of it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        extract(body)
        unit = 1_000_000 if sys.platform == "darwin" else 1_000
        taken = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / unit
        os.write(writing, f"{taken:.1f}".encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return float(said)


if __name__ == "__main__":
    extract(b"<p>We collect data.</p>")  # libraries and word lists out of the way
    print(json.dumps({name: megabytes(page.encode()) for name, page in BOMBS.items()}))
