"""One contender of tools/bench_equity.py, in a process and a Python of its own.

    python bench_equity_peer.py glum|pyfixest FILE.parquet
    python bench_equity_peer.py fairlearn SIMULATIONS SEED FOLDER

Prints one JSON object. Each fits the logistic model of `granted` by all other columns, to the same last step, and gives
the gap standardised over everybody: sex as the first minus as the last.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd


def read(path: str) -> tuple[pd.DataFrame, np.ndarray]:
    """The facts as categories, and who was granted."""
    rows = pd.read_parquet(path)
    granted = (rows.pop("granted") == "ja").to_numpy(float)
    return rows.astype("category"), granted


def share(predictor: np.ndarray) -> float:
    return float((1 / (1 + np.exp(-predictor))).mean())


def glum(path: str) -> dict[str, object]:
    from glum import GeneralizedLinearRegressor

    facts, granted = read(path)
    model = GeneralizedLinearRegressor(family="binomial", alpha=0, drop_first=True, gradient_tol=1e-7)
    model.fit(facts, granted)
    sexes, means = facts["sex"].cat.categories, []
    for code in (0, 1):
        facts["sex"] = pd.Categorical.from_codes(np.full(len(facts), code, np.int8), categories=sexes)
        means.append(float(model.predict(facts).mean()))
    names = [name.replace("__", "=") for name in model.feature_names_]
    names = [name.replace("[", "=").replace("]", "").replace("==", "=") for name in names]
    return {"gap": means[0] - means[1], "coefficients": dict(zip(names, model.coef_.tolist(), strict=True))}


def pyfixest(path: str) -> dict[str, object]:
    from pyfixest import feglm

    facts, granted = read(path)
    facts["granted"] = granted
    columns = [name for name in facts if name not in {"granted", "municipality"}]
    absorbed = " | municipality" if "municipality" in facts else ""
    formula = f"granted ~ {' + '.join(f'C({name})' for name in columns)}{absorbed}"
    fit = feglm(formula, facts, family="logit", vcov="iid")
    coefficients = {_plain(name): float(value) for name, value in fit.coef().items() if "Intercept" not in name}
    effect = next(value for name, value in coefficients.items() if name.startswith("sex="))
    own = np.asarray(fit.predict(type="link"))
    rest = own - effect * facts["sex"].cat.codes.to_numpy()
    return {"gap": share(rest) - share(rest + effect), "coefficients": coefficients}


def _plain(name: str) -> str:
    """C(sex)[T.sex_001] as sex=sex_001."""
    return name.replace("C(", "").replace(")[T.", "=").replace(")[", "=").replace("]", "")


def fairlearn(simulations: str, seed: str, folder: str) -> dict[str, object]:
    """How often the interval excludes no difference; each table is written for us to answer on, too."""
    from fairlearn.metrics import MetricFrame, selection_rate

    seen = 0
    for number in range(int(simulations)):
        random = np.random.default_rng([int(seed), number])
        sex = np.where(random.random(2000) < 0.5, "kvinna", "man")
        granted, area = (random.random(2000) < 0.7).astype(int), random.choice(["A", "B", "C"], 2000)
        frame = MetricFrame(
            metrics=selection_rate,
            y_true=granted,
            y_pred=granted,
            sensitive_features=sex,
            n_boot=200,
            ci_quantiles=[0.025, 0.975],
            random_state=number,
        )
        low, high = frame.difference_ci()
        seen += not low <= 0 <= high
        rows = pd.DataFrame({"sex": sex, "granted": np.where(granted, "ja", "nej"), "area": area})
        rows.to_csv(Path(folder) / f"alike-{number}.csv", index=False)
    return {"seen": seen}


if __name__ == "__main__":
    print(json.dumps({"glum": glum, "pyfixest": pyfixest, "fairlearn": fairlearn}[sys.argv[1]](*sys.argv[2:])))
