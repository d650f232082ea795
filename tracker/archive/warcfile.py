"""Records of a WARC file, as bytes: this module alone knows warcio."""

import gzip
import hashlib
import io
import re
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tracker.archive.errors import EvidenceError

_NAMESPACE = uuid.UUID("5d2f1c34-9f0b-5c7e-9a53-0e1d6c1f7a10")
_BROKEN_LINE = re.compile(r"[\r\n\x00]+[ \t]*")


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a WARC file."""

    record_type: str
    url: str
    """WARC-Target-URI, or ""."""
    date: str
    """WARC-Date."""
    content_type: str
    block: bytes
    more: tuple[tuple[str, str], ...] = ()
    """Further WARC headers."""
    id: str = ""
    """WARC-Record-ID; derived when written."""

    def header(self, name: str) -> str:
        """A further WARC header, or ""."""
        return next((value for key, value in self.more if key.lower() == name.lower()), "")


class RecordWriter:
    """Writes records one after the other; the same records give the same bytes."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._plain = io.BytesIO()
        self._writer = WARCWriter(self._plain, gzip=False, warc_version="1.1")
        self._ends: list[int] = []

    def write(self, record: Record) -> str:
        """The id of the record, derived from its place and content."""
        digest = hashlib.sha256(record.block).hexdigest()
        seed = f"{self._seed} {len(self._ends)} {record.record_type} {record.url} {digest}"
        record_id = f"<urn:uuid:{uuid.uuid5(_NAMESPACE, seed)}>"
        headers = [
            ("WARC-Type", record.record_type),
            ("WARC-Record-ID", record_id),
            ("WARC-Date", record.date),
        ]
        if record.url:
            headers.append(("WARC-Target-URI", one_line(record.url)))
        headers += [(name, one_line(value)) for name, value in record.more]
        if not record.header("WARC-Payload-Digest"):  # warcio would add one of its own
            payload = (
                record.block.partition(b"\r\n\r\n")[2] if "/http" in record.content_type else record.block
            )
            headers.append(("WARC-Payload-Digest", f"sha256:{hashlib.sha256(payload).hexdigest()}"))
        headers += [("WARC-Block-Digest", f"sha256:{digest}"), ("Content-Type", record.content_type)]
        # As a "response", since warcio would drop the block of a revisit that it did not parse itself.
        written = "response" if record.record_type == "revisit" else record.record_type
        stream, size = io.BytesIO(record.block), len(record.block)
        named = StatusAndHeaders("", headers, protocol="WARC/1.1")
        made = ArcWarcRecord("warc", written, named, stream, None, record.content_type, size)
        made.payload_length = size
        self._writer.write_record(made)
        self._ends.append(self._plain.tell())
        return record_id

    def content(self) -> bytes:
        """All records, uncompressed."""
        return self._plain.getvalue()

    def compressed(self) -> bytes:
        """All records, one gzip member each, without a time in its header."""
        content = self._plain.getvalue()
        starts = [0, *self._ends[:-1]]
        return b"".join(_member(content[start:end]) for start, end in zip(starts, self._ends, strict=True))


def records(content: bytes | IO[bytes], limit: int = -1) -> Iterator[Record]:
    """The records of a WARC file, compressed or not; of each block at most `limit` bytes."""
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    try:
        for found in ArchiveIterator(stream, no_record_parse=True):
            said = {name.lower(): value for name, value in found.rec_headers.headers}
            yield Record(
                record_type=said.get("warc-type", ""),
                url=said.get("warc-target-uri", ""),
                date=said.get("warc-date", ""),
                content_type=said.get("content-type", ""),
                block=found.raw_stream.read(limit) if limit >= 0 else found.raw_stream.read(),
                more=tuple(found.rec_headers.headers),
                id=said.get("warc-record-id", ""),
            )
    except (ArchiveLoadFailed, zlib.error, EOFError, ValueError) as error:
        raise EvidenceError(f"This is no readable WARC file: {error}.") from error


def sha256(content: bytes) -> str:
    """Of the uncompressed file, as `zcat FILE | sha256sum` prints it."""
    digest = hashlib.sha256()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as plain:
            while part := plain.read(1 << 20):
                digest.update(part)
    except (OSError, EOFError, zlib.error) as error:
        raise EvidenceError(f"The WARC file cannot be decompressed: {error}.") from error
    return digest.hexdigest()


def one_line(text: str) -> str:
    """Text without line ends, for a header."""
    return _BROKEN_LINE.sub(" ", text)


def _member(content: bytes) -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return compressor.compress(content) + compressor.flush()
