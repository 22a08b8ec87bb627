"""Who is who in a text: stable labels, the same for the same person all through it."""

import re
from collections.abc import Iterable, Iterator
from string import ascii_uppercase

from samsyn.deidentify.header import Known, Part

# What stands for somebody. The person and the partner are one each; others are lettered in the order they are met.
ALONE = {Part.PERSON: "den enskilde", Part.PARTNER: "partnern"}
LETTERED = {
    Part.CHILD: "barn", Part.PARENT: "förälder", Part.SIBLING: "syskon", Part.RELATIVE: "närstående",
    Part.STAFF: "medarbetare",
}  # fmt: skip
UNKNOWN = "person"
_LETTERS = re.compile(r" ([A-Z]{1,3})(?::s)?(?!\w)")  # few stand behind a space: the word before is looked at then
_WORDS = "|".join(form for word in [*LETTERED.values(), UNKNOWN] for form in (word, word.title(), word.upper()))
_WORD_BEFORE, LONGEST_WORD = re.compile(rf"\b(?:{_WORDS})\Z"), max(map(len, LETTERED.values())) + 1


class Labels:
    """Gives labels as people are met. A person of the header keeps one label, whatever part of the name is written."""

    def __init__(self, people: Iterable[Known], used: Iterable[str] = ()) -> None:
        self._people = tuple(people)
        self._given: dict[object, str] = {}
        self._by_word: dict[str, list[tuple[str, ...]]] = {}
        self._used: dict[str, int] = {}
        for label in used:  # that a text has already: whoever is met now gets another letter
            word, _, letters = label.removesuffix(":s").rpartition(" ")
            self._used[word.lower()] = max(self._used.get(word.lower(), 0), _number(letters.upper()))
        partners = [n for n, k in enumerate(self._people) if k.part is Part.PARTNER]
        self._second_partners = set(partners[1:])

    def of(self, number: int) -> str:
        """The label of a person of the header, by number."""
        if number not in self._given:
            part = Part.RELATIVE if number in self._second_partners else self._people[number].part
            self._given[number] = ALONE.get(part) or self._next(LETTERED[part])
        return self._given[number]

    def of_unknown(self, words: tuple[str, ...]) -> str:
        """The label of somebody whom only the text names; a part of a longer name is the same person."""
        likely = {key: None for word in words for key in self._by_word.get(word, ())}
        key = next((key for key in likely if _is_part(words, key)), words)
        if key not in self._given:
            self._note(key, self._next(UNKNOWN))
        elif key != words and len(words) > len(key):
            self._note(words, self._given[key])
        return self._given[key]

    def _note(self, key: tuple[str, ...], label: str) -> None:
        self._given[key] = label
        for word in key:
            self._by_word.setdefault(word, []).append(key)

    def _next(self, word: str) -> str:
        number = self._used[word] = self._used.get(word, 0) + 1
        letters = ""
        while number:
            number, rest = divmod(number - 1, len(ascii_uppercase))
            letters = ascii_uppercase[rest] + letters
        return f"{word} {letters}"


def _number(letters: str) -> int:
    """The number that letters stand for: A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters:
        number = number * len(ascii_uppercase) + ascii_uppercase.index(letter) + 1
    return number


def _is_part(words: tuple[str, ...], of: tuple[str, ...]) -> bool:
    return bool(words) and bool(of) and (set(words) <= set(of) or set(of) <= set(words))


def labels_in(text: str) -> Iterator[tuple[int, int]]:
    """Where labels stand already: a text that is masked once more keeps them.

    Two letters are a label only where all single ones are taken: "barn BO" is a child called Bo.
    """
    found: list[tuple[str, str, tuple[int, int]]] = []
    for match in _LETTERS.finditer(text):
        before = _WORD_BEFORE.search(text, max(0, match.start() - LONGEST_WORD), match.start())
        if before is not None:
            found.append((before[0].lower(), match[1], (before.start(), match.end())))
    given = {(word, letters) for word, letters, _ in found}
    for word, letters, place in found:
        if len(letters) == 1 or (word, "Z" * (len(letters) - 1)) in given:
            yield place


def genitive(label: str) -> str:
    """The label as an owner: partnerns, barn A:s."""
    if label[-1] in ascii_uppercase:
        return f"{label}:s"
    return label if label.endswith(("s", "x", "z")) else f"{label}s"


def at_beginning(label: str) -> str:
    """The label with the capital that begins a sentence."""
    return label[0].upper() + label[1:]
