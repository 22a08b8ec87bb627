"""Whether a word is a name with a slip of the hand in it, or one that sounds the same."""

import re

SPELT = (
    ("th", "t"), ("ph", "f"), ("ck", "k"), ("qv", "kv"), ("qu", "kv"), ("ch", "k"), ("w", "v"), ("z", "s"),
    ("c", "k"), ("é", "e"), ("è", "e"), ("á", "a"), ("ü", "y"), ("x", "ks"),
)  # fmt: skip
_TWICE = re.compile(r"(.)\1+")


def sound(name: str) -> str:
    """A folded name as it is heard: Thure is Ture, Lindqvist is Lindkvist, Emma is Ema."""
    for written, heard in SPELT:
        name = name.replace(written, heard)
    return _TWICE.sub(r"\1", name)


def most_slips(name: str) -> int:
    """How many slips a name may have."""
    return 2 if len(name) >= 9 else 1


def may_be_near(word: str, name: str) -> bool:
    """Whether it is worth looking: the first or the second letter is right, and about as many letters."""
    return (word[:1] == name[:1] or word[1:2] == name[1:2]) and abs(len(word) - len(name)) <= most_slips(name)


def is_near(word: str, name: str) -> bool:
    """Whether one letter is missing, added, another or changed places; in names of nine letters or more, two.

    Optimal string alignment (Damerau 1964), cut off at the most slips that count.
    """
    if word == name:
        return True
    if not may_be_near(word, name):
        return False
    most = most_slips(name)
    before, row = [0] * (len(name) + 1), list(range(len(name) + 1))
    for i, letter in enumerate(word, 1):
        older, before, row = before, row, [i] + [0] * len(name)
        for j, other in enumerate(name, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == name[j - 2] and word[i - 2] == other:
                row[j] = min(row[j], older[j - 2] + 1)
        if min(row) > most:
            return False
    return row[-1] <= most
