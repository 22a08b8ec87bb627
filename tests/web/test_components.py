"""The chain, fields and error summary say in words and in marks what they show."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template

from samsyn.web.shared.chain import ChainStep

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Arrival(forms.Form):
    name = forms.CharField(label="Namn", help_text="Som i folkbokföringen.")
    how = forms.ChoiceField(label="Hur", choices=[("a", "Telefon"), ("b", "Papper")], widget=forms.RadioSelect)
    known = forms.BooleanField(label="Personen vet")
    note = forms.CharField(label="Anteckning", required=False, widget=forms.Textarea)


def render(text: str, **context) -> str:
    return " ".join(Template("{% load samsyn %}" + text).render(Context({"now": NOW, **context})).split())


def test_the_chain_says_whom_it_waits_for_since_when_and_by_which_rule() -> None:
    steps = [
        ChainStep("in", "Ansökan", "done", since=date(2026, 10, 13)),
        ChainStep("order", "Beställning", "waiting", who="Handläggare", since=date(2026, 11, 20), rule="SoL 34:1"),
        ChainStep("plan", "Plan", "ahead"),
    ]
    html = render("{% chain steps %}", steps=steps)
    assert '<ol class="chain" aria-label="Så långt har ärendet kommit">' in html
    assert html.count('aria-current="step"') == 1
    assert '<li class="waiting" aria-current="step">' in html
    assert 'väntar på handläggare sedan <time datetime="2026-11-20" title="2026-11-20">i går</time>, SoL 34:1' in html
    assert "kommer sedan" in html


def test_a_step_ahead_says_when_it_comes_or_only_that_it_comes_later() -> None:
    known = render("{% chain s %}", s=[ChainStep("a", "Uppföljning", "ahead", since=date(2026, 12, 4))])
    assert 'kommer <time datetime="2026-12-04" title="2026-12-04">4 dec 2026</time>' in known
    assert "sedan" not in known
    assert '<span class="said">kommer sedan</span>' in render("{% chain s %}", s=[ChainStep("a", "Plan", "ahead")])


def test_a_name_in_the_chain_keeps_its_capital() -> None:
    assert "väntar på Karin Ek" in render("{% chain s %}", s=[ChainStep("a", "Plan", "waiting", who="Karin Ek")])


def test_a_step_has_one_of_five_states() -> None:
    with pytest.raises(ValueError, match="finished"):
        ChainStep("a", "Plan", "finished")  # type: ignore[arg-type]


def test_a_field_ties_label_help_and_error_to_itself() -> None:
    html = render("{% field form.name %}", form=Arrival({}))
    assert '<label for="id_name">Namn <span class="need">(måste fyllas i)</span></label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert " required" not in html


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    html = render("{% field form.how %}", form=Arrival({}))
    assert '<fieldset class="field wrong" aria-describedby="id_how_error" id="id_how" tabindex="-1">' in html
    assert "<legend>Hur" in html
    assert html.count('type="radio"') == 2


def test_a_tick_has_its_label_around_it() -> None:
    assert 'type="checkbox"' in render("{% field form.known %}", form=Arrival({}))
    assert "(måste kryssas i)" in render("{% field form.known %}", form=Arrival())


def test_a_field_can_save_itself() -> None:
    html = render('{% field form.note place="need:3:text" base=0 %}', form=Arrival())
    assert 'data-place="need:3:text"' in html
    assert 'data-base="0"' in html
    radios = render('{% field form.how place="need:3:level" base=2 %}', form=Arrival())
    assert radios.count('data-place="need:3:level"') == 2


def test_the_summary_links_to_each_wrong_field_and_takes_the_focus() -> None:
    html = render("{% error_summary form %}", form=Arrival({"name": "Märta"}))
    assert "autofocus" in html
    assert '<a href="#id_how">Hur</a>' in html
    assert '<a href="#id_known">' in html
    assert "id_name" not in html


def test_no_summary_without_errors() -> None:
    assert render("{% error_summary form %}", form=Arrival()) == ""
