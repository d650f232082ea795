"""Frozen values turn into plain JSON and back; what has its default is left out."""

import json
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from tracker.archive.moment import from_text, to_text

Value = TypeVar("Value")


def canonical(plain: object) -> bytes:
    """JSON as it stands in the archive: sorted keys, indented, UTF-8, one newline at the end."""
    return (json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode(
        "utf-8", "surrogatepass"
    )


def compact(plain: object) -> str:
    """JSON on one line, for the catalogue."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_plain(value: Any) -> Any:
    """Dictionaries, lists, text and numbers."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_plain(part)
            for field in fields(value)
            if (part := getattr(value, field.name)) != _default(field)
        }
    raise TypeError(f"{type(value).__name__} has no plain form")


def from_plain(kind: type[Value], plain: Any) -> Value:
    """The value that `to_plain` was given; unknown names are ignored, so that old code reads new files."""
    read: Callable[[Any], Value] = _reader(cast(Any, kind))
    return read(plain)


def _default(field: Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:  # noqa: PLR0911 - a case a kind
    origin, arguments = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _value_reader(cast(type, kind))
    if origin in {UnionType, Union}:
        (inner,) = (argument for argument in arguments if argument is not NoneType)
        read = _reader(inner)
        return lambda plain: None if plain is None else read(plain)
    if origin is tuple and arguments[-1] is Ellipsis:
        item = _reader(arguments[0])
        return lambda plain: tuple(item(part) for part in plain)
    if origin is tuple:
        items = [_reader(argument) for argument in arguments]
        return lambda plain: tuple(read(part) for read, part in zip(items, plain, strict=True))
    if kind is datetime:
        return from_text
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if origin is Literal or kind in {str, int, bool, float}:
        return lambda plain: plain
    raise TypeError(f"{kind} has no plain form")


def _value_reader(kind: type) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers: dict[str, Callable[[Any], Any]] = {}

    def read(plain: dict[str, Any]) -> Any:
        if not readers:
            readers.update({field.name: _reader(hints[field.name]) for field in fields(kind)})
        return kind(**{name: readers[name](part) for name, part in plain.items() if name in readers})

    return read
