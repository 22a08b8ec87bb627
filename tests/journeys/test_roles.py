"""One journey for each role whose work the whole chain does not already show."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.server import Server
from tests.journeys.steps import enter, fill, first_option, press, says, search, who_plays

pytestmark = pytest.mark.browser

TODAY = date.today()  # noqa: DTZ011 - the clock that the server has
PERSON = "Astrid Lindqvist"  # whom the demonstration's person is


def test_a_team_leader_gives_out_a_case_and_takes_the_list_home(server: Server, new_page):
    page = enter(new_page(accept_downloads=True), server, "team-leader")
    number = registered(page)
    page.goto(f"{server.url}/arenden/")
    page.locator("thead a", has_text="Kom in").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Kom in")
    page.locator("thead a", has_text="Kom in").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Kom in")
    expect(page.locator("tbody tr").first).to_contain_text(number)
    page.locator("select[name=status]").select_option("received")
    press(page, "Visa")
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text=number)).to_contain_text("ingen än")
    numbers = set(rows.locator("th").all_inner_texts())
    assert {row["Ärende"] for row in read_csv(taken(page, "CSV"))} == numbers
    sheet = load_workbook(io.BytesIO(taken(page, "XLSX"))).active
    assert {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)} == numbers
    page.goto(f"{server.url}/arenden/ofordelade/")
    rows.filter(has_text=number).locator("a").first.click()
    page.locator("select[name=to]").select_option(label=who_plays(server, "caseworker"))
    press(page, "Fördela")
    caseworker = enter(new_page(), server, "caseworker")
    says(caseworker, number)


def registered(page: Page) -> str:
    """The number of a case that is registered now."""
    press(page, "Ta emot ansökan")
    fill(page, unknown="on")
    press(page, "Gå vidare")
    fill(page, given_name="Signe", family_name="Provsson", sex="K")
    fill(page, form="application", channel="phone", by_whom="person", asked_for="Jag orkar inte städa.")
    press(page, "Registrera")
    page.locator("main a[href*='/arenden/']").first.click()
    return re.search(r"\d{4}-\d{6}", page.locator("main .lead").inner_text())[0]


def taken(page: Page, name: str) -> bytes:
    """The file behind a link, downloaded as a browser does."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).first.click()
    return waiting.value.path().read_bytes()


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def open_one_to_sign(delegate, server: Server) -> str:
    """Open the first proposal that the delegate's mandate covers, and say its address."""
    for link in [a.get_attribute("href") for a in delegate.locator("main tbody a").all()]:
        delegate.goto(server.url + link)
        if delegate.get_by_role("button", name="Skicka tillbaka till handläggaren").count():
            return delegate.url
    raise AssertionError("no proposal is within the mandate")


def test_a_delegate_sends_a_proposal_back_and_signs_it_when_it_returns(server: Server, new_page):
    delegate, caseworker = enter(new_page(), server, "delegate"), enter(new_page(), server, "caseworker")
    address = open_one_to_sign(delegate, server)
    press(delegate, "Skicka tillbaka till handläggaren")
    says(delegate, "Inget är skickat än")
    fill(delegate, note="Skriv hur ofta duschen behövs.")
    press(delegate, "Skicka tillbaka till handläggaren")
    caseworker.goto(f"{server.url}/dag/")
    says(caseworker, "Delegaten har skickat tillbaka")
    row = caseworker.locator("tr", has_text="Skriv hur ofta duschen behövs.")
    row.locator("a").click()
    press(caseworker, "Skriv beslut")
    says(caseworker, "Skriv hur ofta duschen behövs.")
    fill(caseworker, summary="Du får hjälp att duscha två gånger i veckan.")
    press(caseworker, "Spara sammanfattningen")
    press(caseworker, "Föreslå beslut")
    delegate.goto(address)
    says(delegate, "Du får hjälp att duscha två gånger i veckan.")
    press(delegate, "Signera beslutet")
    says(delegate, "signerat")
    expect(delegate.get_by_role("link", name="Öppna som PDF", exact=True)).to_be_visible()


