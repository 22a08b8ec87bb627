"""What fees are counted by: price base amounts and the tariff, with forms that add a year or a version."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.cases.actions import TariffTerms, enter_price_base, enter_tariff
from samsyn.cases.charging.price_list import written
from samsyn.cases.fees.money import Rounding
from samsyn.cases.fees.tariff import Reduction, Untold, tariffs
from samsyn.cases.queries import amounts_known, tariffs_known
from samsyn.people.refusals import N_
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, tried
from samsyn.web.shared.inputs import DayInput, offer
from samsyn.web.shared.money import MoneyField
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

ROUNDINGS = {
    Rounding.DOWN: N_("Nedåt till hela kronor"),
    Rounding.NEAREST: N_("Till närmaste krona, men aldrig över lagens gräns"),
    Rounding.ORE: N_("Inte alls, i ören"),
}
REDUCTIONS = {
    Reduction.CARE_FIRST: N_("Omsorgen sänks först"),
    Reduction.HOUSING_FIRST: N_("Bostaden sänks först"),
    Reduction.PROPORTIONAL: N_("Båda sänks i samma proportion"),
}
UNTOLD = {
    Untold.ASK: N_("Inget beslut förrän uppgiften finns"),
    Untold.HIGHEST: N_("Avgift enligt taxan, upp till den högsta avgiften"),
}


class PriceBaseForm(forms.Form):
    """A year and its price base amount."""

    year = forms.IntegerField(
        label=_("År"), widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={"required": _("Skriv året."), "invalid": _("Skriv året med fyra siffror.")},
    )  # fmt: skip
    amount = MoneyField(label=_("Prisbasbelopp i kronor"), error_messages={"required": _("Skriv beloppet.")})
    source = forms.CharField(
        label=_("Var det står"), help_text=_("Till exempel SFS-numret på regeringens förordning."), max_length=200,
        error_messages={"required": _("Skriv var beloppet står.")},
    )  # fmt: skip


class TariffForm(forms.Form):
    """A version of the tariff; the prices begin as those of the version before.

    Where real people are the first one begins empty: an invented price is never a source line away from being decided.
    """

    version = forms.CharField(
        label=_("Versionens namn"), help_text=_("Till exempel 2027:1."), max_length=20,
        error_messages={"required": _("Ge versionen ett namn.")},
    )  # fmt: skip
    valid_from = forms.DateField(
        label=_("Gäller från"), widget=DayInput,
        error_messages={"required": _("Välj en dag."), "invalid": _("Välj en dag.")},
    )  # fmt: skip
    source = forms.CharField(
        label=_("Fullmäktiges beslut"), max_length=200, error_messages={"required": _("Skriv vilket beslut.")}
    )
    rounding = forms.ChoiceField(label=_("Hur avgifter avrundas"))
    reduction = forms.ChoiceField(label=_("Vad som sänks när båda avgifterna inte ryms"))
    untold = forms.ChoiceField(label=_("När någon inte lämnar sin inkomst"))
    prices = forms.CharField(
        label=_("Priser"), max_length=30_000,
        help_text=_(
            "En rad för varje pris, med semikolon emellan, i kronor. Sätt är timme, gång, månad eller steg. Utan"
            " självkostnad prövas inte den gränsen."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "class": "figure", "spellcheck": "false"}),
        error_messages={"required": _("Skriv priserna.")},
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        last = next(iter(tariffs_known()), None if settings.SAMSYN["real_people"] else tariffs()[-1])
        before: dict[str, Any] = {"prices": written(())}
        if last:
            before = {
                "rounding": last.rounding, "reduction": last.reduction, "untold": last.untold,
                "prices": written(last.prices),
            }  # fmt: skip
        super().__init__(data, initial=before)
        for name, options in (("rounding", ROUNDINGS), ("reduction", REDUCTIONS), ("untold", UNTOLD)):
            offer(self, name, [(key.value, say(text)) for key, text in options.items()])


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def fee_parameters(request: Request) -> HttpResponse:
    """Every year and every version, with its source and whether it is checked; and a form for one more year."""
    form = PriceBaseForm(form_data(request))
    done, status = tried(form, lambda: enter_price_base(**form.cleaned_data, by=request.actor, at=request.now))
    if done is not None:
        return redirect("fee_parameters")
    return _page(request, form, TariffForm(), status=status)


@open_to(Role.ADMINISTRATOR)
@require_POST
def fee_tariff(request: Request) -> HttpResponse:
    """One more version of the tariff."""
    form = TariffForm(request.POST)
    done, status = tried(
        form, lambda: enter_tariff(terms=TariffTerms(**form.cleaned_data), by=request.actor, at=request.now)
    )
    if done is not None:
        return redirect("fee_parameters")
    return _page(request, PriceBaseForm(), form, status=status)


def _page(request: Request, year: PriceBaseForm, tariff: TariffForm, *, status: int) -> HttpResponse:
    context = {
        "years": sorted(amounts_known().values(), key=lambda each: -each.year),
        "tariffs": [*tariffs_known(), *reversed(tariffs())],
        "roundings": {k.value: v for k, v in ROUNDINGS.items()},
        "untold": {k.value: v for k, v in UNTOLD.items()},
        "year_form": year,
        "tariff_form": tariff,
    }
    return render(request, "office/fee_parameters.html", context, status=status)
