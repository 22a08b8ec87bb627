"""What is refused before any page: said in the reader's language, with what to do, and never as a fault of ours."""

import pytest
from django.test import Client

from samsyn.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
UNREADABLE = {
    "too much": (b"q=" + b"a" * 3_000_000, FORM, 413, "Korta texten"),
    "too many fields": (b"&".join(b"a%d=1" % n for n in range(2000)), FORM, 413, "Korta texten"),
    "parts without a boundary": (b"x", PARTS, 400, "gick inte att läsa. Öppna sidan på nytt"),
    "a form in UTF-16": ("q=1".encode("utf-16"), f"{FORM}; charset=utf-16", 400, "gick inte att läsa. Öppna sidan"),
}


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("what", UNREADABLE)
def test_a_request_that_cannot_be_read_gets_a_page_that_says_what_to_do(what, strict):
    body, kind, status, said = UNREADABLE[what]
    client = Client(raise_request_exception=False, enforce_csrf_checks=strict)
    make.log_in(client, make.acting(Role.CASEWORKER))
    client.get("/sok/")
    answer = client.generic("POST", "/sok/", body, content_type=kind, headers={"Origin": "http://testserver"})
    text = answer.content.decode()
    assert answer.status_code == status
    assert said in text
    assert "data-reason" in text  # what keep.js tells beside the field
    assert "finns det du skrev kvar" in text
    assert "Bad Request" not in text


def test_another_address_of_the_site_is_told_as_such_in_the_readers_language(client):
    swedish = client.get("/", headers={"Host": "evil.example"})
    assert swedish.status_code == 400
    assert "Fråga administratören vilken adress" in swedish.content.decode()
    assert "evil.example" not in swedish.content.decode()
    english = client.get("/", headers={"Host": "evil.example", "Accept-Language": "en"}).content.decode()
    assert '<html lang="en">' in english
