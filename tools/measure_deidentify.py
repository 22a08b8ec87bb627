"""Measures the de-identifying core: `python tools/measure_deidentify.py [--data DATA]`.

Of the self-made care texts (tests/care_texts): whether the woman's and the man's version give the same text, how many
mentions of names are found in each group with and without the case header, and how many words are hidden that are
nobody's name. The documents the name finder was trained on (every second), the others, and those that were written when
the rules stood (holdout) are told apart. Of DATA, where
it is given (docs/deidentify.md): names of persons in klintan's test part and in Talbanken, and the triples of
SweWinogender. Then the speed of the whole pipeline on one processor, and how long a command takes to start.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from samsyn.deidentify import Edit, Kind, header_of, mask  # noqa: E402 - path set above
from samsyn.deidentify.names import shipped_field  # noqa: E402
from samsyn.deidentify.tokens import tokens_of  # noqa: E402
from tests.care_texts import GROUPS, HOLDOUT, UNSEEN, Version, care_texts  # noqa: E402
from tools.train_names import NAME, OUTSIDE, Sentence, corpus, spans  # noqa: E402

LEAST = (0.5, 0.4, 0.3)  # probabilities from which a word is taken for a name, in the figures of the field alone
ROUNDS, TURNS = 5, 1_000_000


@dataclass
class Found:
    """Mentions of one group, and how many of them are wholly hidden."""

    wanted: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)
    words: int = 0
    false: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)

    def add(self, version: Version, *, seeded: bool) -> None:
        """Count one text, with or without its header."""
        masked = mask(version.text, header_of(version.header) if seeded else None)
        gone = bytearray(len(version.text))
        for edit in masked.edits:
            if not edit.is_flag:
                gone[edit.start : edit.end] = b"\x01" * (edit.end - edit.start)
        for mention in version.mentions:
            text = version.text[mention.start : mention.end]
            letters = [n for n in range(mention.start, mention.end) if version.text[n].isalnum()]
            kept = [n for n in letters if not gone[n] and not _is_owners_s(version.text, n, mention.end)]
            self.wanted[mention.group] += 1
            self.hidden[mention.group] += not kept
            if kept:
                around = version.text[max(0, mention.start - 25) : mention.end + 20].replace("\n", "/")
                self.missed.append(f"{mention.group}: {text}   | {around}")
        self._count_false(version, masked.edits)

    def _count_false(self, version: Version, edits: Iterable[Edit]) -> None:
        """Words hidden as names by edits that touch no mention."""
        names = [
            e
            for e in edits
            if e.kind is Kind.NAME and not any(m.start < e.end and m.end > e.start for m in version.mentions)
        ]
        tokens = tokens_of(version.text)
        for token, start in zip(tokens, tokens.starts, strict=True):
            if not token.is_word:
                continue
            self.words += 1
            hidden = any(e.start <= start < e.end for e in names)
            if hidden:
                self.false += 1
                self.wrong[token.text] += 1

    def __str__(self) -> str:
        rates = "  ".join(
            f"{g} {self.hidden[g]}/{self.wanted[g]} {self.hidden[g] / max(1, self.wanted[g]):.3f}" for g in GROUPS
        )
        return f"{rates}  false {self.false} = {1000 * self.false / max(1, self.words):.2f} per 1,000 words"


def _is_owners_s(text: str, at: int, end: int) -> bool:
    return at == end - 1 and text[at] == "s"


def care() -> None:
    """The figures of the care texts, those the finder was trained on, the others, and those written afterwards."""
    texts = list(care_texts())
    parts = {
        "trained on": texts[::2], "not trained on": texts[1::2], "all": texts,
        "written afterwards": list(care_texts(HOLDOUT)), "written last": list(care_texts(UNSEEN)),
    }  # fmt: skip
    for name, some in parts.items():
        for seeded, how in ((True, "with header"), (False, "without")):
            differ = [t.key for t in some if _out(t.woman, seeded) != _out(t.man, seeded)]
            print(f"{name}, {how}: both versions the same {len(some) - len(differ)}/{len(some)} {' '.join(differ)}")
            found = Found()
            for text in some:
                found.add(text.woman, seeded=seeded)
                found.add(text.man, seeded=seeded)
            print(f"   {found}")
            print("   missed:", *found.missed, sep="\n      ")
            print("   false:", ", ".join(f"{w} {n}" for w, n in found.wrong.most_common(50)))


def _out(version: Version, seeded: bool) -> str:
    return mask(version.text, header_of(version.header) if seeded else None).text


def klintan(data: Path) -> None:
    """Names of persons in the test part of klintan, the sentences left out that stand in the training part too."""
    train, test = (corpus(data / "klintan" / f"{part}_corpus.txt") for part in ("train", "test"))
    seen = {s.words for s in train}
    _names("klintan", [s for s in test if s.words not in seen])


def talbanken(data: Path) -> None:
    """Names of persons in Talbanken (Universal NER): another sort of text, never trained on."""
    found, words, labels = [], [], []
    for line in [*(data / "uner-talbanken" / "sv_talbanken-ud-test.iob2").read_text(encoding="utf-8").splitlines(), ""]:
        parts = line.split("\t")
        if line.startswith("#"):
            continue
        if len(parts) < 3:
            if words:
                found.append(Sentence(tuple(words), tuple(labels)))
            words, labels = [], []
            continue
        words.append(parts[1])
        labels.append(NAME if parts[2].endswith("PER") else OUTSIDE)
    _names("Talbanken", found)


def _names(what: str, sentences: Sequence[Sentence]) -> None:
    for least in LEAST:
        right = told = wanted = 0
        for sentence in sentences:
            odds = shipped_field().odds(sentence.words, sentence.begins)
            some, truth = set(spans([NAME if o >= least else OUTSIDE for o in odds])), set(spans(sentence.labels))
            right, told, wanted = right + len(some & truth), told + len(some), wanted + len(truth)
        print(f"{what}, from {least}: precision {right / max(1, told):.4f} recall {right / max(1, wanted):.4f} "
              f"F1 {2 * right / max(1, told + wanted):.4f} of {wanted} names")  # fmt: skip


def winogender(data: Path) -> None:
    """Whether han, hon and hen give the same text."""
    triples: dict[tuple[str, str, str], set[str]] = {}
    lines = (data / "swewinogender" / "swewinogender.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines:
        row = json.loads(line)
        meta = row["meta"]
        key = (meta["tuple_id"], meta["occupation_participant"], meta["other_participant"])
        triples.setdefault(key, set()).add(mask(row["premise"]).text + "\n" + mask(row["hypothesis"]).text)
    differ = [" ".join(key) for key, texts in triples.items() if len(texts) > 1]
    print(f"SweWinogender: {len(triples) - len(differ)}/{len(triples)} the same {'; '.join(differ[:10])}")


def _took(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began


def _turns() -> int:
    """A loop of fixed length, by which the speed of the machine at this moment is told."""
    number = 0
    for turn in range(TURNS):
        number += turn & 3
    return number


def speed() -> None:
    """Words and signs a second of the whole pipeline on one processor, the best of some rounds, and the start."""
    versions = [v for t in care_texts() for v in (t.woman, t.man)]
    headers = [header_of(v.header) for v in versions]
    tokens = sum(len(tokens_of(v.text)) for v in versions)
    one, long = headers[0], "".join(v.text for v in versions)
    long = (long * (1 + 1_000_000 // len(long)))[:1_000_000]

    def care_once() -> None:
        for version, header in zip(versions, headers, strict=True):
            mask(version.text, header)

    first = _took(care_once)
    rounds = [(_took(_turns), _took(care_once)) for _ in range(ROUNDS)]
    turns, took = min(t for t, _ in rounds), min(t for _, t in rounds)
    print(f"speed: {tokens:,} tokens of {len(versions)} texts, {tokens / first:,.0f} a second the first time, "
          f"{tokens / took:,.0f} the best of {ROUNDS}; {TURNS:,} turns of a loop: {turns:.3f} s at best")  # fmt: skip
    for size in (250_000, 500_000, 1_000_000):
        piece = long[:size]
        count, took = len(tokens_of(piece)), min(_took(partial(mask, piece, one)) for _ in range(2))
        print(f"   one text of {size:,} characters: {count / took:,.0f} tokens a second")
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    starts = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "samsyn", "deidentify", "-"],
            input=b"Hon bor ensam.",
            check=True,
            capture_output=True,
            env=kept,
        )
        starts.append(time.perf_counter() - began)
    print(f"start: {min(starts):.3f} s for one sentence, the best of {ROUNDS}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path)
    chosen = parser.parse_args()
    print(f"load {' '.join(f'{n:.1f}' for n in os.getloadavg())}")
    care()
    if chosen.data:
        klintan(chosen.data)
        talbanken(chosen.data)
        winogender(chosen.data)
    speed()


if __name__ == "__main__":
    main()
