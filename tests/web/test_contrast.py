"""Every pair of colours that meet can be told apart, in both themes."""

import re
from itertools import product
from pathlib import Path

import pytest

import samsyn.web

TOKENS = (Path(samsyn.web.__file__).parent / "static/samsyn/tokens.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "shade", "field")
TEXTS = ("ink", "soft", "spruce", "rowan", "amber")
PALE = [("ink", "amber-pale"), ("ink", "rowan-pale"), ("ink", "spruce-pale"), ("on-spruce", "spruce")]


def themes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r"(:root[^{]*)\{([^{}]*color-scheme[^{}]*)\}", TOKENS)
    return {head.strip(): dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", body)) for head, body in blocks}


LIGHT, DARK, CHOSEN_DARK = themes().values()


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), [*product(TEXTS, GROUNDS), *PALE])
def test_text_is_readable_on_its_ground(theme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(theme[text], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), [*product(("edge", "focus"), GROUNDS)])
def test_edges_and_focus_stand_out(theme: dict[str, str], edge: str, ground: str) -> None:
    assert contrast(theme[edge], theme[ground]) >= 3


def test_dark_is_the_same_whether_chosen_or_inherited() -> None:
    assert DARK == CHOSEN_DARK
    assert DARK.keys() == LIGHT.keys()


def test_dark_is_not_pure_black() -> None:
    assert luminance(DARK["paper"]) > 0.005
