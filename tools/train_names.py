"""Trains the finder of names and writes what ships with the package: `python tools/train_names.py DATA`.

    python tools/train_names.py DATA [--seed 12] [--copies 3] [--pool 2] [--dry]

DATA holds klintan (Swedish news of 2012 with persons marked, CC BY 4.0), scb (call-names with numbers of bearers,
Statistics Sweden 2020) and occupations.csv (Språkbanken, CC BY). None is copied: what is written are the weights of a
conditional random field and filters of hashes. Every second of the self-made care texts is trained on, too, and is left
out when figures are taken. Needs python-crfsuite (the extra `train`). The figures are tools/measure_deidentify.py's.

Names are swapped for others while training, so that the field learns what stands around a name rather than the names of
2012: first names drawn from all that are borne, the rare as readily as the common, last names put together from the
parts that Swedish ones are made of or taken from elsewhere in the corpus.
"""

import argparse
import csv
import gzip
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from samsyn.deidentify import gazetteer  # noqa: E402 - path set above
from samsyn.deidentify.field import Field, mark  # noqa: E402
from samsyn.deidentify.tokens import sentences_of, tokens_of  # noqa: E402
from tests.care_texts import care_texts  # noqa: E402

INTO = ROOT / "src" / "samsyn" / "deidentify" / "data"
NAME, OTHER, OUTSIDE = "N", "E", "O"
# What Swedish last names are put together of.
STARTS = """Al Asp Berg Björk Blom Ceder Dal Ehren Ek Fager Fors Gran Gyllen Hag Hed Holm Järn Käll Lilje Lind Lund Löv
Malm Nord Norr Ny Ros Rosen Sand Silfver Sjö Skog Sten Stor Ström Stål Söder Vik Väst Wall Ås Älv Öst"""
ENDS = """berg blad by bäck cron crona dahl esson feldt gren hjelm holm ius kull kvist ling lund löv man mark ner qvist
skog sköld sson stam stedt sten ström vall én"""
PLACES = "köping stad sta hamn sala torp ryd arp hult boda by vik sund näs ås ås um bro tuna tomta gården"
SMALLEST = 0.01  # of the weights that are kept


@dataclass(frozen=True)
class Sentence:
    """Words with labels, and whether each begins a sentence or a quotation."""

    words: tuple[str, ...]
    labels: tuple[str, ...]
    known: tuple[bool, ...] = ()  # where the beginnings are known

    @property
    def begins(self) -> list[bool]:
        if self.known:
            return list(self.known)
        found, first = [], True
        for word in self.words:
            found.append(first)
            first = not word[0].isalnum() and (word in ".!?:;•–—" or (first and word in "\"”»'’("))
        return found


def corpus(path: Path) -> list[Sentence]:
    """The sentences of a file with a word and a label a line."""
    found, words, labels = [], [], []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if not line.strip():
            if words:
                found.append(Sentence(tuple(words), tuple(labels)))
            words, labels = [], []
            continue
        word, *label = line.replace("\u00ad", "").split()
        if label:
            words.append(word)
            labels.append({"PER": NAME, "0": OUTSIDE}.get(label[-1], OTHER))
    return found


def call_names(folder: Path) -> dict[str, int]:
    """Every call-name, folded, with its bearers of both sexes."""
    found: dict[str, int] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[row["name"].casefold()] = found.get(row["name"].casefold(), 0) + int(row["persons"])
    return found


def swapped(sentences: Sequence[Sentence], names: dict[str, int], copies: int, rng: Random) -> Iterator[Sentence]:
    """Copies of the sentences that hold names, with other names in them; of places and organisations, too."""
    pool = rng.choices(list(names), [n**0.25 for n in names.values()], k=50_000)
    last = [w for s in sentences for (a, w) in pairwise_names(s)]
    last += [w.title() for w in rng.choices(sorted(gazetteer.last_names()), k=len(last))]
    listed = sorted(gazetteer.other_names()[0])
    others = [s.words[first:end] for s in sentences for first, end in spans(s.labels, OTHER)]
    for _ in range(copies):
        for sentence in sentences:
            if NAME in sentence.labels or OTHER in sentence.labels:
                words, labels, known = list(sentence.words), list(sentence.labels), list(sentence.known)
                for first, end in spans(sentence.labels):
                    _swap(words, first, end, pool, last, names, rng)
                for first, end in reversed(spans(sentence.labels, OTHER)):
                    new = _other(others, listed, rng)
                    words[first:end], labels[first:end] = new, [OTHER] * len(new)
                    if known:
                        known[first:end] = [known[first], *[False] * (len(new) - 1)]
                yield Sentence(tuple(words), tuple(labels), tuple(known))


