"""What a form says of a field it was not told what to say of is in this house's words, which say what to do."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver
from django.utils.translation import gettext

DJANGOS = (  # from Django's own Swedish: the beginnings of what its fields say
    "Detta fält måste", "Fyll i ett giltigt", "Fyll i en giltig", "Fyll i ett heltal", "Fyll i ett tal",
    "Välj ett giltigt alternativ", "Fyll i en lista", "Kontrollera att", "Ingen fil skickades", "Den skickade filen",
    "NULL-tecken", "Null-tecken", "Null characters",
)  # fmt: skip


def all_forms(of=forms.BaseForm):
    for form in of.__subclasses__():
        yield form
        yield from all_forms(form)


def fields():
    _ = get_resolver().url_patterns  # all pages, and so their forms, are read
    for form in all_forms():
        if form.__module__.startswith("samsyn."):
            yield from ((f"{form.__name__}.{name}", field) for name, field in form.base_fields.items())


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        (forms.CharField(), "", "behöver fyllas i"),
        (forms.CharField(max_length=3), "fyra", "Korta den till högst 3 tecken"),
        (forms.CharField(), "a\0b", "ett tecken som inte går att spara"),
        (forms.IntegerField(), "två", "heltal med siffror"),
        (forms.IntegerField(min_value=1), "0", "minst 1"),
        (forms.IntegerField(max_value=9), "10", "högst 9"),
        (forms.DateField(), "31 februari", "till exempel 2026-03-02"),
        (forms.TimeField(), "25:00", "till exempel 07.30"),
        (forms.EmailField(), "eva", "namn@exempel.se"),
        (forms.UUIDField(), "x", "Öppna sidan på nytt"),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "Välj ett av alternativen"),
        (forms.MultipleChoiceField(choices=[("a", "A")]), ["b"], "Välj ett av alternativen"),
        (forms.FileField(), None, "Välj en fil"),
        (forms.FileField(), SimpleUploadedFile("tom.csv", b""), "Filen är tom"),
    ],
    ids=lambda part: part if isinstance(part, str) else type(part).__name__,
)
def test_a_field_without_words_of_its_own_says_what_to_do(field, value, says):
    with pytest.raises(forms.ValidationError) as wrong:
        field.clean(value)
    assert says in wrong.value.messages[0]


def test_no_field_of_any_page_speaks_djangos_words():
    found = list(fields())
    assert len(found) > 300
    spoken = {
        f"{name}: {text}"
        for name, field in found
        for code, text in field.error_messages.items()
        if code != "contradiction" and str(text).startswith(DJANGOS)
    }
    assert not spoken


def test_the_words_of_django_that_are_looked_for_are_still_its_words():
    for english in ("This field is required.", "Enter a valid date.", "Enter a whole number."):
        assert gettext(english).startswith(DJANGOS)
