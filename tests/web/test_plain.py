"""What comes from a page, made plain."""

import pytest

from samsyn.web.shared.plain import page_asked


@pytest.mark.parametrize(
    ("text", "page"),
    [("", 1), ("1", 1), ("7", 7), ("0", 1), ("-3", 1), ("\u0663", 1), ("9" * 9, 999_999_999), ("9" * 10, 1), ("x", 1)],
)
def test_a_page_that_means_nothing_is_the_first(text, page):
    assert page_asked(text) == page
