"""Pictures of figures: the same bytes, readable without sight or colour, in the dark, and under the site's rules."""

import re
import subprocess
import sys
from itertools import pairwise
from xml.etree import ElementTree

import altair as alt
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from samsyn.equity.estimate import Estimate
from samsyn.web.equity import drawing, pictures
from samsyn.web.equity.lines import Months, Units, apart, funnel_chart, series_chart
from samsyn.web.equity.picture import NARROW, WIDE, Row
from samsyn.web.equity.rows import Panel, chart_of, labels, span, ticks
from samsyn.web.equity.scales import Scale
from tests.web.equity_examples import (
    CRUDE,
    FACTS,
    NEED,
    ROWS,
    UNIT_NAMES,
    a_subject,
    every_picture,
    some_months,
    some_units,
)
from tests.web.test_contrast import LIGHT

NAMES = ["gaps", "outcomes", "funnel", "series", "decomposition"]


@pytest.fixture(scope="module")
def drawn():
    return every_picture()


def words(svg):
    return [text for node in ElementTree.fromstring(svg).iter() if (text := (node.text or "").strip())]


def test_the_same_figures_are_the_same_bytes(drawn):
    for made in ("gaps", "outcomes", "funnel", "series", "decomposition"):
        getattr(pictures, made).cache_clear()
    again = every_picture()
    assert again == drawn
    assert again["series"] is not drawn["series"]


def test_a_picture_that_was_drawn_is_kept():
    subject = a_subject()
    assert pictures.gaps(subject, ROWS) is pictures.gaps(subject, tuple(ROWS))


@pytest.mark.parametrize("name", NAMES)
class TestEveryPicture:
    def test_is_one_image_with_a_sentence_for_who_does_not_see_it(self, drawn, name):
        picture = drawn[name]
        for svg in (picture.svg, picture.narrow):
            root = ElementTree.fromstring(svg)
            assert root.get("role") == "img"
            assert root.get("aria-label") == f"{picture.title}. {picture.alt}"
            assert not [n for n in root.iter() if n is not root and {"role", "aria-roledescription"} & set(n.attrib)]

    def test_is_let_through_by_the_sites_rules(self, drawn, name):
        """style-src 'self': neither a style element nor a style attribute; no script, no address, no id twice."""
        assert "'unsafe-inline'" not in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["style-src"]
        for svg in (drawn[name].svg, drawn[name].narrow):
            assert not re.search(r"style|<script|href|url\(|\bid=|\bon\w+=|<image|<foreignObject", svg)

    def test_has_a_class_for_every_colour(self, drawn, name):
        for svg in (drawn[name].svg, drawn[name].narrow):
            for node in ElementTree.fromstring(svg).iter():
                for part in ("fill", "stroke"):
                    colour = node.get(part)
                    if colour and colour not in {"none", "transparent"}:
                        assert colour in drawing.COLOURS.values(), colour
                        assert f"{part}-" in node.get("class", "")

    def test_says_in_its_table_every_figure_that_its_sentence_says(self, drawn, name):
        picture = drawn[name]
        cells = " ".join(cell for row in picture.table.rows for cell in row)
        figures = re.findall(r"\d+,\d+", picture.alt)
        assert [n for n in figures if n not in cells and name != "funnel"] == []

    def test_carries_period_definition_and_version(self, drawn, name):
        told = drawn[name].about
        assert "1 januari–31 december 2025" in told
        assert "Personer utan avslag" in told
        assert "granted.1" in told

    def test_is_no_wider_than_its_place(self, drawn, name):
        for svg, size in ((drawn[name].svg, WIDE), (drawn[name].narrow, NARROW)):
            root = ElementTree.fromstring(svg)
            width = float(root.get("viewBox").split()[2])
            assert root.get("width") is None
            assert 0.9 * size.width <= width <= 1.05 * size.width

    def test_stands_on_a_page_with_its_table(self, drawn, name):
        page = render_to_string("equity/picture.html", {"picture": drawn[name]})
        assert page.count("<svg") == 2
        assert '<th scope="col"' in page
        assert page.count('<th scope="row"') == len(drawn[name].table.rows)
        assert drawn[name].note in page.replace("&#x27;", "'")


