"""A body is written as its difference to another one, in the format of RFC 3284.

Any VCDIFF decoder reads it, `xdelta3 -d -s BASE DELTA` for one. Only two instructions are written, ADD and
COPY with an address of its own, so that reading takes a page of code.
"""

import re
from collections.abc import Iterator

MAGIC = b"\xd6\xc3\xc4\x00\x00"
"""VCD, version 0, no secondary compressor, the default code table."""

ADD, COPY = 1, 19
"""Indices of "ADD, size follows" and "COPY, size follows, mode 0" in the default code table (5.6)."""

MIN_COPY_BYTES = 16
"""A shorter copy costs as much as the bytes themselves."""

_TOKEN = re.compile(rb"[^>\n.]*[>\n.]?")


def encode(base: bytes, target: bytes) -> bytes:
    """The difference that leads from base to target; takes time linear in both."""
    data, instructions, addresses = bytearray(), bytearray(), bytearray()
    waiting = bytearray()

    def add() -> None:
        if waiting:
            instructions.extend(bytes([ADD]) + _number(len(waiting)))
            data.extend(waiting)
            waiting.clear()

    for start, size, literal in _matches(base, target):
        if size < MIN_COPY_BYTES:
            waiting.extend(literal)
            continue
        add()
        instructions.extend(bytes([COPY]) + _number(size))
        addresses.extend(_number(start))
    add()
    sections = _number(len(data)) + _number(len(instructions)) + _number(len(addresses))
    body = _number(len(target)) + b"\x00" + sections + data + instructions + addresses
    return MAGIC + b"\x01" + _number(len(base)) + _number(0) + _number(len(body)) + body


def decode(base: bytes, delta: bytes, limit: int) -> bytes:
    """The target of a difference that `encode` wrote; `ValueError` where it is none, or too long."""
    if not delta.startswith(MAGIC + b"\x01"):
        raise ValueError("no VCDIFF of one window with a source")
    at = len(MAGIC) + 1
    segment, at = _read(delta, at)
    position, at = _read(delta, at)
    _, at = _read(delta, at)
    length, at = _read(delta, at)
    if length > limit or position or segment != len(base) or delta[at : at + 1] != b"\x00":
        raise ValueError("a VCDIFF of another base, or too long")
    at += 1
    (data_size, at), out = _read(delta, at), bytearray()
    instruction_size, at = _read(delta, at)
    _, at = _read(delta, at)
    data, code = at, at + data_size
    address, end = code + instruction_size, code + instruction_size
    if end > len(delta):
        raise ValueError("a VCDIFF that was cut off")
    while code < end:
        kind = delta[code]
        size, code = _read(delta, code + 1)
        if len(out) + size > length:
            raise ValueError("a VCDIFF longer than it says")
        if kind == ADD:
            out += delta[data : data + size]
            data += size
        elif kind == COPY:
            start, address = _read(delta, address)
            out += base[start : start + size]
        else:
            raise ValueError(f"a VCDIFF with the instruction {kind}, which is never written here")
    if len(out) != length:
        raise ValueError("a VCDIFF that was cut off")
    return bytes(out)


def _matches(base: bytes, target: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Runs of the target: where they stand in the base, their size, and the bytes themselves."""
    tokens, starts = _tokens(base)
    wanted, _ = _tokens(target)
    first: dict[tuple[bytes, bytes], int] = {}
    for index in range(len(tokens) - 1, 0, -1):
        first[tokens[index - 1], tokens[index]] = index - 1
    at, expected = 0, 0
    while at < len(wanted):
        found = expected if expected < len(tokens) and tokens[expected] == wanted[at] else None
        if found is None and at + 1 < len(wanted):
            found = first.get((wanted[at], wanted[at + 1]))
        if found is None:
            yield 0, 0, wanted[at]
            at += 1
            continue
        begin, run = found, at
        while found < len(tokens) and at < len(wanted) and tokens[found] == wanted[at]:
            found, at = found + 1, at + 1
        expected = found
        literal = b"".join(wanted[run:at])
        yield starts[begin], len(literal), literal


def _tokens(content: bytes) -> tuple[list[bytes], list[int]]:
    tokens = [token for token in _TOKEN.findall(content) if token]
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token)
    return tokens, starts


def _number(value: int) -> bytes:
    """Seven bits a byte, the highest first (RFC 3284, 2)."""
    parts = [value & 127]
    while value := value >> 7:
        parts.append(value & 127 | 128)
    return bytes(reversed(parts))


def _read(content: bytes, at: int) -> tuple[int, int]:
    value = 0
    while True:
        if at >= len(content):
            raise ValueError("a VCDIFF that was cut off")
        byte = content[at]
        value = value << 7 | byte & 127
        at += 1
        if byte < 128:
            return value, at
