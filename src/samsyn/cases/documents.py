"""Which files the register of documents takes: pure."""

LARGEST_FILE = 5 * 1024 * 1024  # bytes
BEGINNINGS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def type_of(content: bytes) -> str:
    """The type that a file's own bytes show, whatever its name says; empty for one that is not taken."""
    for beginning, kind in BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "text/plain" if text and "\0" not in text else ""