class TestWords:
    def test_direction_is_said(self, drawn):
        alt_text = drawn["gaps"].alt
        assert "6,1 procentenheter lägre (mellan 9,8 och 2,4 lägre)" in alt_text
        assert "1,2 procentenheter lägre (mellan 4,0 lägre och 1,8 högre)" in alt_text
        assert {"‹ lägre", "högre ›"} <= set(words(drawn["gaps"].svg))

    def test_english_has_its_own_words_and_numbers(self):
        picture = pictures.gaps(a_subject(language="en", compared="women", reference="men"), ROWS)
        assert "6.1 percentage points lower (between 9.8 and 2.4 lower)" in picture.alt
        assert "women compared with men" in picture.title
        assert "n = 1,790–1,840" in picture.about

    def test_what_has_no_figure_says_why_where_it_would_stand(self):
        picture = pictures.gaps(a_subject(), (ROWS[0], Row("Också till bedömt behov", None, "för få")))
        assert "för få" in words(picture.svg)
        assert picture.table.rows[1] == ("Också till bedömt behov", "för få", "–", "–")

    def test_a_row_without_figure_and_word_is_refused(self):
        with pytest.raises(ValueError, match="why not"):
            Row("Hushåll", None)

    @pytest.mark.parametrize(
        ("measure", "told"),
        [
            ("share", "6,1 procentenheter lägre"),
            ("days", "2,5 dagar högre"),
            ("minutes_week", "25 minuter i veckan högre"),
            ("ratio", "0,05 lägre"),
        ],
    )
    def test_each_outcome_is_told_in_its_unit(self, measure, told):
        value = {"share": -0.0614, "days": 2.5, "minutes_week": 25.2, "ratio": -0.05}[measure]
        assert Scale(measure).difference(value) == told

    def test_one_is_told_as_one(self):
        assert Scale("share", whole=True).difference(0.0104) == "1 procentenhet högre"
        assert Scale("days", whole=True).difference(-1.2) == "1 dag lägre"

    def test_what_rounds_to_nought_is_no_difference(self):
        assert Scale("share").difference(-0.0004) == "ingen skillnad"

    def test_an_unknown_measure_is_refused(self):
        with pytest.raises(ValueError, match="kronor"):
            Scale("kronor")


class TestFunnel:
    def test_no_unit_is_named_and_none_stands_first_for_its_figure(self, drawn):
        picture = drawn["funnel"]
        everything = " ".join((picture.svg, picture.narrow, picture.alt, *(c for r in picture.table.rows for c in r)))
        assert not [name for name in UNIT_NAMES if name in everything]
        sizes = [int(row[0]) for row in picture.table.rows]
        assert sizes == sorted(sizes)

    def test_who_is_outside_has_another_shape(self):
        chart = funnel_chart(Units(some_units(), Scale("share")), WIDE).to_dict()
        shapes = {layer["mark"]["shape"] for layer in chart["layer"] if layer.get("mark", {}).get("type") == "point"}
        assert {"circle", "square"} <= shapes

    def test_limits_are_drawn_with_and_without_what_units_differ_in_general(self):
        chart = funnel_chart(Units(some_units(), Scale("share")), WIDE).to_dict()
        lines = [tuple(la["mark"]["strokeDash"]) for la in chart["layer"] if la.get("mark", {}).get("type") == "line"]
        assert lines.count((1, 3)) == 4  # two levels, above and below
        assert lines.count(()) == 5  # the same widened, and the middle of all


class TestSeries:
    def test_the_change_is_marked_and_the_way_without_it_begins_there(self, drawn):
        assert {"ändringen", "enligt", "utan"} <= {w for text in words(drawn["series"].svg) for w in text.split()}
        rows = drawn["series"].table.rows
        assert [row[-1] for row in rows[:18]] == ["–"] * 18
        assert all(row[-1] != "–" for row in rows[18:])

    def test_a_month_with_too_few_has_no_point_and_says_so(self):
        picture = pictures.series(a_subject(), some_months(thin=4))
        assert picture.table.rows[4][1:] == ("för få", "–", "–")
        chart = series_chart(some_months(thin=4), Scale("share"), WIDE).to_dict()
        runs = [la for la in chart["layer"] if la.get("mark", {}).get("strokeWidth") == 1]
        assert len(runs) == 2  # the line is broken where the month is missing

    @pytest.mark.parametrize("start", [0, 30])
    def test_a_change_outside_the_months_is_refused(self, start):
        months = some_months()
        with pytest.raises(ValueError, match="inside"):
            Months(months.months, months.gaps, start, months.fitted, months.without)

    def test_a_missing_month_is_refused(self):
        months = some_months(thin=1)
        with pytest.raises(ValueError, match="missing"):
            Months(months.months[:3] + months.months[4:], months.gaps[1:])


