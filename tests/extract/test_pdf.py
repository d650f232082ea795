"""PDF texts are read in a process of their own, within limits."""

import zlib

import pytest

from tracker.extract.pdf import PdfLimits, pdf_text
from tracker.gate.reading import Reason, Unreadable

pytest.importorskip("pypdf")

Printed = list[tuple[str, int, float, str]]
"""Font, size, y and text of each line of a page."""


def _pdf(*pages: Printed, streams: tuple[bytes, ...] = ()) -> bytes:
    """A small PDF with these lines in Helvetica ("F1") and Helvetica-Bold ("F2")."""
    contents = streams or tuple(
        b"\n".join(
            f"BT /{font} {size} Tf 72 {y} Td ({text}) Tj ET".encode("cp1252") for font, size, y, text in page
        )
        for page in pages
    )
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for n, content in enumerate(contents):
        packed = zlib.compress(content)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode()
        )
        head = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + packed + b"\nendstream")
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    trailer = f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + f"xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode()


def _page(number: int, lines: Printed) -> Printed:
    head, foot = ("F1", 9, 810, "Larkspur Post - privacy"), ("F1", 9, 30, f"Page {number} of 3")
    return [head, *lines, foot]


FIRST: Printed = [
    ("F2", 20, 760, "Privacy Policy"),
    ("F2", 11, 730, "What we collect"),
    ("F1", 11, 710, "We collect the e-mail address that you give us, and the infor-"),
    ("F1", 11, 697, "mation that a parcel needs."),
    ("F1", 11, 670, "We also collect:"),
    ("F1", 11, 655, "\u2022 your name"),
    ("F1", 11, 642, "\u2022 your postal address, with the floor"),
    ("F1", 11, 629, "and the door"),
]
THIRD: Printed = [("F1", 11, 760, "Write to us by post."), ("F1", 11, 720, "We answer.")]
SECOND: Printed = [("F1", 11, 760, "This paragraph goes on"), ("F1", 11, 747, "for two lines.")]


def test_headings_items_and_paragraphs_are_told_apart() -> None:
    """It reads structure as far as size, weight and marks show it."""
    text = pdf_text(_pdf(_page(1, FIRST), _page(2, SECOND), _page(3, THIRD)))
    assert isinstance(text, str)
    assert text.split("\n\n") == [
        "# Privacy Policy",
        "#### What we collect",
        "We collect the e-mail address that you give us, and the information that a parcel needs.",
        "We also collect:",
        "- your name",
        "- your postal address, with the floor and the door This paragraph goes on for two lines.",
        "Write to us by post.",
        "We answer.",
    ]


def test_reading_twice_gives_the_same() -> None:
    """It is deterministic."""
    body = _pdf(_page(1, FIRST))
    assert pdf_text(body) == pdf_text(body)


@pytest.mark.parametrize(
    "body",
    [b"", b"%PDF-1.4\n%%EOF", b"<html>no pdf</html>", b"%PDF-1.7\n" + b"1 0 obj\n<<" * 2000],
    ids=range(4),
)
def test_a_broken_file_is_unreadable(body: bytes) -> None:
    """It says that there is nothing to read, in one sentence."""
    reading = pdf_text(body)
    assert isinstance(reading, Unreadable)
    assert reading.reason is Reason.NOT_TEXT
    assert "\n" not in reading.detail


def test_a_file_of_pictures_is_unreadable() -> None:
    """It says that a scan has no text."""
    reading = pdf_text(_pdf([]))
    assert isinstance(reading, Unreadable)
    assert "pictures" in reading.detail


def test_a_bomb_is_stopped() -> None:
    """It lets a hostile file have so much memory and time, and no more."""
    bomb = _pdf(streams=(b"BT /F1 9 Tf (" + b"x" * 60_000_000 + b") Tj ET",))
    assert len(bomb) < 100_000
    reading = pdf_text(bomb, PdfLimits(seconds=3, memory_bytes=150_000_000))
    assert isinstance(reading, Unreadable)
    assert reading.reason is Reason.NOT_TEXT


def test_the_length_of_a_text_is_bounded() -> None:
    """It cuts a text that is longer than any policy."""
    text = pdf_text(_pdf(_page(1, FIRST)), PdfLimits(text_bytes=20))
    assert isinstance(text, str)
    assert len(text) <= 20
