"""An examination as JSON and back: the same for every frozen dataclass of this core, with a version.

A dataclass is an object of its fields. Where a field may hold one of several dataclasses, `is` names which. Dates are
ISO 8601; a tuple is a list; pairs of a name and a value (`Note.values`) are lists of two.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, ForwardRef, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import samsyn.equity.note as notes
from samsyn.equity.examination import Examination

VERSION = 1
NO_LONGER = {"Effect": {"lag"}}  # fields that were stored once and say nothing any more
Json = dict[str, Any]
Made = TypeVar("Made")


class OtherVersion(ValueError):  # noqa: N818 - a file of another version is no fault
    """The JSON was written by another version than this, or is no examination."""


def to_json(examination: Examination) -> Json:
    """An examination as what `json.dumps` takes. Raises ValueError for a number that JSON has not."""
    return {"version": VERSION, **encoded(examination, Examination)}


def from_json(stored: Json) -> Examination:
    """The examination of such JSON. Raises OtherVersion, or ValueError for what does not fit."""
    if stored.get("version") != VERSION:
        raise OtherVersion(f"version {stored.get('version')} is not {VERSION}")
    return decoded({name: value for name, value in stored.items() if name != "version"}, Examination)


def encoded(value: Any, kind: Any) -> Any:
    """A value of an annotated kind as JSON."""
    if is_dataclass(value):
        own = {name: encoded(getattr(value, name), hint) for name, hint in _hints(value.__class__).items()}
        return {"is": type(value).__name__, **own} if _is_one_of_several(kind) else own
    if isinstance(value, tuple):
        return [encoded(one, _member(kind, place)) for place, one in enumerate(value)]
    if isinstance(value, date):
        return {"is": "date", "day": value.isoformat()} if _is_one_of_several(kind) else value.isoformat()
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(f"{value} is no number that can be stored")
    if isinstance(value, StrEnum):
        return value.value
    return value


def decoded(value: Any, kind: type[Made]) -> Made:
    """The value of a kind that `encoded` wrote so. Raises ValueError for what does not fit."""
    try:
        return _decoder(kind)(value)  # type: ignore[no-any-return]
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(f"no {getattr(kind, '__name__', kind)}: {problem!r}") from problem


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _several(kind: Any) -> tuple[Any, ...]:
    """The kinds that a union holds, but None."""
    if isinstance(kind, ForwardRef):
        return (getattr(notes, kind.__forward_arg__),)
    if get_origin(kind) in {Union, UnionType}:
        return tuple(member for one in get_args(kind) if one is not NoneType for member in _several(one))
    return (kind,)


def _is_one_of_several(kind: Any) -> bool:
    return len(_several(kind)) > 1


def _member(kind: Any, place: int) -> Any:
    """The kind of what stands at a place of a tuple; in a union of tuples, what any of them holds."""
    tuples = [one for one in _several(kind) if get_origin(one) is tuple]
    found = {_at(get_args(one), place) for one in tuples}
    return Union[tuple(found)] if len(found) > 1 else next(iter(found))  # noqa: UP007 - made at run time


def _at(members: tuple[Any, ...], place: int) -> Any:
    return members[0] if members[-1] is Ellipsis else members[place]


def _decoder(kind: Any) -> Callable[[Any], Any]:
    several = _several(kind)
    if len(several) > 1 or NoneType in get_args(kind):
        return lambda value: None if value is None else _one_of(value, several, kind)
    kind = several[0]
    if is_dataclass(kind):
        return lambda value: _made(kind, value)
    if get_origin(kind) is tuple:
        return lambda value: tuple(_decoder(_member(kind, place))(one) for place, one in enumerate(value))
    if get_origin(kind) is Literal:
        return lambda value: _literal(kind, value)
    if kind is date:
        return date.fromisoformat
    return kind if isinstance(kind, type) and issubclass(kind, StrEnum) else lambda value: _plain(kind, value)


def _made(kind: Any, value: Json) -> Any:
    hints = _hints(kind)
    if unknown := value.keys() - hints.keys() - {"is"} - NO_LONGER.get(kind.__name__, set()):
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: _decoder(hint)(value[name]) for name, hint in hints.items()})


def _one_of(value: Any, several: tuple[Any, ...], kind: Any) -> Any:
    if len(several) == 1:
        return _decoder(several[0])(value)
    if isinstance(value, list):
        return tuple(_decoder(_member(kind, place))(one) for place, one in enumerate(value))
    if isinstance(value, dict):
        if value["is"] == "date":
            return date.fromisoformat(value["day"])
        return _made({getattr(one, "__name__", ""): one for one in several}[value["is"]], value)
    return _plain(type(value), value)


def _literal(kind: Any, value: Any) -> Any:
    if value not in get_args(kind):
        raise ValueError(f"{value!r} is none of {get_args(kind)}")
    return value


def _plain(kind: Any, value: Any) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{value!r} is no {kind.__name__}")
    return value
