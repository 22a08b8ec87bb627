"""What an autosave sends, made plain: numbers of versions, and texts as every browser would write them."""


def is_number(text: str) -> bool:
    """Whether this is the number of a version, as the page was given it."""
    return text.isascii() and text.isdigit() and len(text) < 10


def plain(text: str) -> str:
    """With the line breaks that browsers use inside a page, and without what no database can hold."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
