"""Which rules of the account hold here: the municipality's choice, of the shipped sets or of a file of its own."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from samsyn.homecare.account.rules import FILE, Rules, newest, read


def rules_on(day: date) -> Rules | None:
    """The rules that hold on a day; None before the first version of the chosen set. Raises ImproperlyConfigured."""
    return newest(_versions(), settings.SAMSYN["time_rules"], day)


def accounts_from() -> date:
    """The first day of which an account is kept here. Raises ImproperlyConfigured where the chosen set is unknown."""
    key = settings.SAMSYN["time_rules"]
    found = [rules.valid_from for rules in _versions() if rules.key == key]
    if not found:
        raise ImproperlyConfigured(f"SAMSYN_TIME_RULES is {key!r}: no set of rules has that key")
    return min(found)


def _versions() -> tuple[Rules, ...]:
    own = settings.SAMSYN["time_rules_file"]
    if not own:
        return read(FILE)
    try:
        return (*read(FILE), *read(Path(own)))
    except OSError as problem:
        raise ImproperlyConfigured(f"SAMSYN_TIME_RULES_FILE: {own} cannot be read: {problem.strerror}") from None
    except (ValueError, KeyError, TypeError) as problem:
        raise ImproperlyConfigured(f"SAMSYN_TIME_RULES_FILE: {own} is not a set of rules: {problem!r}") from None