def test_a_person_applies_and_reads_what_is_theirs(server: Server, new_page):
    page = enter(new_page(viewport={"width": 390, "height": 844}), server, "person")
    says(page, "Så här långt har vi kommit")
    expect(page.locator(".chain li")).to_have_count(7)
    press(page, "Ansök om hjälp")
    fill(page, asked_for="Jag behöver någon som handlar åt mig.")
    press(page, "Skicka ansökan")
    says(page, "Ansökan har kommit fram")
    page.goto(f"{server.url}/dag/")
    page.locator("main a[href*='/beslut/']").first.click()
    says(page, "överklag")
    letter = page.request.get(server.url + page.locator("main a[href*='brev.pdf']").first.get_attribute("href"))
    assert PERSON in " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(letter.body())).pages)
    caseworker = enter(new_page(), server, "caseworker")
    search(caseworker, server, PERSON)
    page.goto(f"{server.url}/dag/")
    press(page, "Se vem som har läst")
    expect(page.locator("tbody tr").first).to_contain_text(who_plays(server, "caseworker"))
    expect(page.locator("tbody tr").first).to_contain_text("läste")


def test_a_person_answers_the_plan_that_the_carer_has_made_with_them(server: Server, new_page):
    carer, person = enter(new_page(), server, "care-worker"), enter(new_page(), server, "person")
    offer_new_version(carer, server)
    person.reload()
    press(person, "Läs planen och svara")
    fill(person, answer="no", words="Inte före klockan nio.")
    press(person, "Skicka svaret")
    carer.reload()
    says(carer, "Inte före klockan nio.")
    press(carer, "Lämna planen till " + PERSON)
    person.goto(f"{server.url}/dag/")
    press(person, "Läs planen och svara")
    fill(person, answer="yes")
    press(person, "Skicka svaret")
    says(person, "gäller")
    carer.reload()
    says(carer, "godkänd")


def offer_new_version(carer: Page, server: Server) -> None:
    """Open the person's plan, begin a new version of it and hand it to the person."""
    carer.goto(f"{server.url}/planer/")
    carer.locator("main tbody tr", has_text=PERSON).first.locator("a").first.click()
    carer.wait_for_load_state()
    press(carer, "Börja på en ny version")
    fill(carer, participation="Vi satt vid köksbordet.", persons_words="Jag vill sova längre.")
    fill(carer, follow_up_on=(TODAY + timedelta(days=60)).isoformat())
    press(carer, "Spara hur planen gjordes")
    press(carer, "Lämna planen till " + PERSON)
    says(carer, "väntar på svar")


def test_consent_opens_and_closes_what_a_relative_sees(server: Server, new_page):
    person, relative = enter(new_page(), server, "person"), enter(new_page(), server, "relative")
    says(relative, PERSON)
    decisions = server.url + relative.get_by_role("link", name="Alla beslut").first.get_attribute("href")
    assert relative.goto(decisions).ok
    press(person, "Samtycken")
    withdraw_everything(person)
    answer = relative.goto(decisions)
    assert answer.status == 403
    says(relative, "Du har inte tillgång")
    assert PERSON not in relative.locator("main").inner_text()
    fill(person, identity="19380311-9829", given_name="Signe", family_name="Provsson", functions="see")
    press(person, "Ge samtycke")
    expect(person.locator("tbody tr", has_text="Signe Provsson").last).to_contain_text("tills vidare")
    assert relative.goto(decisions).status == 403


def withdraw_everything(person: Page) -> None:
    buttons = person.get_by_role("button", name=re.compile("^Ta tillbaka"))
    while buttons.count():
        before = buttons.count()
        buttons.first.click()
        expect(buttons).to_have_count(before - 1)


def test_a_care_worker_says_what_differed_and_the_planner_sees_it(server: Server, new_page):
    carer, planner = enter(new_page(), server, "care-worker"), enter(new_page(), server, "provider-planner")
    visits = f"{server.url}/utfort/?dag={TODAY - timedelta(days=1)}"
    carer.goto(visits)
    carer.get_by_role("link", name=re.compile("^Det blev annorlunda")).first.click()
    press(carer, "Spara vad som blev gjort")
    says(carer, "Inget är skickat än")
    fill(carer, minutes="25", note="Vi gick en sväng på gården också.")
    carer.locator("[name=reason]").select_option("LANGRE")
    press(carer, "Spara vad som blev gjort")
    says(carer, "25 min")
    carer.locator("main tbody a[href*='/bestallningar/']").first.click()
    carer.locator("main a[href$='/extra/']").first.click()
    fill(carer, day=(TODAY - timedelta(days=1)).isoformat(), start="14:20", minutes="15", note="Hjälp efter ett fall.")
    first_option(carer, "reason")
    press(carer, "Spara hjälpen")
    planner.goto(f"{visits}&vem=annorlunda")
    for said in ("Vi gick en sväng på gården också.", "Hjälp efter ett fall.", "14.20"):
        says(planner, said)


