"""Content codings of HTTP are undone, and where possible done again to the same bytes."""

import zlib
from dataclasses import dataclass

_LEVELS = ((6, 8), (9, 8), (5, 8), (4, 8), (1, 8), (6, 9), (9, 9), (1, 9), (2, 8), (3, 8), (7, 8), (8, 8))
"""Levels and memory of zlib, the most common settings of web servers first."""

_TRIED_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Recipe:
    """How zlib made a payload out of a body."""

    level: int
    memory: int
    head: str
    """Bytes before the deflated data, in hexadecimal."""
    tail: str
    """Bytes after it."""


def decoded(payload: bytes, encoding: str | None, limit: int) -> bytes | None:
    """The payload without `gzip` or `deflate`, if that gives at most `limit` bytes; else None."""
    names = _names(encoding)
    if not payload or not names:
        return payload
    match names:
        case ["gzip" | "x-gzip"]:
            bits = zlib.MAX_WBITS + 16
        case ["deflate"]:
            bits = zlib.MAX_WBITS if payload[0] & 15 == 8 else -zlib.MAX_WBITS
        case _:
            return None
    try:
        body = zlib.decompressobj(bits).decompress(payload, limit + 1)
    except zlib.error:
        return None
    return body if len(body) <= limit else None


def is_plain(encoding: str | None) -> bool:
    """Whether a payload is the body itself."""
    return not _names(encoding)


def recipe(payload: bytes, body: bytes) -> Recipe | None:
    """How zlib makes the gzip payload out of the body; None: another program made it."""
    start = _gzip_head(payload)
    if start is None:
        return None
    deflated = payload[start:-8]
    for level, memory in _LEVELS:
        compressor = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, memory)
        made = compressor.compress(body[:_TRIED_BYTES])
        if deflated.startswith(made):
            made += compressor.compress(body[_TRIED_BYTES:]) + compressor.flush()
            if made == deflated:
                return Recipe(level, memory, payload[:start].hex(), payload[-8:].hex())
    return None


def encoded(body: bytes, made: Recipe) -> bytes:
    """The payload again; another release of zlib may make another one, so the caller compares its hash."""
    compressor = zlib.compressobj(made.level, zlib.DEFLATED, -zlib.MAX_WBITS, made.memory)
    deflated = compressor.compress(body) + compressor.flush()
    return bytes.fromhex(made.head) + deflated + bytes.fromhex(made.tail)


def _names(encoding: str | None) -> list[str]:
    named = (name.strip().lower() for name in (encoding or "").split(","))
    return [name for name in named if name and name != "identity"]


def _gzip_head(payload: bytes) -> int | None:
    """Length of the header (RFC 1952, 2.3); None where there is none, or one with rare fields."""
    if len(payload) < 18 or payload[:3] != b"\x1f\x8b\x08" or payload[3] & ~0x08:
        return None
    if not payload[3] & 0x08:
        return 10
    end = payload.find(b"\0", 10, 266)
    return end + 1 if end > 0 else None
