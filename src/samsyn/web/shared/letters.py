"""Letters on pages: in which languages one can be opened, how it was asked for, and how somebody wants theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.people.languages import NAMES, Language, language_of
from samsyn.web.shared.inputs import offer
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.people.models import Person


@dataclass(frozen=True)
class Asked:
    """How a letter was asked for: its language and size, by the address, else as the person wants it."""

    language: Language
    large: bool

    @property
    def query(self) -> str:
        """The same letter's PDF, after its address."""
        return f"?sprak={self.language}" + ("&stor=1" if self.large else "")

    @property
    def languages(self) -> list[tuple[str, str, bool]]:
        """Every language: its code, its name and whether it is the one shown."""
        return [(code.value, say(name), code is self.language) for code, name in NAMES.items()]


def asked_for(request: Request, person: "Person | None" = None) -> Asked:
    """What the address asks, `?sprak=fi&stor=1`; else what the person has chosen; else Swedish in ordinary size."""
    wanted = request.GET.get("sprak", "")
    own = language_of(person.letter_language, person.language) if person else Language.SWEDISH
    language = Language(wanted) if wanted in set(Language) else own
    large = "stor" in request.GET if person is None or wanted or "stor" in request.GET else person.large_print
    return Asked(language, large and request.GET.get("stor", "1") != "0")


class LettersForm(forms.Form):
    """How somebody wants their letters."""

    language = forms.ChoiceField(
        required=False,
        label=_("Vilket språk vill du ha dina brev på?"),
        help_text=_("Beslutet skrivs alltid på svenska. Du får brevet på språket som du väljer också."),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Välj ett av språken i listan.")},
    )
    large_print = forms.BooleanField(required=False, label=_("Jag vill ha större text i mina brev"))

    def __init__(self, data: Any = None, *, person: "Person", own: bool = True) -> None:
        chosen = {"language": person.letter_language, "large_print": person.large_print}
        super().__init__(data, initial=chosen, auto_id="letters_%s")
        spoken = say(NAMES[language_of("", person.language)])
        offer(self, "language", [("", say_spoken(spoken)), *_named(NAMES.items())])
        if not own:
            self.fields["language"].label = _("Vilket språk ska breven vara på?")
            self.fields["language"].help_text = _(
                "Beslutet skrivs alltid på svenska. Personen får brevet på det valda språket också."
            )
            self.fields["large_print"].label = _("Personen vill ha större text i breven")


def say_spoken(language: str) -> str:
    """The choice of not choosing."""
    return str(pgettext_lazy("brevens språk", "Som i uppgifterna: {language}")).format(language=language)


def _named(names: Iterable[tuple[Language, str]]) -> list[tuple[str, str]]:
    return [(code.value, say(name)) for code, name in names]