def _other(others: Sequence[tuple[str, ...]], listed: Sequence[str], rng: Random) -> tuple[str, ...]:
    """Another place or organisation: one of the corpus, one of the list, or one put together of parts."""
    how = rng.random()
    if how < 0.5 and others:
        return rng.choice(others)
    if how < 0.75:
        return (rng.choice(listed).title(),)
    return (rng.choice(STARTS.split()) + rng.choice(PLACES.split()),)


def pairwise_names(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """Each last name with what stands before it."""
    pairs = pairwise(zip(sentence.words, sentence.labels, strict=True))
    yield from ((a, b) for (a, la), (b, lb) in pairs if la == lb == NAME and b[0].isupper())


def _swap(
    words: list[str], first: int, end: int, pool: list[str], last: list[str], names: dict[str, int], rng: Random
) -> None:
    for at in range(first, end):
        word = words[at]
        if not word[0].isupper() or len(word) < 3:
            continue
        small = word.casefold()
        owner = small not in names and small.endswith("s") and (small[:-1] in names or end - first > 1)
        if at == first and (end - first > 1 or small in names or small[:-1] in names):
            new = (
                rng.choice(pool).title()
                if rng.random() < 0.93
                else f"{rng.choice(pool).title()}-{rng.choice(pool).title()}"
            )
        elif at > first or rng.random() < 0.5:
            new = (
                rng.choice(last).removesuffix("s")
                if rng.random() < 0.5
                else rng.choice(STARTS.split()) + rng.choice(ENDS.split())
            )
        else:
            continue
        if word.isupper() and len(word) > 3:
            new = new.upper()
        words[at] = new + ("s" if owner and not new.endswith(("s", "x", "z")) else "")


def spans(labels: Sequence[str], wanted: str = NAME) -> list[tuple[int, int]]:
    """Where names begin and end."""
    found, first = [], None
    for at, label in enumerate([*labels, OUTSIDE]):
        if label == wanted and first is None:
            first = at
        elif label != wanted and first is not None:
            found.append((first, at))
            first = None
    return found


def care_sentences(half: int) -> list[Sentence]:
    """The sentences of every second self-made care text, in both versions."""
    found = []
    for number, text in enumerate(care_texts()):
        if number % 2 != half:
            continue
        for version in (text.woman, text.man):
            tokens = tokens_of(version.text)
            named = [
                token.is_word and any(start < m.end and end > m.start for m in version.mentions)
                for token, start, end in zip(tokens, tokens.starts, tokens.ends, strict=True)
            ]
            for begin, end in sentences_of(tokens):
                labels = tuple(
                    NAME
                    if named[n]
                    else OTHER
                    if tokens[n].is_capital and tokens[n].is_word and not tokens[n].begins
                    else OUTSIDE
                    for n in range(begin, end)
                )
                begins = tuple(t.begins for t in tokens[begin:end])
                found.append(Sentence(tuple(t.text for t in tokens[begin:end]), labels, begins))
    return found


def trained(sentences: Sequence[Sentence], *, iterations: int, c1: float, c2: float, least: int) -> dict[str, Any]:
    """Train a field of three labels; its weights are those of a name and of another name, against neither."""
    import pycrfsuite

    from samsyn.deidentify.features import attributes

    trainer = pycrfsuite.Trainer(verbose=False)
    for sentence in sentences:
        begins, phrases = sentence.begins, gazetteer.phrases_in([w.lower() for w in sentence.words])
        trainer.append(
            [attributes(sentence.words, at, phrases, begins=begins[at]) for at in range(len(sentence.words))],
            list(sentence.labels),
        )
    trainer.set_params({"c1": c1, "c2": c2, "max_iterations": iterations, "feature.possible_transitions": True,
                        "feature.minfreq": least})  # fmt: skip
    with tempfile.NamedTemporaryFile(suffix=".crf") as file:
        trainer.train(file.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(file.name)
        told = tagger.info()
    weights: dict[str, list[float]] = {}
    for (attribute, label), weight in told.state_features.items():
        pair = weights.setdefault(attribute, [0.0, 0.0])
        for number, own in enumerate((NAME, OTHER)):
            pair[number] += weight * ((label == own) - (label == OUTSIDE))
    order = (OUTSIDE, NAME, OTHER)
    return {"weights": weights, "steps": [told.transitions.get((a, b), 0.0) for a in order for b in order]}


def pooled(models: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One field of several: a logarithmic opinion pool, which is the mean of the weights (Smith et al. 2005)."""
    weights: dict[str, list[float]] = {}
    for model in models:
        for attribute, pair in model["weights"].items():
            whole = weights.setdefault(attribute, [0.0, 0.0])
            for number in (0, 1):
                whole[number] += pair[number] / len(models)
    steps = [sum(m["steps"][n] for m in models) / len(models) for n in range(len(models[0]["steps"]))]
    kept = {a: (round(p[0], 3), round(p[1], 3)) for a, p in sorted(weights.items()) if max(map(abs, p)) >= SMALLEST}
    return {"weights": kept, "steps": steps}


def shipped(model: dict[str, Any]) -> dict[str, Any]:
    """The field as it ships: attributes by their marks, in order, so that no word of the corpus can be read."""
    weights = {mark(attribute): pair for attribute, pair in model["weights"].items()}
    return {"weights": [[number, *weights[number]] for number in sorted(weights)], "steps": model["steps"]}


def figures(model: dict[str, Any], sentences: Sequence[Sentence], least: float) -> dict[str, float]:
    """Precision, recall and F1 of whole names, at a threshold of probability."""
    field = Field({mark(a): pair for a, pair in model["weights"].items()}, model["steps"])
    right = found = wanted = 0
    for sentence in sentences:
        odds = field.odds(sentence.words, sentence.begins)
        told = set(spans([NAME if o >= least else OUTSIDE for o in odds]))
        truth = set(spans(sentence.labels))
        right, found, wanted = right + len(told & truth), found + len(told), wanted + len(truth)
    precision, recall = right / max(1, found), right / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4), "names": wanted}


def lists(data: Path, train: Sequence[Sentence], names: dict[str, int]) -> tuple[gazetteer.Filter, ...]:
    """The filters that ship: first names by number of bearers, occupations, words that are written small."""
    with (data / "occupations.csv").open(encoding="utf-8", newline="") as file:
        trades = {row["vocation"].casefold() for row in csv.DictReader(file)}
    words = {w for s in train for w, label in zip(s.words, s.labels, strict=True) if w.islower() and label != NAME}
    sets = [*({n for n, b in names.items() if b >= least} for least in gazetteer.BANDS), trades, words]
    return tuple(gazetteer.Filter.of(some) for some in sets)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--seed", type=int, default=12)
    parser.add_argument("--copies", type=int, default=3, help="of each sentence with a name, with other names")
    parser.add_argument(
        "--pool", type=int, default=2, help="fields, each with other copies, whose weights are averaged"
    )
    parser.add_argument("--iterations", type=int, default=120)
    parser.add_argument("--c1", type=float, default=0.03)
    parser.add_argument("--c2", type=float, default=0.6)
    parser.add_argument("--least", type=int, default=1, help="times an attribute is seen")
    parser.add_argument("--dry", action="store_true", help="write nothing but the figures")
    chosen = parser.parse_args()
    names = call_names(chosen.data / "scb")
    train, test = (corpus(chosen.data / "klintan" / f"{part}_corpus.txt") for part in ("train", "test"))
    care = care_sentences(0)
    filters = lists(chosen.data, [*train, *care], names)
    gazetteer.shipped = lambda: filters
    seen = {s.words for s in train}
    test = [s for s in test if s.words not in seen]
    models = []
    for number in range(chosen.pool):
        rng = Random(chosen.seed + number)  # noqa: S311 - nothing secret is drawn
        data = [
            *train,
            *swapped(train, names, chosen.copies, rng),
            *care,
            *swapped(care, names, 1, rng),
        ]
        models.append(trained(data, iterations=chosen.iterations, c1=chosen.c1, c2=chosen.c2, least=chosen.least))
        told = {str(least): figures(pooled(models[-1:]), test, least) for least in (0.5, 0.4, 0.3)}
        print(number, json.dumps({"weights": len(models[-1]["weights"]), "sentences": len(data), **told}), flush=True)
    model = pooled(models)
    told = {str(least): figures(model, test, least) for least in (0.6, 0.5, 0.4, 0.3, 0.1)}
    print(json.dumps({"weights": len(model["weights"]), "test": len(test), **told}, indent=2))
    if not chosen.dry:
        (INTO / "filters.bin").write_bytes(gazetteer.packed(filters))
        (INTO / "names.json.gz").write_bytes(gzip.compress(json.dumps(shipped(model)).encode(), mtime=0))
    return 0


if __name__ == "__main__":
    sys.exit(main())
