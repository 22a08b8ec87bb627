"""The camera interface: only the two who share the secret are heard, once; a vendor who misbehaves holds nobody up."""

import threading
import time
from http.client import HTTPConnection

import pytest

from samsyn.homecare.nightwatch import wire
from samsyn.homecare.nightwatch.simulator import Server, script_of
from samsyn.homecare.nightwatch.vendor import Vendor
from samsyn.homecare.nightwatch.wire import MOMENT, ONCE, SIGNATURE, NoPicture, Trouble, Unfit

SECRET = "a secret of the tests, shared by both sides"
BODY = b'{"device":"bed-1","look":"l","seconds":45}'


@pytest.fixture
def simulator():
    """Start a simulator with a script; gives the vendor that asks it."""
    servers = []

    def start(**script) -> Vendor:
        server = Server(("127.0.0.1", 0), SECRET, script)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return Vendor(f"http://127.0.0.1:{server.server_port}", SECRET, seconds=0.6, attempts=2)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def signed(body: bytes = BODY, *, now: float = 1000.0, once: str = "0" * 32, secret: str = SECRET) -> dict[str, str]:
    moment = str(int(now))
    signature = wire.sign_request(secret, "POST", "/v1/looks", moment, once, body)
    return {MOMENT: moment, ONCE: once, SIGNATURE: signature}


def test_a_request_is_heard_once():
    met: dict[str, float] = {}
    assert wire.check_request(SECRET, "POST", "/v1/looks", signed(), BODY, now=1000, met=met) == "0" * 32
    with pytest.raises(Unfit, match="has been used"):
        wire.check_request(SECRET, "POST", "/v1/looks", signed(), BODY, now=1001, met=met)


@pytest.mark.parametrize(
    ("headers", "body", "path", "now"),
    [
        ({}, BODY, "/v1/looks", 1000), (signed(), BODY + b" ", "/v1/looks", 1000),
        (signed(), BODY, "/v1/looks/x/end", 1000), (signed(), BODY, "/v1/looks", 1121),
        (signed(), BODY, "/v1/looks", 879), (signed(secret="guessed"), BODY, "/v1/looks", 1000),
        ({**signed(), MOMENT: "1001"}, BODY, "/v1/looks", 1000),
        ({**signed(), SIGNATURE: "é"}, BODY, "/v1/looks", 1000),
    ],
    ids=["unsigned", "body", "path", "late", "early", "secret", "moment", "no hexadecimal"],
)  # fmt: skip
def test_what_is_not_signed_as_it_stands_is_refused(headers, body, path, now):
    with pytest.raises(Unfit):
        wire.check_request(SECRET, "POST", path, headers, body, now=now, met={})


def test_an_old_answer_fits_no_new_question():
    answer = {SIGNATURE: wire.sign_answer(SECRET, 201, "a" * 32, b"{}")}
    wire.check_answer(SECRET, 201, "a" * 32, answer, b"{}")
    with pytest.raises(NoPicture):
        wire.check_answer(SECRET, 201, "b" * 32, answer, b"{}")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"{", b"[" * 5000, b'{"look":"l","ticket":"t","seconds":46}',
        b'{"look":"m","ticket":"t","seconds":45}', b'{"look":"l","ticket":"t","seconds":true}',
        b'{"look":"l","ticket":"//elsewhere","seconds":45}', b'{"look":"l","ticket":"t","seconds":-1}',
        b'{"look":"l","ticket":"t","seconds":45,"picture":"x"}', b'{"look":"l","ticket":"t","seconds":45.0}',
    ],
)  # fmt: skip
def test_an_answer_that_is_not_as_agreed_is_no_picture(body):
    with pytest.raises(NoPicture) as none:
        wire.opened(201, body, look="l", seconds=45)
    assert none.value.trouble is Trouble.WRONG_ANSWER


@pytest.mark.parametrize(
    ("plays", "trouble"),
    [
        ("no_power", "no_power"), ("no_network", "no_network"), ("busy", "busy"), ("garbage", "wrong_answer"),
        ("unsigned", "wrong_answer"), ("elsewhere", "wrong_answer"), ("silent", "no_answer"), ("slow", "no_answer"),
    ],
)  # fmt: skip
def test_each_way_to_fail_is_told_in_time(simulator, plays, trouble):
    vendor, began = simulator(bed=[plays]), time.monotonic()
    with pytest.raises(NoPicture) as none:
        vendor.open_look(device="bed", look="l", seconds=45)
    assert none.value.trouble == trouble
    assert time.monotonic() - began < 3


def test_opening_and_ending_twice_is_once_and_a_stranger_is_not_heard(simulator):
    vendor = simulator(bed=["seen", "not_seen"], dark=["no_power"])
    opened = vendor.open_look(device="bed", look="l", seconds=45)
    assert vendor.open_look(device="bed", look="l", seconds=45) == opened
    assert vendor.end_look(look="l", seconds=45) == vendor.end_look(look="l", seconds=45)
    assert vendor.device_trouble(device="bed") is None
    assert vendor.device_trouble(device="dark") is Trouble.NO_POWER
    for asks in (vendor.device_trouble, lambda device: vendor.open_look(device=device, look="m", seconds=45)):
        with pytest.raises(NoPicture, match="unknown_device"):
            asks(device="other")
    with pytest.raises(NoPicture, match="wrong_answer"):
        Vendor(vendor.url, "another secret").open_look(device="bed", look="n", seconds=45)
    host = vendor.url.removeprefix("http://")
    for path, status in (("/view/guessed", 410), ("/v1/devices/bed", 401), ("/elsewhere", 404)):
        plain = HTTPConnection(host, timeout=5)
        plain.request("GET", path)
        assert plain.getresponse().status == status


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"a b": ["seen"]}', '{"bed": []}', '{"bed": ["flies"]}', '{"bed": "seen"}']
)
def test_a_script_that_means_nothing_is_refused(text):
    with pytest.raises(ValueError, match=r"it is|device|write"):
        script_of(text)
