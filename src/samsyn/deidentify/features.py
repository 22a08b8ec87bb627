"""What a conditional random field sees of a word: the same when it is trained and when it is asked."""

from collections.abc import Sequence
from functools import lru_cache

from samsyn.deidentify.asked import CACHED
from samsyn.deidentify.gazetteer import band_of, is_last_name, is_occupation, is_other_name
from samsyn.deidentify.words import is_allowed

EDGE = "·"  # stands before the first word of a sentence and after the last


@lru_cache(CACHED)
def near(word: str) -> tuple[str, ...]:
    """What is seen of the word itself."""
    small, shape = word.lower(), shape_of(word)
    found = [f"w={small}", f"s={shape}", f"l={min(len(word), 12)}"]
    found += [f"e{n}={small[-n:]}" for n in (1, 2, 3, 4, 5) if len(small) > n]
    found += [f"b{n}={small[:n]}" for n in (1, 2, 3, 4) if len(small) > n]
    found += [f"e{n}s={small[-n:]}/{shape[:2]}" for n in (2, 3) if len(small) > n]
    if small.endswith("s") and len(small) > 3:
        found += [f"w={small[:-1]}", f"ge3={small[-4:-1]}"]
    found += (f"{mark}/{shape[:2]}" for mark in marks(small))
    if "-" in word:
        found += ["hyphen", *(f"h={part.lower()}" for part in word.split("-") if len(part) > 1)]
    return tuple(found)


@lru_cache(CACHED)
def beside(word: str) -> tuple[str, ...]:
    """What is seen of the next word, on either side."""
    small, shape = word.lower(), shape_of(word)
    known = (f"{mark}/{shape[:1]}" for mark in marks(small))
    return (
        f"w={small}",
        f"s={shape}",
        f"e4={small[-4:]}",
        f"e3={small[-3:]}",
        f"e2={small[-2:]}",
        f"b3={small[:3]}",
        *known,
    )


@lru_cache(CACHED)
def far(word: str) -> tuple[str, ...]:
    """What is seen of the next word but one."""
    small, shape = word.lower(), shape_of(word)
    return (f"w={small}", f"s={shape}", f"e3={small[-3:]}", *(f"{mark}/{shape[:1]}" for mark in marks(small)))


@lru_cache(CACHED)
def marks(small: str) -> tuple[str, ...]:
    """What lists say of a word: borne as a first or a last name, what somebody is by trade, or no person's name."""
    found = [*_borne(small)]
    if is_occupation(small):
        found.append("occ")
    if is_allowed(small):
        found.append("al")
    if is_last_name(small):
        found.append("ln")
    elif small.endswith("s") and is_last_name(small[:-1]):
        found.append("lns")
    if is_other_name(small) or (small.endswith("s") and is_other_name(small[:-1])):
        found.append("ot")
    return tuple(found)


def _borne(small: str) -> tuple[str, ...]:
    """Whether a word is borne as a first name, as it stands or as an owner's."""
    if band := band_of(small):
        return (f"g{band}", "g")
    if small.endswith("s") and (band := band_of(small[:-1])):
        return (f"g{band}s", "gs")
    if "-" in small and all(band_of(part) for part in small.split("-")):
        return ("g-", "g")
    return ()


@lru_cache(CACHED)
def shape_of(word: str) -> str:
    """Xx for Karin, X for a capital, XX for LSS, x, d for figures, XxX for McDonald, and the sign itself."""
    if word[0].isdigit():
        return "d" if word.isdigit() else "dx"
    if not word[0].isalpha():
        return word[0]
    if word.isupper():
        return "X" if len(word) == 1 else "XX"
    if word[0].isupper():
        return "Xx" if word[1:].islower() else "Xx-Xx" if "-" in word else "XxX"
    return "x" if word.islower() else "xX"


def is_candidate(word: str) -> bool:
    """Whether what stands around a word is seen together with it: only what has a capital may be a name."""
    return word[0].isupper()


@lru_cache(CACHED)
def _class(word: str) -> str:
    """The word's coarsest sort."""
    found = marks(word.lower())
    return f"{shape_of(word)}{'/'.join(m for m in found if m[0] != 'g' or len(m) > 1)}"


def around(words: Sequence[str], at: int) -> list[str]:
    """What is seen of a word with a capital together with its neighbours."""
    before = words[at - 1] if at else EDGE
    after = words[at + 1] if at + 1 < len(words) else EDGE
    shape, own, one, two = shape_of(words[at]), _class(words[at]), before.lower(), after.lower()
    left, right = _class(before), _class(after)
    return [
        f"t={left}|{own}|{right}", f"u={shape_of(before)}|{shape}|{shape_of(after)}", f"p={one}|{own}",
        f"n={own}|{two}", f"o={one}|{two}", f"y={left}|{own}", f"z={own}|{right}",
    ]  # fmt: skip


def attributes(words: Sequence[str], at: int, phrases: set[int], *, begins: bool) -> list[str]:
    """All that is seen at a place of a sentence, as the names of the field's attributes."""
    word = words[at]
    found = [*near(word), *beginning(word, begins=begins), *(["phrase"] if at in phrases else [])]
    for step, seen in ((1, beside), (2, far)):
        for side, place in (("-", at - step), ("+", at + step)):
            if 0 <= place < len(words):
                found += [f"{side}{step}{a}" for a in seen(words[place])]
            else:
                found.append(f"{side}{step}edge")
    return [*found, *around(words, at)] if is_candidate(word) else found


def beginning(word: str, *, begins: bool) -> tuple[str, ...]:
    """What is seen of a word as the first of a sentence, or not."""
    if not begins:
        return ("inside", f"i/{shape_of(word)}")
    return ("begins", f"b/{shape_of(word)}", *(f"b/{shape_of(word)}/{mark}" for mark in marks(word.lower())))
