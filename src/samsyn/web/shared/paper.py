"""A letter as a file to read or print. It keeps the letter it was drawn from, so that the second wall can read it.

A PDF holds no words to search: its text is packed and set in glyphs. The wall (`cover`) therefore asks the blocks, and
draws the letter anew where something in them is to be covered.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse

from samsyn.cases.letters.kept import with_texts
from samsyn.cases.letters.render import pdf

if TYPE_CHECKING:
    from samsyn.cases.letters.blocks import Letter


class Paper(HttpResponse):
    """A letter as a tagged PDF, drawn when it is made; `name` is the file's, without ending, and names nobody."""

    def __init__(self, letter: "Letter", *, name: str, large_print: bool) -> None:
        super().__init__(pdf(letter, large_print=large_print), content_type="application/pdf")
        self._letter, self._large_print = letter, large_print
        self["Content-Disposition"] = f'inline; filename="{name}.pdf"'

    def cover(self, change: Callable[[str], str]) -> None:
        """Let every text be what `change` makes of it; drawn anew only where one differs."""
        covered = with_texts(self._letter, change)
        if covered is not self._letter:
            self._letter, self.content = covered, pdf(covered, large_print=self._large_print)
