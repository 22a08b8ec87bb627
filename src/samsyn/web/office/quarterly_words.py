"""The form that makes a quarter's report final."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from samsyn.web.shared.inputs import long_text


class FinalForm(forms.Form):
    """That the report is ready; of a quarter that has a report already, also what is corrected."""

    why = long_text(
        rows=2,
        max_length=1000,
        label=gettext_lazy("Vad rättas?"),
        help_text=gettext_lazy("Den rapport som är inlämnad står kvar, och den här läggs bredvid."),
        error_messages={"required": gettext_lazy("Skriv vad som rättas i rapporten.")},
    )
    without_reasons = forms.BooleanField(
        required=False, label=gettext_lazy("Lämna rapporten fast skäl saknas, och komplettera senare")
    )

    def __init__(self, *args: Any, correcting: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not correcting:
            del self.fields["why"]
