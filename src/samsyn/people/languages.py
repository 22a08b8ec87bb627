"""The languages that letters are written in. The Swedish letter is the decision; the others are translations.

Translation follows FL 13 (what somebody needs to look after their right), the act on national minorities (2009:724)
for Finnish, and the Language Act (2009:600) 10-12 for Swedish as the language of the decision.
"""

from collections.abc import Iterable
from enum import StrEnum

from samsyn.people.refusals import N_


class Language(StrEnum):
    """A letter's language as a language tag: BCP 47, where `simple` is the registered variant for easy-read."""

    SWEDISH = "sv"
    EASY = "sv-simple"
    FINNISH = "fi"
    ENGLISH = "en"


NAMES = {
    Language.SWEDISH: N_("svenska"),
    Language.EASY: N_("lättläst svenska"),
    Language.FINNISH: N_("finska"),
    Language.ENGLISH: N_("engelska"),
}

# The languages that somebody may rather speak, by code (ISO 639): those that are offered. Others are kept as coded.
SPOKEN = {
    "sv": N_("svenska"),
    "fi": N_("finska"),
    "en": N_("engelska"),
    "ar": N_("arabiska"),
    "bs": N_("bosniska"),
    "fa": N_("persiska"),
    "so": N_("somaliska"),
    "pl": N_("polska"),
    "es": N_("spanska"),
    "se": N_("nordsamiska"),
    "swl": N_("svenskt teckenspråk"),
}


def language_of(chosen: str, spoken: str) -> Language:
    """The language of somebody's letters: what they chose, else what they speak, else Swedish."""
    return next((Language(code) for code in (chosen, spoken) if code in set(Language)), Language.SWEDISH)


def translations(languages: Iterable[str]) -> tuple[Language, ...]:
    """Those of the languages that are a translation, each once, in the order of the list."""
    wanted = set(languages)
    return tuple(language for language in Language if language in wanted and language is not Language.SWEDISH)
