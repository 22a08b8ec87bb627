"""A chart as SVG that the page can dress: drawn by altair and vl-convert, without a browser, always the same bytes.

Both are loaded when the first picture is asked for, never before. The drawing carries the light colours and the
letters' font by itself, so that it can stand in a PDF; every coloured part also has a class, and `pictures.css` gives
it the colour that the page has just then: light, dark, on paper, or the reader's own.
"""

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias
from xml.etree import ElementTree

from samsyn.cases.letters.glyphs import showable
from samsyn.equity.words import Language

Chart: TypeAlias = Any  # of altair, whose parts are not typed all the way
FONT = "Atkinson Hyperlegible Next"
SVG = "http://www.w3.org/2000/svg"
# The light colours of tokens.css, by the name of their class.
COLOURS = {
    "ink": "#1e1d1a",
    "soft": "#58544a",
    "edge": "#807969",
    "line": "#d6cfbf",
    "paper": "#fbf8f1",
    "pale": "#e2ece3",
    "spruce": "#1d5943",
}
INK, SOFT, EDGE, LINE, PAPER, PALE, SPRUCE = COLOURS.values()
_CLASS = {colour: name for name, colour in COLOURS.items()}
_LOCALE = {"sv": "sv-SE", "en": "en-GB"}
_KEPT = {  # what an element may keep: everything else speaks to a screen reader or to scripts
    "d", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "transform", "fill", "stroke", "stroke-width",
    "stroke-dasharray", "stroke-miterlimit", "stroke-linecap", "text-anchor", "font-family", "font-size",
    "font-weight", "viewBox", "opacity", "dx", "dy",
}  # fmt: skip
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EMPTY = re.compile(r"M0,0h0v0h0Z|")


def drawn(make: Callable[[], Chart], alt_text: str, *, size: int, language: Language) -> str:
    """The chart that is made, as one SVG element whose text is of this size, in units of its own width.

    Altair holds every part against its schema as it is made, which takes longer than the drawing; the tests let it,
    and pages do without.
    """
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):
        told = _drawable(make().to_dict(validate=False)) | {"config": _config(size)}
    return dressed(_converter().vegalite_to_svg(told, format_locale=_LOCALE[language]), _NO_XML.sub("", alt_text))


def _drawable(value: Any) -> Any:
    """The same chart with nothing in its texts that no font can show or no XML may hold.

    This is more than looks: the converter ends the whole process on a control character.
    """
    if isinstance(value, dict):
        shown = {key: _drawable(inner) for key, inner in value.items()}
        return shown | {"text": _said(shown["text"])} if isinstance(shown.get("text"), str | list) else shown
    if isinstance(value, list):
        return [_drawable(inner) for inner in value]
    return _NO_XML.sub("", value) if isinstance(value, str) else value


def _said(text: Any) -> Any:
    return [showable(line) for line in text] if isinstance(text, list) else showable(text)


def dressed(svg: str, alt_text: str) -> str:
    """The drawing as one picture for a screen reader, with classes for its colours and without a size of its own."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    _clean(root)
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-label", alt_text)
    root.set("focusable", "false")
    return ElementTree.tostring(root, encoding="unicode")


def _clean(element: ElementTree.Element) -> None:
    for child in list(element):
        if child.get("display") == "none" or child.get("opacity") == "0" or _is_empty(child):
            element.remove(child)
            continue
        _clean(child)
    if element.tag.endswith("}g"):
        for child in list(element):
            if child.tag.endswith("}g") and not len(child):
                element.remove(child)
    classes = [f"{part}-{_CLASS[c]}" for part in ("fill", "stroke") if (c := element.get(part, "")) in _CLASS]
    for name in set(element.attrib) - _KEPT:
        del element.attrib[name]
    if classes:
        element.set("class", " ".join(classes))


def _is_empty(element: ElementTree.Element) -> bool:
    path = element.get("d")
    invisible = element.get("fill", "none") == "none" and not element.get("stroke")
    return path is not None and (bool(_EMPTY.fullmatch(path)) or (invisible and element.tag.endswith("}path")))


@cache
def _converter() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(files("samsyn.cases.letters") / "fonts"))
    return vl_convert


def _config(size: int) -> dict[str, Any]:
    """Quiet axes, our font, and text of one size."""
    axis = {
        "labelFont": FONT, "titleFont": FONT, "labelFontSize": size, "titleFontSize": size, "labelColor": INK,
        "titleColor": INK, "titleFontWeight": "normal", "gridColor": LINE, "domainColor": EDGE, "tickColor": EDGE,
        "domain": False, "ticks": False, "labelPadding": 6, "titlePadding": 8,
    }  # fmt: skip
    return {
        "font": FONT, "background": None, "padding": 2, "axis": axis, "view": {"stroke": None},
        "text": {"font": FONT, "fontSize": size, "fill": INK},
    }  # fmt: skip
