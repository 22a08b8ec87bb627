"""The case header: whose names, numbers and addresses are known before the text is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class BadHeader(ValueError):  # noqa: N818 - what is wrong is the header
    """The header cannot be read; says what to put right."""


class Part(StrEnum):
    """Who somebody is to the case; decides the label they get."""

    PERSON = "person"
    PARTNER = "partner"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    RELATIVE = "relative"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody the header names."""

    part: Part
    first: str = ""
    last: str = ""
    number: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """Everybody that is known: the person first, then relatives, then staff, in the header's order."""

    people: tuple[Known, ...] = field(default=())


PARTS = {
    Part.PARTNER: "make maka hustru fru man sambo särbo partner flickvän pojkvän fästmö fästman livskamrat",
    Part.CHILD: "dotter son barn styvdotter styvson fosterbarn bonusbarn bonusdotter bonusson",
    Part.PARENT: "mor far mamma pappa moder fader förälder styvmor styvfar",
    Part.SIBLING: "syster bror syskon halvsyster halvbror tvillingsyster tvillingbror",
}
_PART_OF = {word: part for part, words in PARTS.items() for word in words.split()}
_KEYS = {
    "person": {"first", "last", "pnr", "address", "phone"},
    "relatives": {"first", "last", "relation", "phone"},
    "staff": {"first", "last", "title"},
}  # fmt: skip


def header_of(raw: Any) -> Header:
    """Read a header as it is written in JSON; every key may be missing. Raises BadHeader."""
    if not isinstance(raw, Mapping):
        raise BadHeader("the header must be an object with person, relatives and staff")
    if unknown := sorted(raw.keys() - _KEYS.keys()):
        raise BadHeader(f"the header has unknown keys: {', '.join(unknown)}; known are {', '.join(_KEYS)}")
    people: list[Known] = []
    if raw.get("person") is not None:
        people.append(_known(raw["person"], "person", "person", lambda _: Part.PERSON))
    for group, part in (("relatives", _part_of), ("staff", lambda _: Part.STAFF)):
        some = raw.get(group) or []
        if not isinstance(some, list):
            raise BadHeader(f"{group} must be a list")
        people += [_known(one, f"{group}[{n}]", group, part) for n, one in enumerate(some)]
    return Header(tuple(people))


def _known(raw: Any, where: str, group: str, part: Any) -> Known:
    if not isinstance(raw, Mapping):
        raise BadHeader(f"{where} must be an object")
    if unknown := sorted(raw.keys() - _KEYS[group]):
        raise BadHeader(f"{where} has unknown keys: {', '.join(unknown)}; known are {', '.join(sorted(_KEYS[group]))}")
    values = {key: _text(raw.get(key), f"{where}.{key}") for key in _KEYS[group]}
    return Known(
        part(values.get("relation", "")), values["first"], values["last"], values.get("pnr", ""),
        values.get("address", ""), values.get("phone", ""),
    )  # fmt: skip


def _text(value: Any, where: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadHeader(f"{where} must be text")
    return " ".join(value.split())


def _part_of(relation: str) -> Part:
    return _PART_OF.get(relation.casefold(), Part.RELATIVE)
