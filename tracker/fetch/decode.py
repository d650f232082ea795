"""Content decoding turns what came over the wire into the body, within a cap."""

import zlib

from tracker.fetch.trouble import Trouble
from tracker.gate.reading import Reason

ACCEPTED = "gzip, deflate"
MOST_LAYERS = 3  # honest servers use one; each layer multiplies what a bomb can cost
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
RAW_DEFLATE = -zlib.MAX_WBITS


def decode(payload: bytes, content_encoding: str, cap_bytes: int) -> bytes:
    """The body inside a payload; never allocates more than the cap for one layer."""
    names = [name.strip().lower() for name in content_encoding.split(",")]
    layers = [name for name in names if name not in ("", "identity")]
    if len(layers) > MOST_LAYERS:
        raise Trouble(
            Reason.NOT_TEXT, f"The answer is encoded {len(layers)} times over; we stop at {MOST_LAYERS}."
        )
    body = payload
    for name in reversed(layers):
        if name not in ("gzip", "x-gzip", "deflate"):
            raise Trouble(
                Reason.NOT_TEXT, f"The answer is encoded as {name[:40]!r}, which we did not ask for."
            )
        body = _inflate(body, cap_bytes)
    return body


def _inflate(packed: bytes, cap_bytes: int) -> bytes:
    if not packed:
        return b""
    parts: list[bytes] = []
    size = 0
    rest = packed
    while rest:
        unpacker = _unpacker(rest)
        try:
            part = unpacker.decompress(rest, cap_bytes - size + 1)
        except zlib.error as error:
            if parts:
                break  # padding after a complete member, as gzip itself forgives
            raise Trouble(
                Reason.TRUNCATED, f"The compressed answer cannot be unpacked ({error}). Try again later."
            ) from error
        size += len(part)
        parts.append(part)
        if size > cap_bytes:
            raise too_large(cap_bytes)
        if not unpacker.eof:
            raise Trouble(Reason.TRUNCATED, "The compressed answer ends in the middle.")
        rest = unpacker.unused_data
    return b"".join(parts)


def _unpacker(packed: bytes) -> "zlib._Decompress":
    """By its first bytes: gzip, zlib, or the raw stream that some servers call deflate."""
    is_gzip = packed[:2] == b"\x1f\x8b"
    is_zlib = len(packed) > 1 and packed[0] & 0x0F == 8 and (packed[0] * 256 + packed[1]) % 31 == 0
    return zlib.decompressobj(GZIP_OR_ZLIB if is_gzip or is_zlib else RAW_DEFLATE)


def too_large(cap_bytes: int) -> Trouble:
    """The trouble of an answer beyond the cap."""
    return Trouble(
        Reason.TOO_LARGE,
        f"The answer is larger than {cap_bytes / 1e6:g} MB. Point the source at the policy itself, "
        "or raise size_cap_bytes.",
    )
