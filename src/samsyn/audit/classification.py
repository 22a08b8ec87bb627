"""What kind of information a model field holds. Every field of every model says so, and a test holds it to that."""

from enum import StrEnum


class Kind(StrEnum):
    """Decides what exports, logs and (later) deletion do with a field."""

    IDENTITY = "identity"  # tells who: names, numbers, addresses, and keys to a person
    SENSITIVE = "sensitive"  # health, need, family, free text: secrecy under OSL 26:1
    ORDINARY = "ordinary"  # codes, dates and amounts that say nothing without the identity beside them
    DERIVED = "derived"  # computed from other fields, can be made again
