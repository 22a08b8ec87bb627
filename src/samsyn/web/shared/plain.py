"""What comes from a page, made plain: numbers of versions and pages, and texts as every browser would write them."""


def is_number(text: str) -> bool:
    """Whether this is the number of a version, as the page was given it."""
    return text.isascii() and text.isdigit() and len(text) < 10


def page_asked(text: str) -> int:
    """Which page of many an address asks for; the first where it means nothing."""
    return max(1, int(text)) if is_number(text) else 1


def plain(text: str) -> str:
    """With the line breaks that browsers use inside a page, and without what no database can hold."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
