"""How wishes of how the help is given are said."""

from django.utils.translation import gettext_lazy

TIMES = {
    "early": gettext_lazy("Helst tidigt på morgonen"),
    "late": gettext_lazy("Helst sent på morgonen"),
    "same": gettext_lazy("Helst samma tid varje dag"),
    "quiet": gettext_lazy("Inte när jag äter eller vilar"),
}
SEXES = {
    "": gettext_lazy("Spelar ingen roll"),
    "K": gettext_lazy("Helst en kvinna"),
    "M": gettext_lazy("Helst en man"),
}
