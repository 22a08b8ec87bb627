"""Identity numbers: read however people write them, kept in one form, refused with what to do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.people.identity import IdentityKind, Sex, luhn, make, read, temporary
from samsyn.people.refusals import Invalid

TODAY = date(2026, 3, 2)
NUMBER = "194001159807"


@pytest.mark.parametrize(
    "written",
    [
        "194001159807",
        "19400115-9807",
        "400115-9807",
        "4001159807",
        " 19400115 9807 ",
        "19 40 01 15 98 07",
        "19400115–9807",  # a dash as a word processor writes it
        "19400115−9807",  # a minus sign
        "19400115‑9807",  # a hyphen that does not break
        "\u202a19400115-9807\u202c",  # copied with the direction of the text
        "19400115\u00a09807",
    ],
)
def test_every_way_of_writing_is_the_same_number(written):
    found = read(written, today=TODAY)
    assert (found.number, found.kind, found.birth_date) == (NUMBER, IdentityKind.PERSONAL, date(1940, 1, 15))
    assert found.written == "19400115-9807"


def test_the_ninth_figure_tells_the_sex():
    assert read("19400115-9807", today=TODAY).sex is Sex.WOMAN
    assert make(date(1940, 1, 15), 981).sex is Sex.MAN


def test_ten_figures_mean_the_latest_birth_that_is_not_in_the_future():
    young, old = make(date(2025, 6, 1), 980), make(date(1927, 6, 1), 980)
    assert read(young.written[2:], today=TODAY).birth_date == date(2025, 6, 1)
    assert read(old.written[2:], today=TODAY).birth_date == date(1927, 6, 1)


def test_ten_figures_of_somebody_born_today_or_tomorrow():
    today, tomorrow = make(TODAY, 982), make(TODAY + timedelta(1), 982)
    assert read(today.number[2:], today=TODAY).birth_date == TODAY
    assert read(tomorrow.number[2:], today=TODAY).birth_date == date(1926, 3, 3)


def test_a_plus_is_a_hundred_years_more():
    born = date(1925, 5, 4)
    short = make(born, 980).number[2:]
    assert read(f"{short[:6]}+{short[6:]}", today=TODAY).birth_date == born
    assert read(f"{short[:6]}-{short[6:]}", today=TODAY).birth_date == date(2025, 5, 4)


def test_a_plus_beside_a_written_century_adds_nothing():
    written = make(date(1925, 5, 4), 980).written.replace("-", "+")
    assert read(written, today=TODAY).birth_date == date(1925, 5, 4)


def test_a_coordination_number_has_sixty_added_to_the_day():
    made = make(date(1962, 11, 8), 985, coordination=True)
    assert made.number[6:8] == "68"
    found = read(made.written, today=TODAY)
    assert (found.kind, found.birth_date, found.sex) == (IdentityKind.COORDINATION, date(1962, 11, 8), Sex.MAN)


@pytest.mark.parametrize("year", [1940, 2000, 2024])
def test_the_29th_of_february_exists_in_leap_years(year):
    made = make(date(year, 2, 29), 990)
    assert read(made.written, today=TODAY) == made


def with_check(nine: str, century: str = "19") -> str:
    return f"{century}{nine}{luhn(nine)}"


@pytest.mark.parametrize(
    "nine", ["410229980", "400230980", "401301980", "400001980", "400132980", "400100980", "400160980", "400192980"]
)
def test_a_day_that_does_not_exist_is_said(nine):
    with pytest.raises(Invalid, match="Datumet i numret finns inte") as told:
        read(with_check(nine), today=TODAY)
    assert told.value.field_name == "identity"


def test_ten_figures_of_a_29th_of_february_that_was_not():
    nine = "250229980"
    with pytest.raises(Invalid, match="Datumet i numret finns inte"):
        read(f"{nine}{luhn(nine)}", today=TODAY)


@pytest.mark.parametrize("last", [d for d in "0123456789" if d != "7"])
def test_each_wrong_check_digit_is_told_apart(last):
    with pytest.raises(Invalid, match="Kontrollsiffran"):
        read(f"19400115-980{last}", today=TODAY)


def test_two_figures_that_changed_places_are_found():
    with pytest.raises(Invalid, match="Kontrollsiffran"):
        read("19401015-9807", today=TODAY)


def test_nobody_is_born_tomorrow():
    with pytest.raises(Invalid, match="framtiden"):
        read(make(TODAY + timedelta(1), 980).written, today=TODAY)


NOT_NUMBERS = [
    "", "Astrid", "123", "19400115", "1940-01-15-9807", "19400115-98070", "400115--9807", "TX26-1", "19400115-9807$",
    "٤٠٠١١٥-٩٨٠٧",  # figures, but not those that a number is kept in
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_what_is_not_a_number_is_told_how_one_is_written(text):
    with pytest.raises(Invalid, match="tio eller tolv siffror"):
        read(text, today=TODAY)


def test_the_example_that_people_are_shown_is_a_number_of_nobody():
    with pytest.raises(Invalid) as told:
        read("", today=TODAY)
    example = str(told.value.refusal).split("till exempel ")[1].rstrip(".")
    assert read(example, today=TODAY).is_test


@pytest.mark.parametrize(("sex", "letter"), [(Sex.WOMAN, "K"), (Sex.MAN, "M"), (Sex.UNKNOWN, "X")])
def test_a_temporary_id_tells_sex_and_year_and_no_birth(sex, letter):
    made = temporary(sex, 2026, 7)
    assert made.number == f"T{letter}2026-0007"
    assert read(made.number.lower(), today=TODAY) == made
    assert made.birth_date is None


def test_only_test_numbers_and_temporary_ids_belong_to_nobody():
    assert make(date(1940, 1, 15), 980).is_test
    assert make(date(1940, 1, 15), 999).is_test
    assert temporary(Sex.MAN, 2026, 1).is_test
    assert not make(date(1940, 1, 15), 979).is_test
    assert not make(date(1940, 1, 15), 0).is_test


births = st.dates(date(1900, 1, 1), TODAY)
serials = st.integers(0, 999)


@given(births, serials, st.booleans())
def test_what_is_made_reads_back(born, serial, coordination):
    made = make(born, serial, coordination=coordination)
    assert read(made.written, today=TODAY) == made
    assert read(made.number, today=TODAY) == made
    assert read(made.number, today=date.max) == made


@given(st.dates(date(1926, 3, 3), TODAY), serials)
def test_ten_figures_read_back_for_whoever_is_under_a_hundred(born, serial):
    made = make(born, serial)
    assert read(made.written[2:], today=TODAY) == made


@given(st.dates(date(1826, 3, 3), date(1926, 3, 2)), serials)
def test_a_plus_reads_back_for_whoever_is_a_hundred_or_more(born, serial):
    made = make(born, serial)
    assert read(f"{made.number[2:8]}+{made.number[8:]}", today=TODAY) == made


@given(births, serials, st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_figure_never_passes_for_the_same_person(born, serial, where, figure):
    """Luhn finds every single wrong figure of the ten it covers."""
    ten = list(make(born, serial).number[2:])
    if ten[where] == str(figure):
        return
    ten[where] = str(figure)
    with pytest.raises(Invalid):
        read("".join(ten), today=TODAY)


def read_or_nothing(text):
    try:
        return read(text, today=TODAY)
    except Invalid:
        return None


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_nothing_else(text):
    found = read_or_nothing(text)
    assert found is None or read(found.written, today=TODAY) == found
