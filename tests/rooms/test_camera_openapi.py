"""The camera interface as OpenAPI says what the code asks, what it takes for an answer, and what the simulator says."""

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from samsyn.homecare.nightwatch import vendor as asking
from samsyn.homecare.nightwatch import wire
from samsyn.homecare.nightwatch.simulator import Server
from samsyn.homecare.nightwatch.vendor import Vendor
from samsyn.homecare.nightwatch.wire import NoPicture

FILE = Path(__file__).parents[2] / "docs" / "camera-interface.openapi.json"
API: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
SECRET = "for tests only, where nobody is real and nothing kept"
SCHEMAS = API["components"]["schemas"]


def whole(part: dict[str, Any]) -> dict[str, Any]:
    """What a reference refers to."""
    if "$ref" not in part:
        return part
    _, _, sort, name = part["$ref"].split("/")
    return API["components"][sort][name]


def wrong(value: Any, schema: dict[str, Any]) -> list[str]:
    """What of a value is not as its schema says: the parts of JSON Schema that the file uses."""
    schema = whole(schema)
    kinds = {"object": dict, "string": str, "integer": int}
    if not isinstance(value, kinds[schema["type"]]) or isinstance(value, bool):
        return [f"{value!r} is no {schema['type']}"]
    if schema["type"] == "object":
        known = schema["properties"]
        missing = [f"{name} is missing" for name in schema.get("required", []) if name not in value]
        extra = [f"{name} is not known" for name in value if name not in known and "additionalProperties" in schema]
        return [*missing, *extra, *(w for name in value if name in known for w in wrong(value[name], known[name]))]
    held = [
        not re.search(schema.get("pattern", ""), str(value)),
        "enum" in schema and value not in schema["enum"],
        schema["type"] == "integer" and not schema.get("minimum", value) <= value <= schema.get("maximum", value),
    ]
    return [f"{value!r}: {schema}"] if any(held) else []


def operation(method: str, path: str) -> dict[str, Any]:
    """The operation that a path asked for is."""
    for written, held in API["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", r"[A-Za-z0-9_-]{1,64}", written), path):
            return held[method.lower()]
    raise AssertionError(f"{method} {path} is not in the file")


def content(part: dict[str, Any]) -> dict[str, Any]:
    return part["content"]["application/json"]["schema"]


@pytest.fixture
def told(monkeypatch) -> Iterator[tuple[Vendor, list]]:
    """The vendor as the simulator plays it, and every request and answer that passes."""
    server = Server(("127.0.0.1", 0), SECRET, {"bed-1": ["seen"], "bed-2": ["no_power"], "bed-3": ["busy"]})
    threading.Thread(target=server.serve_forever, daemon=True).start()
    passed: list = []
    once = Vendor._ask_once

    def noted(self, method, path, body, left):
        answer = once(self, method, path, body, left)
        passed.append((method, path, body, *answer))
        return answer

    monkeypatch.setattr(asking.Vendor, "_ask_once", noted)
    yield Vendor(f"http://127.0.0.1:{server.server_port}", SECRET), passed
    server.shutdown()
    server.server_close()


def test_every_request_and_answer_is_as_the_file_says(told):
    vendor, passed = told
    vendor.open_look(device="bed-1", look="look-1", seconds=45)
    vendor.end_look(look="look-1", seconds=45)
    assert vendor.device_trouble(device="bed-1") is None
    for device, name in (("bed-2", "look-2"), ("bed-3", "look-3"), ("bed-9", "look-4")):
        with pytest.raises(NoPicture):
            vendor.open_look(device=device, look=name, seconds=45)
    assert {operation(m, p)["operationId"] for m, p, *_ in passed} == {"openLook", "endLook", "deviceState"}
    for method, path, body, status, answer in passed:
        said = operation(method, path)
        if "requestBody" in said:
            assert wrong(json.loads(body), content(said["requestBody"])) == []
        assert wrong(json.loads(answer), content(said["responses"][str(status)])) == [], (path, status)


def test_the_file_holds_the_numbers_and_words_of_the_code():
    assert SCHEMAS["Name"]["pattern"] == f"^{wire.NAME.pattern}$"
    assert API["components"]["parameters"]["Once"]["schema"]["pattern"] == f"^{wire.ONCE_FORM.pattern}$"
    names = {part["name"] for part in API["components"]["parameters"].values()}
    assert names == {wire.MOMENT, wire.ONCE}
    assert API["components"]["securitySchemes"]["signature"]["name"] == wire.SIGNATURE
    assert set(SCHEMAS["No"]["properties"]["error"]["enum"]) == wire.SAID_BY_VENDOR
    assert set(SCHEMAS["Device"]["properties"]["state"]["enum"]) == {"ready", *wire.SAID_BY_VENDOR}
    assert f"{wire.LARGEST:,} bytes" in API["info"]["description"]
    assert f"at most {wire.SKEW} " in API["components"]["parameters"]["Moment"]["description"]
    refs = set(re.findall(r'"#/components/([^"]+)"', FILE.read_text(encoding="utf-8")))
    assert all(part.split("/")[1] in API["components"][part.split("/")[0]] for part in refs)


@pytest.mark.parametrize("key", ["look", "ticket", "seconds"])
def test_what_the_file_demands_the_code_demands(key):
    good = {"look": "look-1", "ticket": "t-1", "seconds": 45}
    assert wrong(good, SCHEMAS["Opened"]) == []
    for bad in ({k: v for k, v in good.items() if k != key}, {**good, key: None}, {**good, "more": 1}):
        assert wrong(bad, SCHEMAS["Opened"])
        with pytest.raises(NoPicture):
            wire.opened(201, wire.written(bad), look="look-1", seconds=45)