def test_a_planner_asks_for_a_change_and_the_caseworker_answers(server: Server, new_page):
    planner, caseworker = enter(new_page(), server, "provider-planner"), enter(new_page(), server, "caseworker")
    says(planner, "Nya beställningar")
    caseworker.goto(f"{server.url}/arenden/?status=ordered")
    own = caseworker.locator("td[data-label=Person]").all_inner_texts()
    planner.locator("main tbody a", has_text=re.compile("|".join(own))).first.click()
    says(planner, "Behov och mål")
    question = planner.locator("form[action$='/begar-andring/']")
    question.locator("[name=text]").fill("Kan det börja en vecka senare?")
    question.locator("button").click()
    says(planner, "väntar på handläggarens svar")
    caseworker.goto(f"{server.url}/dag/")
    says(caseworker, "Utföraren ber om ändring")
    caseworker.goto(planner.url.replace("/bestallningar/", "/arenden/bestallningar/"))
    says(caseworker, "Kan det börja en vecka senare?")
    caseworker.get_by_label("Ditt svar").fill("Ja, det går bra.")
    press(caseworker, "Skicka svaret och beställningen på nytt")
    planner.reload()
    says(planner, "Ja, det går bra.")
    expect(planner.get_by_role("button", name="Ta emot beställningen")).to_be_visible()


def test_a_secretary_takes_the_delegated_decisions_home_without_a_name(shared_server: Server, new_page):
    page = enter(new_page(accept_downloads=True), shared_server, "committee-secretary")
    says(page, "Beslut att anmäla till nämnden")
    press(page, "ett år")
    shown = page.locator("main").inner_text()
    rows = read_csv(taken(page, "CSV"))
    assert len(rows) > 10
    assert all(re.fullmatch(r"\d{4}-\d{6}", row["Ärende"]) for row in rows)
    book = load_workbook(io.BytesIO(taken(page, "XLSX")))
    assert book.active.max_row == len(rows) + 1
    assert not re.search(r"\d{8}-\d{4}", shown + str(rows))
    assert PERSON not in shown + str(rows)


def test_an_analyst_never_meets_a_small_count(shared_server: Server, new_page):
    page = enter(new_page(), shared_server, "analyst")
    says(page, "färre än 8")
    for quarter in page.locator("select[name=kvartal] option").evaluate_all("o => o.map(x => x.value)")[:3]:
        page.goto(f"{shared_server.url}/dag/?kvartal={quarter}")
        cells = page.locator("#open ~ .table-region td, #decided ~ .table-region td").all_inner_texts()
        assert cells
        assert not [c for c in cells if c.isdigit() and 0 < int(c) < 8]
    assert page.goto(f"{shared_server.url}/arenden/").status == 403


def test_an_administrator_makes_room_for_somebody_new_and_verifies_the_log(server: Server, new_page):
    page = enter(new_page(), server, "administrator")
    press(page, "Lägg till enhet")
    fill(page, name="Biståndsenheten Väster", operator="municipal")
    page.get_by_label("Vad enheten gör (").select_option("assessment")  # the list above has a filter of the same name
    press(page, "Lägg till enheten")
    expect(page.locator("tbody tr", has_text="Biståndsenheten Väster")).to_have_count(1)
    page.goto(f"{server.url}/personal/ny/")
    fill(page, given_name="Nora", family_name="Provsson", title="Biståndshandläggare", username="nora.provsson")
    fill(page, password="sju-lugna-ekorrar-2")
    press(page, "Lägg till och gå till rollen")
    unit = page.locator("select[name=unit] option", has_text="Biståndsenheten Väster").get_attribute("value")
    fill(page, role="caseworker", unit=unit)
    page.locator("#id_valid_from").fill(TODAY.isoformat())
    press(page, "Ge rollen")
    expect(page.locator("tbody tr")).to_contain_text("Biståndsenheten Väster")
    page.goto(f"{server.url}/personal/")
    fill(page, q="nora")
    press(page, "Visa")
    expect(page.locator("tbody tr")).to_contain_text("nora.provsson")
    press(page, "Loggen")
    press(page, "Kontrollera hela loggen")
    says(page, "hel")
    expect(page.locator(".mark.done")).to_have_text("hel")
