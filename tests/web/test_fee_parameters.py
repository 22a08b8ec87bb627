"""The administrator adds a year and a version of the tariff; fees are counted by them; two spouses are compared."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from samsyn.cases.actions import link_other
from samsyn.cases.actions.fee_rows import parameters_of
from samsyn.cases.charging.price_list import HEAD, Unreadable, from_stored, read, stored, written
from samsyn.cases.fees.months import Month
from samsyn.cases.fees.tariff import tariff_of
from samsyn.cases.models import PriceBase, TariffVersion
from samsyn.people.refusals import Invalid, NoAccess
from samsyn.people.roles import Role
from tests import factories as f
from tests import fees

pytestmark = pytest.mark.django_db
PROV = tariff_of("PROV", Month(2026, 3))
YEAR = {"year": "2027", "amount": "60 100", "source": "SFS 2026:999"}
NEW = {
    "version": "2027:1", "valid_from": "2027-01-01", "source": "KF 2026 § 112", "rounding": "ore",
    "reduction": "housing_first", "untold": "ask",
    "prices": f"{HEAD}\nHEMTJANST;HEMTJANST;Hemtjänst;omsorg;timme;;430,50;600",
}  # fmt: skip
STEPS = "HEMTJANST;;Lite hjälp;omsorg;steg;20;500;\nHEMTJANST;;Mer hjälp;omsorg;steg;{};900;"


@pytest.fixture
def admin(client, monkeypatch):
    f.freeze(monkeypatch)
    f.log_in(client, f.acting(Role.ADMINISTRATOR))
    return client


def test_a_year_is_added_with_its_source_and_fees_are_counted_by_it(admin):
    with pytest.raises(Invalid, match="2027 finns inte"):
        parameters_of(Month(2027, 1))
    assert admin.post(reverse("fee_parameters"), YEAR).status_code == 302
    _, amounts = parameters_of(Month(2027, 1))
    assert (amounts.price_base, amounts.source) == (6_010_000, "SFS 2026:999")
    assert amounts.care_maximum == 270_049  # 0,5392 × 60 100 / 12 = 2 700,4933, downwards
    assert "SFS 2026:999" in admin.get(reverse("fee_parameters")).content.decode()


@pytest.mark.parametrize(
    ("more", "says"),
    [({"year": "2026"}, "finns redan"), ({"year": "202"}, "fyra siffror"), ({"amount": "601"}, "orimligt"),
     ({"source": ""}, "Skriv var beloppet står")],
)  # fmt: skip
def test_a_year_that_cannot_be_is_refused_and_stays_typed(admin, more, says):
    page = admin.post(reverse("fee_parameters"), YEAR | more)
    assert page.status_code == 422
    assert says in page.content.decode()
    assert not PriceBase.objects.exists()


def test_a_version_of_the_tariff_applies_from_its_first_day(admin):
    admin.post(reverse("fee_parameters"), YEAR)
    assert admin.post(reverse("fee_tariff"), NEW).status_code == 302
    before, after = parameters_of(Month(2026, 12))[0], parameters_of(Month(2027, 1))[0]
    assert before.municipality == "PROV"
    assert (after.version, after.status, after.rounding) == ("2027:1", "decided", "ore")
    assert [(p.amount, p.own_cost) for p in after.prices] == [(43_050, 60_000)]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"valid_from": "2027-01-02"}, "den första i en månad"),
        ({"version": " "}, "Ge versionen"),
        ({"source": " "}, "beslut"),
        ({"prices": HEAD}, "minst en och högst"),
        ({"prices": "HEMTJANST;HEMTJANST;Hemtjänst;omsorg;timme;;430,505;"}, "Rad 1: 430,505 har fler än"),
        ({"prices": "HEMTJANST;FEL;Hemtjänst;omsorg;timme;;430;"}, "Rad 1: insatsen FEL"),
        ({"prices": "HEMTJANST;;Hemtjänst;vård;timme;;430;"}, "Rad 1: del är omsorg"),
        ({"prices": "HEMTJANST;;Hemtjänst;omsorg;timme;;;"}, "Rad 1: priset saknas"),
        ({"prices": "HEMTJANST;430"}, "åtta uppgifter"),
        ({"prices": STEPS.format("40")}, "Rad 2: det högsta steget för HEMTJANST är öppet uppåt"),
        ({"prices": STEPS.format("20")}, "Rad 2: två steg för HEMTJANST slutar på samma timme"),
        ({"prices": STEPS.format("") + "\n" + STEPS.format("")}, "två steg för HEMTJANST"),
        ({"prices": "HEMTJANST;;Hemtjänst;omsorg;timme;20;430;"}, "Rad 1: bara ett steg kan"),
    ],
)
def test_a_tariff_that_cannot_be_read_is_refused_by_its_line(admin, more, says):
    page = admin.post(reverse("fee_tariff"), NEW | more)
    assert page.status_code == 422
    assert says in page.content.decode()
    assert not TariffVersion.objects.exists()


def test_steps_whose_highest_is_open_reach_every_month(admin):
    """SoL 32:1: there is a price for however many hours."""
    assert admin.post(reverse("fee_tariff"), NEW | {"prices": STEPS.format("")}).status_code == 302
    tariff = from_stored(TariffVersion.objects.get().prices)
    assert [(p.amount, p.up_to) for p in tariff] == [(50_000, 20), (90_000, None)]


def test_a_tariff_does_not_begin_where_a_fee_is_decided(admin):
    fees.decided_fee(month=Month(2026, 4))
    page = admin.post(reverse("fee_tariff"), NEW | {"valid_from": "2026-04-01"})
    assert "redan beslutade" in page.content.decode()


def test_what_fees_are_counted_by_never_changes(admin):
    admin.post(reverse("fee_parameters"), YEAR)
    admin.post(reverse("fee_tariff"), NEW)
    for model in (PriceBase, TariffVersion):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            model.objects.update(source="Annat")


def test_a_price_list_is_written_and_read_back_the_same():
    assert read(written(PROV.prices)) == from_stored(stored(PROV.prices)) == PROV.prices
    with pytest.raises(Unreadable, match="Rad 2"):
        read(f"{HEAD}\nX;;X;omsorg;timme;;mycket;")


def test_two_spouses_whose_figures_differ_are_shown_beside_each_other(client, monkeypatch):
    """SoL 32:5 st 3 and 32:7."""
    f.freeze(monkeypatch)
    both = {"household": "spouses", "lives_together": True}
    one = fees.told_fees(None, fees.pension(15_000), fees.pension(12_000, "partner"), **both)
    other = fees.told_fees(None, fees.pension(13_000), fees.pension(15_000, "partner"), **both)
    for fee_case in (one, other):
        fees.decided_fee(fee_case)
    f.log_in(client, fees.officer())
    done = client.post(reverse("fee_link", args=[one.pk]), {"number": other.person.written_number})
    assert done.status_code == 302
    page = client.get(reverse("fee", args=[one.pk])).content.decode()
    assert "Den ena har lämnat inkomsten 156\u00a0000\u00a0kr om året" in page
    for number in (one.person.number, "19010101-9802"):
        assert client.post(reverse("fee_link", args=[one.pk]), {"number": number}).status_code == 422
    with pytest.raises(NoAccess):
        link_other(fee_case=one, number="", by=f.acting(Role.CASEWORKER), at=f.NOW)


def test_a_month_is_counted_by_the_newest_version_before_it(admin):
    for name, start in (("2027:1", "2027-01-01"), ("2027:2", "2027-07-01")):
        admin.post(reverse("fee_tariff"), NEW | {"version": name, "valid_from": start})
    admin.post(reverse("fee_parameters"), YEAR)
    assert [parameters_of(Month(2027, n))[0].version for n in (6, 7, 12)] == ["2027:1", "2027:2", "2027:2"]
    assert TariffVersion.objects.get(version="2027:2").valid_from == date(2027, 7, 1)


def test_no_invented_price_is_a_click_from_being_decided_for_real_people(admin, settings):
    """SoL 32:1: the municipality's first tariff is written from the council's decision, not from a sample."""
    assert "412" in admin.get(reverse("fee_parameters")).context["tariff_form"].initial["prices"]
    settings.SAMSYN = {**settings.SAMSYN, "real_people": True}
    form = admin.get(reverse("fee_parameters")).context["tariff_form"]
    assert form.initial == {"prices": HEAD}
    assert admin.post(reverse("fee_tariff"), NEW | {"prices": HEAD}).status_code == 422
    admin.post(reverse("fee_tariff"), NEW)
    assert "430,50" in admin.get(reverse("fee_parameters")).context["tariff_form"].initial["prices"]


def test_nobody_real_is_charged_by_the_invented_tariff(settings):
    """SoL 32:1: the municipality decides its fees; without a tariff of its own there is none."""
    settings.SAMSYN = {**settings.SAMSYN, "real_people": True}
    with pytest.raises(Invalid, match="taxa"):
        parameters_of(Month(2026, 3))