class TestPlaces:
    @hypothesis_settings(suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=8))
    def test_the_scale_holds_every_figure_and_nought_with_room_beside(self, values):
        low, high = span(values)
        assert low < min(0, *values)
        assert high > max(0, *values)

    @given(st.floats(-1e4, 0), st.floats(0.001, 1e4))
    def test_ticks_are_few_round_and_have_nought(self, low, width):
        at = ticks(low, low + width + abs(low))
        assert 2 <= len(at) <= 7
        assert 0.0 in at

    def test_ticks_are_written_with_the_decimals_they_need(self):
        assert "'+0,02'" in labels([0.0, 0.02, 0.04], Scale("ratio"), sign=True)
        assert "'−2,5'" in labels([-5.0, -2.5, 0.0], Scale("share"), sign=True)
        assert "'+20'" in labels([0.0, 20.0], Scale("share", "en"), sign=True)

    @given(st.lists(st.floats(0, 300), min_size=1, max_size=5))
    def test_words_at_the_edge_never_lie_on_each_other(self, wanted):
        found = sorted(apart(wanted, 20))
        assert all(b - a >= 10 for a, b in pairwise(found))

    def test_the_drawings_colours_are_those_of_the_light_page(self):
        tokens = {"pale": "spruce-pale"}
        for name, colour in drawing.COLOURS.items():
            assert LIGHT[tokens.get(name, name)] == colour

    def test_altair_accepts_every_chart(self):
        """On pages the parts are not held against the schema, which takes longer than drawing; here they are."""
        panel = Panel(Scale("share"), ROWS, beside=(None, -0.01, None))
        for size in (WIDE, NARROW):
            for chart in (
                chart_of([panel, Panel(Scale("days"), ROWS, "bar")], size),
                funnel_chart(Units(some_units(), Scale("share")), size),
                series_chart(some_months(), Scale("share"), size),
            ):
                assert chart.to_dict(validate=True)["$schema"].endswith(alt.SCHEMA_VERSION + ".json")

    @pytest.mark.parametrize("name", ["a\x00b", "\x01", "\ufffe", "<&>\"'", "\u202eåäö", "😀 مرحبا", "{{name}} `x`"])
    def test_a_name_that_no_drawing_can_hold_is_drawn_without_it(self, name):
        """The converter would end the whole process on some of them."""
        root = ElementTree.fromstring(pictures.gaps(a_subject(), (Row(name, CRUDE),)).svg)
        assert root.get("aria-label")

    @hypothesis_settings(max_examples=8, deadline=None)
    @given(
        st.tuples(st.floats(-2, 2), st.floats(0, 1), st.floats(0, 1)),
        st.text(max_size=70).filter(lambda t: t.strip()),
    )
    def test_any_figure_and_any_name_gives_a_picture(self, figure, name):
        value, below, above = figure
        row = Row(name, Estimate(value, value - below, value + above, 100))
        picture = pictures.gaps(a_subject(), (row, Row("Hushåll", CRUDE), Row("År", FACTS), Row("Behov", NEED)))
        ElementTree.fromstring(picture.svg)


def test_nothing_of_the_charts_is_loaded_until_a_picture_is_asked_for():
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'samsyn.settings'; os.environ['SAMSYN_DEMO'] = '1'\n"
        "import django; django.setup()\n"
        "import samsyn.urls, samsyn.web.equity.pictured, samsyn.cli\n"
        "print([m for m in ('altair', 'vl_convert', 'narwhals', 'jsonschema') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.strip() == "[]"
