"""A conditional random field asked how likely each word is a person's name (Lafferty, McCallum and Pereira 2001).

Three labels: a person's name, another name (of a place, an organisation, a thing), and neither. Only differences from
the last matter, so a place has two weights, and forward and backward are recursions of two odds. What a word adds at a
place is worked out once a word. Trained by tools/train_names.py.
"""

import gzip
import json
from collections.abc import Sequence
from functools import partial
from importlib import resources
from math import exp
from typing import TypeAlias
from zlib import crc32

from samsyn.deidentify.asked import Asked
from samsyn.deidentify.features import around, beginning, beside, far, near
from samsyn.deidentify.gazetteer import begins_phrase, phrases_in

LIMIT = 30.0  # of a log odds, so that its exponential stays a number
Pair: TypeAlias = "tuple[float, float]"
NOTHING = (0.0, 0.0)


class Field:
    """The trained field.

    `weights` are by the mark of an attribute, of a person's name and of another against neither; `steps` from label to
    label in the order neither, person, other: nine of them.
    """

    def __init__(self, weights: dict[int, Pair], steps: Sequence[float]) -> None:
        self._weights = weights
        self._steps = [exp(step) for step in steps]
        self._edges = [self._look(edge) for edge in ("-1edge", "+1edge", "-2edge", "+2edge")]
        self._begin = Asked(partial(self._sum_near, begins=True))
        self._inside = Asked(partial(self._sum_near, begins=False))
        self._beside = Asked(self._sum_beside)

    def odds(self, words: Sequence[str], begins: Sequence[bool]) -> list[float]:
        """The probability of each word of a sentence to be (part of) a person's name."""
        oo, on, oe, no, nn, ne, eo, en, ee = self._steps
        scores = self._scores(words, begins)
        ahead: list[Pair] = []
        n, e = scores[0]
        ahead.append((n, e))
        for name, other in scores[1:]:
            o = oo + n * no + e * eo
            n, e = name * (on + n * nn + e * en) / o, other * (oe + n * ne + e * ee) / o
            ahead.append((n, e))
        found = [0.0] * len(scores)
        n, e = 1.0, 1.0
        for at in range(len(scores) - 1, -1, -1):
            name, other = ahead[at][0] * n, ahead[at][1] * e
            found[at] = name / (1.0 + name + other)
            name, other = scores[at][0] * n, scores[at][1] * e
            o = oo + on * name + oe * other
            n, e = (no + nn * name + ne * other) / o, (eo + en * name + ee * other) / o
        return found

    def _scores(self, words: Sequence[str], begins: Sequence[bool]) -> list[Pair]:
        last = len(words) - 1
        sides = [self._beside[word] for word in words]
        phrases = phrases_in([word.lower() for word in words]) if any(map(begins_phrase.__getitem__, words)) else ()
        weights, edges, begin, inside = self._weights, self._edges, self._begin, self._inside
        found = []
        for at, word in enumerate(words):
            name, other = begin[word] if begins[at] else inside[word]
            for a, b in (
                sides[at - 1][1] if at >= 1 else edges[0],
                sides[at + 1][0] if at < last else edges[1],
                sides[at - 2][3] if at >= 2 else edges[2],
                sides[at + 2][2] if at + 2 <= last else edges[3],
            ):
                name += a
                other += b
            if at in phrases:
                a, b = self._look("phrase")
                name, other = name + a, other + b
            if word[0].isupper():
                for attribute in around(words, at):
                    if pair := weights.get(crc32(attribute.encode())):
                        name += pair[0]
                        other += pair[1]
            found.append((exp(max(-LIMIT, min(LIMIT, name))), exp(max(-LIMIT, min(LIMIT, other)))))
        return found

    def _look(self, attribute: str) -> Pair:
        return self._weights.get(mark(attribute), NOTHING)

    def _sum_near(self, word: str, *, begins: bool) -> Pair:
        return self._sum((*near(word), *beginning(word, begins=begins)))

    def _sum_beside(self, word: str) -> tuple[Pair, Pair, Pair, Pair]:
        """What a word adds to the one before it, the one after it, the one two before and the one two after."""
        one, two = beside(word), far(word)
        return (
            self._sum([f"+1{a}" for a in one]), self._sum([f"-1{a}" for a in one]),
            self._sum([f"+2{a}" for a in two]), self._sum([f"-2{a}" for a in two]),
        )  # fmt: skip

    def _sum(self, attributes: Sequence[str]) -> Pair:
        found = [self._look(a) for a in attributes]
        return sum(p[0] for p in found), sum(p[1] for p in found)


def mark(attribute: str) -> int:
    """What an attribute goes by in the weights, so that they hold no word of the texts that they were learnt from.

    Of 50,000 attributes two share a mark in one field of three; another word has a mark of theirs once in 80,000.
    """
    return crc32(attribute.encode())


def read_field() -> Field:
    """The field that ships with the package."""
    packed = (resources.files("samsyn.deidentify") / "data" / "names.json.gz").read_bytes()
    told = json.loads(gzip.decompress(packed))
    return Field({number: (name, other) for number, name, other in told["weights"]}, told["steps"])
