"""One reader turns any TOML table into the frozen dataclass that describes it."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypeVar, Union

from tracker.errors import WatchlistError
from tracker.watchlist.duration import parse_duration
from tracker.watchlist.place import Place

T = TypeVar("T")

_NAMES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", Path: "a path"}


class BadValue(ValueError):
    """A dataclass refuses the value of one of its fields."""

    def __init__(self, key: str, what: str) -> None:
        super().__init__(what)
        self.key = key


def read_table(cls: type[T], table: object, place: Place) -> T:
    """The value that a table describes; keys are the dataclass's fields, `from_` being written `from`.

    Unknown and missing keys, wrong types and values that the class itself refuses (ValueError) become a
    WatchlistError that names file, line and key.
    """
    if not isinstance(table, Mapping):
        raise WatchlistError(f"expected a table, found {_described(table)}", str(place))
    hints = typing.get_type_hints(cls)
    fields = {field.name.rstrip("_"): field for field in dataclasses.fields(cls) if field.init}  # type: ignore[arg-type]
    for key in table:
        if key not in fields:
            raise WatchlistError(
                f'unknown key "{key}"', str(place.child(key)), nearest(key, fields, "Known keys")
            )
    for key, field in fields.items():
        if key not in table and not _optional(field):
            raise WatchlistError(f'the key "{key}" is missing', str(place), f"Add {key} = … to this table.")
    values = {
        fields[key].name: convert(hints[fields[key].name], value, place.child(key))
        for key, value in table.items()
    }
    try:
        return cls(**values)
    except BadValue as error:
        raise WatchlistError(str(error), str(place.child(error.key))) from error
    except ValueError as error:
        raise WatchlistError(str(error), str(place)) from error
    except WatchlistError as error:
        raise WatchlistError(error.what, error.where or str(place), error.advice) from error


def convert(hint: Any, value: object, place: Place) -> Any:
    """A TOML value as the type that a field is declared with."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return convert(next(kind for kind in arguments if kind is not types.NoneType), value, place)
    if origin is Literal:
        return _one_of(arguments, value, place)
    if origin is tuple:
        entries = value if isinstance(value, list) else [value]
        return tuple(convert(arguments[0], entry, place) for entry in entries)
    if origin in (dict, Mapping):
        return {
            key: convert(arguments[1], entry, place.child(key))
            for key, entry in _mapping(value, place).items()
        }
    if dataclasses.is_dataclass(hint):
        return read_table(typing.cast("type[Any]", hint), value, place)
    return _scalar(hint, value, place)


def nearest(word: str, known: typing.Iterable[str], label: str) -> str:
    """A sentence that suggests the near miss, or lists what is known."""
    choices = sorted(known)
    close = get_close_matches(word.lower(), choices, n=1, cutoff=0.6)
    return f'Did you mean "{close[0]}"?' if close else f"{label}: {', '.join(choices)}."


def _scalar(hint: Any, value: object, place: Place) -> Any:
    if hint is timedelta:
        if not isinstance(value, str):
            raise WatchlistError(
                f"expected a duration, found {_described(value)}", str(place), 'Write for example "6h".'
            )
        try:
            return parse_duration(value)
        except ValueError as error:
            raise WatchlistError(str(error), str(place)) from error
    if hint is Path and isinstance(value, str):
        if not value.strip():
            raise WatchlistError(
                "the path is empty", str(place), "Name a file or folder, or take the line out."
            )
        return place.file.parent / Path(value).expanduser()
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if hint in _NAMES and type(value) is hint:
        return value
    raise WatchlistError(f"expected {_NAMES.get(hint, hint)}, found {_described(value)}", str(place))


def _one_of(choices: tuple[str, ...], value: object, place: Place) -> str:
    if isinstance(value, str) and value in choices:
        return value
    raise WatchlistError(
        f'"{value}" is not possible here', str(place), nearest(str(value), choices, "Possible")
    )


def _mapping(value: object, place: Place) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return value
    raise WatchlistError(f"expected a table, found {_described(value)}", str(place))


def _optional(field: "dataclasses.Field[Any]") -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


def _described(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'the text "{value[:60]}"'
        case int() | float():
            return f"the number {value}"
        case list():
            return "a list"
        case Mapping():
            return "a table"
        case _:
            return f"{value}"
