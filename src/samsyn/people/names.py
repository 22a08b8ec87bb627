"""How names and numbers are made searchable: the same folding for what is stored and for what is asked."""

import re
import unicodedata

_SPLIT = re.compile(r"[^\w]+")


def fold(text: str) -> str:
    """Lower case without accents, but with å, ä and ö, which are letters of their own in Swedish."""
    if text.isascii():  # most words of most files
        return text.casefold()
    out = []
    for letter in unicodedata.normalize("NFC", text).casefold():
        out.append(letter if letter in "åäö" else unicodedata.normalize("NFD", letter)[0])
    return "".join(out)


def tokens(text: str) -> list[str]:
    """The words of a name, folded; a hyphenated name gives its parts."""
    return [t for t in _SPLIT.split(fold(text)) if t]
