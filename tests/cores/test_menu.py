"""The menu is whole, in three languages, and says what a swap needs to know."""

import pytest

from samsyn.cases.codes import code_list
from samsyn.homecare.menu import menu, own_item, planned_item, sort_of, usual_minutes

ROWS = code_list("menu", "homecare")


@pytest.mark.parametrize("key", list(ROWS))
def test_everything_on_the_menu_answers_a_need_and_is_said_in_three_languages(key):
    areas = code_list("areas")
    assert menu()[key].areas
    assert all(area in areas for area in menu()[key].areas)
    assert all(ROWS[key].labels[language] for language in ("sv", "en", "fi"))
    assert 0 < usual_minutes()[key] <= 240


def test_care_of_the_body_is_guarded_where_nobody_has_said_what_it_is():
    assert planned_item("", "d510", guarded=False).guarded
    assert not planned_item("", "d640", guarded=False).guarded
    assert planned_item("STADNING", "d640", guarded=True).guarded  # somebody has tied a goal to it
    assert planned_item("DUSCH", "d510", guarded=False).sort == "care"
    assert not planned_item("", "", guarded=False).areas


def test_a_thing_of_ones_own_answers_the_area_it_was_put_in():
    assert own_item("own:1", "d920").areas == {"d920"}
    assert own_item("own:1", "d520").sort == "care"


def test_a_menu_that_is_neither_care_nor_service_is_refused():
    with pytest.raises(ValueError, match="neither"):
        sort_of("neither")
