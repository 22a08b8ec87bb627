"""How somebody's letters are best read. It is remembered, and followed when a letter is sent."""

from datetime import datetime

from samsyn.audit.actions import action, record
from samsyn.people import access
from samsyn.people.actions.locked import locked
from samsyn.people.languages import Language
from samsyn.people.models import Person
from samsyn.people.refusals import N_, Invalid, Refusal, permit
from samsyn.people.roles import Actor


@action
def choose_letters(*, person: Person, language: str, large_print: bool, by: Actor, at: datetime) -> Person:
    """Choose the language of somebody's letters, empty for the one they speak, and whether in large print."""
    permit(access.why_not_choose_letters(by, person.pk))
    person = locked(person)
    if language and language not in set(Language):
        raise Invalid("language", Refusal(N_("Välj ett av språken i listan.")))
    if (person.letter_language, person.large_print) == (language, large_print):
        return person
    person.letter_language, person.large_print = language, large_print
    person.save(update_fields=["letter_language", "large_print"])
    record(by=by, at=at, what="person.choose_letters", about=f"person:{person.pk}", subjects=[person.pk])
    return person
