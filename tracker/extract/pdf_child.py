"""This process reads one PDF from its standard input under limits that it sets on itself."""

import io
import json
import resource
import sys


def main() -> None:
    """Print the text of the PDF; the limits come as JSON in the first argument."""
    limits = json.loads(sys.argv[1])
    _limit(resource.RLIMIT_AS, int(limits["memory_bytes"]))
    _limit(resource.RLIMIT_CPU, int(limits["seconds"]) + 1)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    body = sys.stdin.buffer.read()
    text = read(body, int(limits["pages"]))
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace")[: int(limits["text_bytes"])])


def _limit(what: int, value: int) -> None:
    resource.setrlimit(what, (value, value))


def read(body: bytes, most_pages: int) -> str:
    """Text of the pages in order."""
    from pypdf import PdfReader  # noqa: PLC0415  (an extra)

    reader = PdfReader(io.BytesIO(body), strict=False)
    pages = (page.extract_text() for page, _ in zip(reader.pages, range(most_pages), strict=False))
    return "\n\n".join(pages)


if __name__ == "__main__":
    main()
