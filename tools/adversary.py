"""An adversary guesses the sex behind a case text, raw and masked: `python tools/adversary.py [--seed 1] [--null 100]`.

TF-IDF of words and pairs of words, and logistic regression, over the self-made care texts, each in its female and its
male version (tests/care_texts). Five folds; both versions of a document are in the same fold, so that what is learnt of
one never helps with the other. Told are the share that is guessed right, a 95 % interval by drawing documents with
replacement, and the null: the same with the sexes of each document drawn anew. Then the cues that count most in the
masked texts, to be removed or explained in the model card. Needs requirements-train.txt.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from samsyn.deidentify import header_of, mask  # noqa: E402 - path set above
from tests.care_texts import HOLDOUT, UNSEEN, CareText, care_texts  # noqa: E402

FOLDS, DRAWN, CUES = 5, 2_000, 50
WORD = r"\w+|[^\w\s]"


def guesses(texts: Sequence[str], sexes: Sequence[int], folds: Sequence[int]) -> list[bool]:
    """Whether the adversary guesses each text's sex right when it has learnt from the other folds."""
    right = [False] * len(texts)
    for fold in range(FOLDS):
        learnt = [n for n, f in enumerate(folds) if f != fold]
        asked = [n for n, f in enumerate(folds) if f == fold]
        model = _model().fit([texts[n] for n in learnt], [sexes[n] for n in learnt])
        for n, said in zip(asked, model.predict([texts[n] for n in asked]), strict=True):
            right[n] = int(said) == sexes[n]
    return right


def _model() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=WORD)
    return make_pipeline(words, LogisticRegression(C=10.0, max_iter=200))


def told(what: str, texts: Sequence[str], rng: Random, null: int) -> None:
    """Print how often the adversary is right; texts stand in pairs, the woman's first."""
    pairs = len(texts) // 2
    folds = [n // 2 % FOLDS for n in range(len(texts))]
    right = guesses(texts, [0, 1] * pairs, folds)
    of_pair = [(right[2 * n] + right[2 * n + 1]) / 2 for n in range(pairs)]
    drawn = sorted(sum(rng.choices(of_pair, k=pairs)) / pairs for _ in range(DRAWN))
    chance = []
    for _ in range(null):
        sexes = [s for _ in range(pairs) for s in rng.choice(((0, 1), (1, 0)))]
        chance.append(sum(guesses(texts, sexes, folds)) / len(texts))
    share, beyond = sum(of_pair) / pairs, sum(c >= sum(of_pair) / pairs for c in chance)
    low, high = drawn[int(0.025 * DRAWN)], drawn[int(0.975 * DRAWN)]
    drawings = f"null {min(chance):.3f}–{max(chance):.3f}, p {(beyond + 1) / (null + 1):.3f}" if chance else "no null"
    print(f"{what}: {share:.3f} right, interval {low:.3f}–{high:.3f}; {drawings}", flush=True)


def cues(texts: Sequence[str]) -> list[str]:
    """The words that count most for either sex, those first that count most."""
    model = _model().fit(texts, [0, 1] * (len(texts) // 2))
    names, weights = model[0].get_feature_names_out(), model[1].coef_[0]
    order = sorted(range(len(names)), key=lambda n: -abs(weights[n]))[:CUES]
    return [f"{names[n]} ({'M' if weights[n] > 0 else 'F'} {abs(weights[n]):.2f})" for n in order]


def pairs_of(texts: Sequence[CareText], *, is_seeded: bool) -> list[str]:
    """The texts masked, the woman's version first, with or without their headers."""
    versions = [v for t in texts for v in (t.woman, t.man)]
    return [mask(v.text, header_of(v.header) if is_seeded else None).text for v in versions]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--null", type=int, default=100, help="drawings of the null")
    chosen = parser.parse_args()
    rng = Random(chosen.seed)  # noqa: S311 - nothing secret is drawn
    texts = [*care_texts(), *care_texts(HOLDOUT), *care_texts(UNSEEN)]
    print(f"{len(texts)} documents in two versions, seed {chosen.seed}, load {os.getloadavg()[0]:.1f}")
    raw = [v.text for t in texts for v in (t.woman, t.man)]
    told("raw", raw, rng, chosen.null)
    for is_seeded, how in ((True, "masked with header"), (False, "masked without header")):
        masked = pairs_of(texts, is_seeded=is_seeded)
        differ = sum(a != b for a, b in zip(masked[::2], masked[1::2], strict=True))
        told(f"{how}, {differ} documents differ", masked, rng, chosen.null)
        print(f"   cues {how}:", "; ".join(cues(masked)))


if __name__ == "__main__":
    main()
