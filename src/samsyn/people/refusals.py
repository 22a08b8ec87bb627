"""Refusals are values: a sentence in Swedish that is translated when shown, its parts, and the paragraph."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "translate this later"
    """Mark a text for the message catalogue without translating it here."""
    return text


@dataclass(frozen=True)
class Refusal:
    """Why something may not be done, and what to do instead.

    `text` is a message id with {named} gaps, filled from `values` after translation; `law` is a key in the
    law table, empty where the rule is the house's own.
    """

    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    law: str = ""

    def __str__(self) -> str:
        return self.text.format(**self.values)


class Refused(Exception):  # noqa: N818 - a rule said no; nothing went wrong
    """A rule says no. Carries the refusal to the page that asked."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class NoAccess(Refused):
    """The reader may not see or do this at all. Said as such, never as "not found"."""


class Invalid(Refused):
    """What was entered cannot be stored; names the field it stands in."""

    def __init__(self, field_name: str, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.field_name = field_name


def enforce(refusal: Refusal | None) -> None:
    """Raise the refusal, if there is one."""
    if refusal:
        raise Refused(refusal)


def permit(refusal: Refusal | None) -> None:
    """Raise NoAccess with the refusal, if there is one."""
    if refusal:
        raise NoAccess(refusal)
