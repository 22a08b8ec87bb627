"""What may be read of each kind of record: fields, their names in other systems, and what they point at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from samsyn.people.identity import Identity, read
from samsyn.people.names import fold

KNOWN = 1 << 16  # persons whose numbers are read once: they come back with their relatives and applications

Body: TypeAlias = (
    "dict[str, Any]"  # a record's values as they are kept until they are stored: text, numbers, yes and no
)


@dataclass(frozen=True)
class Field:
    """One value of a record.

    `reads` is how: text, day, clock, minutes, number, yes_no, choice, identity or reference. `words` are what a choice
    takes, folded, with the code for each; `other_names` the headings it goes under elsewhere; `refers` the kind of
    record it points at.
    """

    name: str
    label: str
    reads: str = "text"
    required: bool = False
    longest: int = 200
    words: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)  # code → label as message id, for a choice
    other_names: tuple[str, ...] = ()
    refers: str = ""


@dataclass(frozen=True)
class Setting:
    """What the checks of a whole record depend on, beside the record."""

    today: date
    only_test_numbers: bool
    _known: dict[str, Identity] = field(default_factory=dict, init=False, repr=False, compare=False)

    def identity(self, text: str) -> Identity:
        """Whose number it is, in any form it is written in. Raises Invalid."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= KNOWN:
                self._known.clear()
            found = self._known[text] = read(text, today=self.today)
        return found


@dataclass(frozen=True)
class Kind:
    """A kind of record. `settle` checks a whole row's values and completes them, raising `WrongField`.

    `key` names the fields that tell one record from another where the file has no number of its own for it. `present`
    names the field that is filled in when a row of a sheet with several kinds in it holds one of this kind.
    """

    name: str
    label: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    settle: Callable[[Body, Setting], Body]
    present: str

    def field(self, name: str) -> Field | None:
        """The field of this name."""
        return next((f for f in self.fields if f.name == name), None)


class WrongField(Exception):  # noqa: N818 - the row's fault, not the program's
    """A record whose values do not go together; names the field to look at."""

    def __init__(self, field_name: str, reason: Any) -> None:
        super().__init__(field_name)
        self.field_name, self.reason = field_name, reason


def words_of(codes: Mapping[str, str], **more: str) -> dict[str, str]:
    """What a choice takes: each code, each label, and further words by code, separated by commas."""
    found = {fold(code): code for code in codes}
    found |= {fold(label): code for code, label in codes.items()}
    for code, words in more.items():
        found |= {fold(word.strip()): code for word in words.split(",")}
    return found
