"""What became of the time of a decision that has ended, on paper in large type: the words of the page, and the sums."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from samsyn.people.languages import language_of
from samsyn.people.refusals import N_
from samsyn.web.shared.paper import Sheet
from samsyn.web.shared.paper_form import Block, Form, form_pdf, heading, items, text
from samsyn.web.shared.wording import duration, label, long_date

if TYPE_CHECKING:
    from samsyn.homecare.queries import Ended
    from samsyn.people.models import Person

# The sums of a statement in the order they are told; what is nothing is left out, but for the first two.
SUMS = {
    "granted": N_("Beviljat i allt"),
    "performed": N_("Gjort"),
    "charged": N_("Sent avbokat"),
    "expired": N_("Användes inte"),
    "saved": N_("Sparat"),
    "owed": N_("Inställt av utföraren, inte givet"),
    "moved": N_("Följde med till det nya beslutet"),
    "came": N_("Räknades på det nya beslutet"),
    "free": N_("Inte räknat än"),
}
ALWAYS = frozenset({"granted", "performed"})


def told_sums(ended: "Ended") -> list[tuple[str, int]]:
    """Each sum that is told, with its words as a message id, in minutes."""
    found = [(key, words, getattr(ended.told, key)) for key, words in SUMS.items()]
    return [(words, minutes) for key, words, minutes in found if minutes > 0 or key in ALWAYS]


def statement_sheet(ended: "Ended", person: "Person", *, sender: str, today: date) -> Sheet:
    """The statement in large type, in the language of the person's letters."""
    language = language_of(person.letter_language, person.language).split("-")[0]

    def draw(change: Callable[[str], str]) -> bytes:
        with override(language):
            form = _form(ended, person, sender, language)
            return form_pdf(form, today=today, change=change)

    return Sheet(draw, name="tid")


def _form(ended: "Ended", person: "Person", sender: str, language: str) -> Form:
    help_given = label("interventions", ended.line.intervention)
    title = gettext("Vad det blev av tiden")
    told = gettext("Beslutet om {help} gällde till och med {day}.")
    sums = [f"{gettext(words)}: {duration(minutes)}" for words, minutes in told_sums(ended)]
    blocks: list[Block] = [
        heading(1, title),
        text(person.name),
        text(told.format(help=help_given, day=long_date(ended.last))),
        heading(2, gettext("Så här användes tiden")),
        items(sums),
        text(gettext("Tycker du att något är fel? Säg det till din kontaktperson eller handläggare.")),
    ]
    mark = gettext("Skyddade personuppgifter") if person.protection else ""
    return Form(title, sender, language, tuple(blocks), person.name, mark)
