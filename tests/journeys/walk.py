"""Finding the pages: from a role's day along every link, a few addresses of each kind, until there is nothing new."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.journeys.server import Server

OF_EACH = 6  # addresses followed of each name: enough to meet cases in most states
FILE = re.compile(r"\.pdf|[?&]format=")  # one file of each name is enough
TAG = re.compile(r"<(?:a|form)\b[^>]*>")
TARGET = re.compile(r'\b(?:href|action)="([^"]*)"')


def name_of(address: str) -> str:
    """The name of an address. Raises AssertionError for a link that leads nowhere."""
    try:
        return resolve(urlsplit(address).path).url_name or ""
    except Resolver404:
        raise AssertionError(f"{address} leads nowhere") from None


def pages_of(page: Page, server: Server, start: str = "/dag/", *, of_each: int = OF_EACH) -> dict[str, str]:
    """Every page that the one who has entered can reach by links: its name and one address of it."""
    waiting, met, found = [start], {start}, {}
    followed: Counter[str] = Counter()
    while waiting:
        address = waiting.pop(0)
        answer = page.request.get(f"{server.url}{address}")
        assert answer.ok, f"{address} answered {answer.status}"
        if "html" not in answer.headers["content-type"]:
            continue
        found.setdefault(name_of(urlsplit(answer.url).path), address)
        for link in links(answer.text(), address):
            kind, enough = (f"{name_of(link)} file", 1) if FILE.search(link) else (name_of(link), of_each)
            if link not in met and followed[kind] < enough:
                followed[kind] += 1
                met.add(link)
                waiting.append(link)
    return found


def links(page: str, at: str) -> Iterator[str]:
    """Where a page's links and its forms that only ask lead, on this site."""
    for tag in TAG.findall(page):
        target = TARGET.search(tag)
        if target and not (tag.startswith("<form") and 'method="get"' not in tag):
            address = urljoin(at, unescape(target[1])).partition("#")[0]
            if address.startswith("/"):
                yield address
