"""A file that an analyst chooses and measures, in a browser."""

from playwright.sync_api import Page

from tests.journeys.server import Server
from tests.journeys.steps import press
from tests.web.own_files import as_csv, decisions

PATIENCE = 60_000  # milliseconds: a busy machine starts a process slowly


def choose(page: Page, server: Server, *, rows: int = 600) -> str:
    """Choose a file; returns the address of its columns."""
    page.goto(f"{server.url}/likabehandling/fil/")
    content = as_csv(decisions(rows))
    page.locator("input[type=file]").set_input_files({"name": "beslut.csv", "mimeType": "text/csv", "buffer": content})
    press(page, "Öppna filen")
    page.locator("select[name=c0]").wait_for(timeout=PATIENCE)  # the page comes by itself when the file is read
    return page.url.removeprefix(server.url)


def an_own_file(page: Page, server: Server) -> dict[str, str]:
    """The pages of a file and of what was found in it, which no link leads to before somebody has chosen one."""
    columns = choose(page, server)
    press(page, "Mät")
    page.locator("#counted").wait_for(timeout=PATIENCE)
    return {"own_file": columns, "own_answer": page.url.removeprefix(server.url)}
