"""The forms of a page as a browser would send them, and what a hostile hand sends instead."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from urllib.parse import urlencode

USUAL = {"date": "2026-03-03", "time": "08:00", "number": "10", "email": "a@example.org", "tel": "070-174 06 05"}
NONSENSE = (
    "", "\0", "a\0b", "x" * 100_000, "\N{GRINNING FACE}" * 50, "\u202eabc\u202d\u200f", "0001-01-01", "9999-12-31",
    "2026-02-31", "-1", "0", "9" * 30, "2147483648", "9223372036854775808", "NaN", "1e400", "١٢", "²", "24:00",
    "'\"<script>alert(1)</script>", "{{7*7}}{% x %}", "../../../etc/passwd", "a\r\nb", "\u2028", "%00",
)  # fmt: skip
BODIES = {
    b"text=%ff%fe&reason=%80&do=%c3%28": "application/x-www-form-urlencoded",
    b"text=\xff\xfe&\x80=\x00": "application/x-www-form-urlencoded",
    b'{"text": 1}': "application/json",
    b"--x\r\nnonsense": "multipart/form-data; boundary=x",
    b"text=" + b"x" * 3_000_000: "application/x-www-form-urlencoded",
}


@dataclass
class Sent:
    """A form that is posted: where to, and each field with what stands in it, what it is and what it offers."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)

    def filled(self) -> dict[str, list[str]]:
        """As somebody sends it who writes something everywhere."""
        return {name: values if any(values) else self._usual(name) for name, values in self.fields.items()}

    def _usual(self, name: str) -> list[str]:
        offered = [value for value in self.options.get(name, []) if value]
        return offered[:1] or [USUAL.get(self.kinds.get(name, ""), "" if self.kinds.get(name) == "hidden" else "Ord")]

    def spoilt(self, rng: Random) -> tuple[bytes, str]:
        """A body and its type: one field is nonsense, is not there or is there twice, or nothing is as it should."""
        if rng.random() < 0.1 or not self.fields:
            return rng.choice(list(BODIES.items()))
        body = self.filled()
        name, kind = rng.choice(list(body)), rng.random()
        if kind < 0.1:
            del body[name]
        elif kind < 0.2:
            body[name] = [*body[name], rng.choice(NONSENSE)]
        else:
            body[name] = [rng.choice(NONSENSE)]
        return urlencode(body, doseq=True).encode(), "application/x-www-form-urlencoded"


class Page(HTMLParser):
    """The forms of a page that are posted."""

    def __init__(self, address: str, text: str) -> None:
        super().__init__()
        self.address, self.found, self.now, self.within = address, [], None, ""
        self.feed(text)

    def forms(self) -> Iterator[Sent]:
        """Each with its own address; no file is chosen, and the token against forgery is left out."""
        yield from self.found

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag == "form":
            self.now = Sent(told.get("action") or self.address) if told.get("method") == "post" else None
            self.found += [self.now] if self.now else []
        name = told.get("name")
        if self.now is None or name == "csrfmiddlewaretoken" or told.get("type") == "file":
            return
        if tag == "option" and self.within:
            self.now.options[self.within].append(told.get("value", ""))
            self.now.fields[self.within] += [told.get("value", "")] if "selected" in told else []
        elif name and tag in {"input", "select", "textarea", "button"}:
            self._start(tag, name, told)

    def _start(self, tag, name, told):
        values = self.now.fields.setdefault(name, [])
        self.now.kinds[name], offered = told.get("type", tag), self.now.options.setdefault(name, [])
        if told.get("type") in {"checkbox", "radio"}:
            offered.append(told.get("value", "on"))
            values += [told.get("value", "on")] if "checked" in told else []
        elif tag in {"select", "textarea"}:
            self.within = name
        elif tag == "input" or not values:  # of several buttons the first is pressed
            values.append(told.get("value", ""))

    def handle_data(self, data):
        if self.now and self.within and self.now.kinds[self.within] == "textarea":
            self.now.fields[self.within] = ["".join(self.now.fields[self.within]) + data]

    def handle_endtag(self, tag):
        self.now = None if tag == "form" else self.now
        self.within = "" if tag in {"select", "textarea"} else self.within
