"""Bodies that are near to each other are told from each other, and come back byte by byte."""

import gzip
import shutil
import subprocess
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive import made
from tracker.archive import coding
from tracker.archive.archive import Archive
from tracker.archive.exporters.export import export
from tracker.archive.importers import warc as importer
from tracker.archive.reindex import reindex
from tracker.archive.vcdiff import decode, encode
from tracker.archive.verify import verify
from tracker.fetch.capture import Capture, Exchange, Page

pieces = st.lists(
    st.sampled_from([b"<p>one</p>", b"two. ", b"three three three three.\n", b"x", b">"]), max_size=60
)


@given(pieces, pieces)
def test_a_difference_leads_to_its_target(base: list[bytes], target: list[bytes]) -> None:
    """Whatever the two are."""
    one, two = b"".join(base), b"".join(target)
    assert decode(one, encode(one, two), len(two)) == two


@given(st.binary(max_size=200), st.binary(max_size=60))
def test_what_is_no_difference_is_refused(base: bytes, noise: bytes) -> None:
    """With a plain error, never a hang or a wrong type."""
    whole = encode(base, base + noise)
    for delta in (noise, whole[:-1], whole[: len(whole) // 2], whole + noise[:1]):
        assert isinstance(answer(base, delta), bytes | ValueError)
    if len(base) > 4:
        with pytest.raises(ValueError, match="another base"):
            decode(base[1:], whole, 1000)


def answer(base: bytes, delta: bytes) -> bytes | ValueError:
    try:
        return decode(base, delta, 1000)
    except ValueError as error:
        return error


def test_a_difference_is_what_the_standard_says() -> None:
    """RFC 3284: header, one window with a source, ADD and COPY of the default code table."""
    base = b"We keep your mail for a year, and no longer than that."
    delta = encode(base, base + b" New")
    assert delta == (
        bytes([0xD6, 0xC3, 0xC4, 0, 0])
        + bytes([1, 54, 0, 14, 58, 0, 4, 4, 1])
        + b" New"
        + bytes([19, 54, 1, 4])
        + b"\0"
    )


@pytest.mark.skipif(shutil.which("xdelta3") is None, reason="NOT TESTED: xdelta3 is not installed")
def test_another_program_reads_a_difference(tmp_path: Path) -> None:
    """As the how-to for lawyers says: `xdelta3 -d -s BODY_BEFORE DIFFERENCE BODY`."""
    before = b"".join(b"<p>We keep item %d for %d days.</p>\n" % (n, n * n % 997) for n in range(900))
    after = before.replace(b"item 7 ", b"thing seven ") + b"<p>And your voice.</p>\n"
    (tmp_path / "before").write_bytes(before)
    (tmp_path / "difference").write_bytes(encode(before, after))
    command = ["xdelta3", "-d", "-s", "before", "difference", "body"]
    subprocess.run(command, cwd=tmp_path, check=True)
    assert (tmp_path / "body").read_bytes() == after


@pytest.mark.parametrize("level", [1, 6, 9])
def test_what_zlib_packed_is_packed_again_to_the_same_bytes(level: int) -> None:
    """So that the bytes as received need not be kept to be had."""
    body = b"".join(b"<p>We keep item %d for %d days.</p>" % (n, n * n % 997) for n in range(4000))
    payload = gzip.compress(body, level)
    recipe = coding.recipe(payload, body)
    assert recipe is not None
    assert coding.encoded(body, recipe) == payload
    assert coding.recipe(payload[:-9] + b"?" + payload[-8:], body) is None


def page(number: int, *, encoding: str = "", paragraphs: int = 900) -> Capture:
    """A long page with a token that differs each time, and one sentence that changes."""
    body = b"".join(b"<p>We keep item %d for %d days.</p>\n" % (n, n * n % 997) for n in range(paragraphs))
    body = b"<meta token=%d>\n" % (number * 7919) + body + b"<p>Version %d.</p>\n" % number
    made_by = {
        "gzip": lambda: gzip.compress(body, 6, mtime=number),
        "x-gzip": lambda: zlib_of_another_kind(body),
        "deflate": lambda: zlib.compress(body),
        "": lambda: body,
    }
    payload = made_by[encoding]()
    headers = (("Content-Type", "text/html"), *((("Content-Encoding", encoding),) if encoding else ()))
    url = "https://lumen.example/privacy"
    when = made.at(number)
    return Capture(
        (Page(url, (Exchange(url, (), 200, "OK", headers, payload, body, when, 0.5),)),), when, "http"
    )


def zlib_of_another_kind(body: bytes) -> bytes:
    """Gzip with a strategy that no web server uses: it cannot be made again by guessing."""
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS + 16, 8, zlib.Z_HUFFMAN_ONLY)
    return packer.compress(body) + packer.flush()


def fill(archive: Archive, count: int, encoding: str) -> list[int]:
    """Versions of the page; the sizes of their WARC files."""
    latest = None
    for number in range(count):
        if latest is None:
            observation = made.first(made.at(0), "Version 0.")
        else:
            change = f"{number:016x}"
            observation = made.changed(made.at(number), latest, f"Version {number}.", change_id=change)
        assert observation.new is not None
        new = replace(observation.new, capture=page(number, encoding=encoding))
        latest = archive.record(replace(observation, new=new))
        assert latest is not None
    return [len(archive.warc(snapshot.id)) for snapshot in archive.snapshots(made.KEY)]


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_a_page_that_hardly_changes_hardly_costs(encoding: str, tmp_path: Path) -> None:
    """Ten versions with other tokens take the room of one and a bit, and read as they were received."""
    with Archive.open(tmp_path / "archive") as archive:
        first, *others = fill(archive, 10, encoding)
        assert max(others) < first / 3
        for number, snapshot in enumerate(archive.snapshots(made.KEY)):
            assert archive.capture(snapshot) == page(number, encoding=encoding)
        assert list(verify(archive)) == []
        reindex(tmp_path / "archive")
        assert list(verify(archive)) == []
        export(archive, tmp_path / "out", ["warc"])
    read = [version.body for version in importer.read(tmp_path / "out" / "warc")]
    assert read == [page(number).pages[0].answer.body for number in range(10)]


@pytest.mark.parametrize("encoding", ["x-gzip", "deflate"])
def test_bytes_that_cannot_be_made_again_are_kept_in_full(encoding: str, tmp_path: Path) -> None:
    """As received comes before small."""
    with Archive.open(tmp_path) as archive:
        first, second = fill(archive, 2, encoding)
        assert second > first * 0.9
        assert archive.capture(archive.snapshots(made.KEY)[1]) == page(1, encoding=encoding)


def test_a_page_that_became_another_starts_a_new_full_body(tmp_path: Path) -> None:
    """Differences are only told from a body that is near."""
    with Archive.open(tmp_path) as archive:
        first = archive.record(made.first(made.at(0), "Version 0."))
        assert first is not None
        observation = made.changed(made.at(1), first, "Version 1.")
        assert observation.new is not None
        new = replace(observation.new, capture=page(1, encoding="gzip"))
        second = archive.record(replace(observation, new=new))
        assert second is not None
        assert archive.record_of(second)["capture"]["bodies_in"] == []  # type: ignore[index]
        assert archive.capture(second) == page(1, encoding="gzip")
