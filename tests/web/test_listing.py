"""Lists: sort, filter, page, export, and as many queries for a thousand rows as for one."""

import csv
import io
import re
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from samsyn.people.models import Unit
from samsyn.web.shared.export import harmless
from samsyn.web.shared.listing import Choice, Column, Listing, Mark, Text
from samsyn.web.shared.typed import keep_typed, typed

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
UNITS = Listing(
    columns=[
        Column("name", "Enhet", lambda u: u.name, sort="name"),
        Column("area", "Område", lambda u: u.area, sort="area"),
        Column("state", "Läge", lambda u: Mark("sent", "late"), kind="mark"),
        Column("frame", "Ram", lambda u: u.pk, kind="minutes"),
        Column("since", "Sedan", lambda u: NOW, kind="time"),
    ],
    filters=[
        Text("q", "Namn", apply=lambda rows, value: rows.filter(name__startswith=value)),
        Choice("operator", "Regi", [("municipal", "kommunal"), ("private", "privat")], field="operator"),
    ],
    order="name",
    row_link=lambda u: f"/enhet/{u.pk}/",
)


def units(*names: str, **more: str) -> None:
    Unit.objects.bulk_create(Unit(name=name, purpose="provider", **more) for name in names)


SESSION = {"typed": {"k1": "A", "k2": "Norr", "k3": "B", "k4": "x"}}  # what was typed, by the key in the address


def session_with(kept: dict) -> SessionStore:
    session = SessionStore()
    session.update(kept)
    return session


def ask(query: str = "", listing: Listing = UNITS, *, posted: dict | None = None, **more):
    factory, url = RequestFactory(), f"/enheter/{query}"
    request = factory.get(url) if posted is None else factory.post(url, posted)
    request.user = AnonymousUser()
    request.session = session_with(SESSION)
    return listing.page(request, Unit.objects.all(), caption="Enheter", **more)


def names(page) -> list[str]:
    return [u.name for u in page.rows]


def shown(page) -> str:
    return Template("{% load samsyn %}{% listing page %}").render(Context({"page": page, "now": NOW}))


def test_sorts_by_its_own_order_until_asked() -> None:
    units("B", "A", "C")
    assert names(ask()) == ["A", "B", "C"]
    assert names(ask("?sort=-name")) == ["C", "B", "A"]


def test_the_head_says_how_it_is_sorted_and_turns_it() -> None:
    units("A")
    html = shown(ask("?sort=name&q=k1"))
    assert '<th scope="col" aria-sort="ascending"><a href="?q=k1&amp;sort=-name">Enhet</a>' in html
    assert '<th scope="col"><a href="?q=k1&amp;sort=area">Område</a>' in html


def test_rows_without_a_value_come_last_either_way() -> None:
    units("open")
    units("closed", closed_on=date(2026, 1, 1))
    closing = Listing([Column("closed", "Stängd", lambda u: u.closed_on, sort="closed_on", kind="date")])
    assert names(ask("?sort=closed", closing)) == names(ask("?sort=-closed", closing)) == ["closed", "open"]


def test_filters_by_choice_and_by_text() -> None:
    units("Norr", "Nord", operator="private")
    units("Norra", operator="municipal")
    assert names(ask("?q=k2&operator=private")) == ["Norr"]


def test_what_is_typed_is_posted_and_the_address_holds_only_a_key() -> None:
    units("Norr", "Norra", "Söder")
    way = ask(posted={"q": " Söder ", "sort": "-name", "operator": "municipal"}).export.url
    assert re.fullmatch(r"/enheter/\?q=[\w-]{11}&operator=municipal&sort=-name", way)
    assert ask(posted={"q": "Norr"}).export.url == "/enheter/?q=k2"
    assert ask(posted={"q": " "}).export.url == "/enheter/?"
    html = shown(ask("?q=k2"))
    assert 'method="post"' in html
    assert 'value="Norr"' in html


def test_only_as_many_texts_are_kept_as_a_login_needs() -> None:
    request = RequestFactory().get("/")
    request.session = session_with({})
    keys = [keep_typed(request, f"text {n}") for n in range(30)]
    assert [bool(typed(request, key)) for key in keys] == [False] * 10 + [True] * 20
    assert typed(request, "Astrid Lind") == ""


def test_what_two_tabs_type_at_the_same_time_is_kept_for_both() -> None:
    first = session_with({})
    first.save()
    tabs = [RequestFactory().get("/"), RequestFactory().get("/")]
    for tab in tabs:
        tab.session = SessionStore(first.session_key)
        tab.session.get("typed")  # both have read the session before either writes
    keys = [keep_typed(tab, text) for tab, text in zip(tabs, ("Astrid Lind", "Karl Moberg"), strict=True)]
    tabs[0].session = SessionStore(first.session_key)
    assert [typed(tabs[0], key) for key in keys] == ["Astrid Lind", "Karl Moberg"]


@pytest.mark.parametrize("more", ["", "&format=csv", "&page=2"])
def test_a_text_that_is_no_longer_kept_gives_nobody_instead_of_everybody(more) -> None:
    units("Norr", "Söder")
    told: list[str] = []
    page = ask(f"?q=another-login{more}", on_show=told.append, on_export=told.append)
    assert (page.rows, page.export, told) == ([], None, [])
    assert "Det du sökte på finns inte kvar. Skriv det igen." in shown(page)


def test_a_list_without_anything_to_type_leaves_the_post_to_the_page() -> None:
    units("A")
    choice = Listing(UNITS.columns, UNITS.filters[1:], order="name")
    page = ask("?operator=municipal", choice, posted={"operator": "private"})
    assert (page.export, names(page)) == (None, ["A"])
    assert 'method="get"' in shown(page)


@pytest.mark.parametrize("query", ["?sort=password", "?sort=-", "?operator=x", "?page=x", "?format=exe", "?sort=state"])
def test_what_means_nothing_is_passed_over(query: str) -> None:
    units("A", "B")
    assert names(ask(query)) == ["A", "B"]


@pytest.mark.parametrize(("page", "number"), [("0", 1), ("-3", 1), ("2", 2), ("99", 3), ("9" * 400, 1), ("²", 1)])
def test_a_page_that_is_not_there_gives_the_nearest(page: str, number: int) -> None:
    units(*[f"{n:03}" for n in range(101)])
    assert ask(f"?page={page}").number == number


def test_fifty_a_page_with_count() -> None:
    units(*[f"{n:03}" for n in range(101)])
    page = ask("?page=2")
    assert (len(page.rows), page.total, page.first, page.last) == (50, 101, 51, 100)
    assert "51–100 av 101" in shown(page)
    assert page.next_url == "?page=3"


def test_two_lists_on_a_page_do_not_disturb_each_other() -> None:
    units("A", "B")
    late = Listing(UNITS.columns, UNITS.filters, order="name", key="late")
    assert names(ask("?sort=-name", late)) == ["A", "B"]
    assert names(ask("?late-sort=-name&late-q=k3", late)) == ["B"]


def test_rows_are_links_and_text_is_escaped() -> None:
    units("<script>")
    html = shown(ask())
    assert "&lt;script&gt;" in html
    assert f'<tr data-href="/enhet/{Unit.objects.get().pk}/">' in html


def test_an_empty_list_says_what_will_come() -> None:
    assert "Här kommer enheterna." in shown(ask(empty="Här kommer enheterna."))
    assert "Inget stämmer med filtret." in shown(ask("?q=k4", empty="Här kommer enheterna."))


def test_as_many_queries_whatever_the_number_of_rows() -> None:
    counts = []
    for batch in (["A"], [f"{n:03}" for n in range(400)]):
        units(*batch)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(ask())
        counts.append(len(queries))
    assert counts == [2, 2]


def test_what_is_shown_is_told_before_it_is_shown() -> None:
    units("A", "B")
    told = []
    ask("?q=k1", on_show=lambda rows: told.extend(u.name for u in rows))
    assert told == ["A"]


def test_an_export_holds_all_pages_and_tells_its_ids() -> None:
    units(*[f"{n:03}" for n in range(120)])
    told = []
    page = ask("?format=csv&page=2", on_export=told.extend)
    text = b"".join(page.export.streaming_content)
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
    assert text.startswith("\ufeff".encode())
    assert rows[0] == ["Enhet", "Område", "Läge", "Ram (minuter)", "Sedan"]
    assert len(rows) == 121
    assert rows[1][2:] == ["sent", rows[1][3], "2026-11-21 13:00"]
    assert sorted(told) == sorted(Unit.objects.values_list("pk", flat=True))


def test_no_export_where_nobody_records_it() -> None:
    units("A")
    page = ask("?format=csv")
    assert page.export is None
    assert "format=csv" not in shown(page)


def test_an_export_that_cannot_be_recorded_is_not_handed_out() -> None:
    def refuse(ids) -> None:
        raise RuntimeError

    units("A")
    with pytest.raises(RuntimeError):
        ask("?format=csv", on_export=refuse)


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1", "\n=1", "＝1"])
def test_no_cell_becomes_a_formula(evil: str) -> None:
    assert harmless(evil).startswith("'")


def test_numbers_and_ordinary_text_are_left_alone() -> None:
    assert [harmless(v) for v in (-5, 0, "Åsa", "", None)] == [-5, 0, "Åsa", "", None]


def test_the_workbook_has_numbers_times_and_no_formulas() -> None:
    units("=cmd", area="a\x0bb")  # a sign that no workbook may hold
    page = ask("?format=xlsx", on_export=lambda ids: None)
    sheet = load_workbook(io.BytesIO(b"".join(page.export.streaming_content))).active
    row = [c.value for c in sheet[2]]
    assert row == [
        "'=cmd",
        "ab",
        "sent",
        Unit.objects.get().pk,
        datetime(2026, 11, 21, 13, tzinfo=UTC).replace(tzinfo=None),
    ]
    assert sheet["A2"].data_type == "s"
    assert sheet.freeze_panes == "A2"
