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


class Sheet(HttpResponse):
    """A tagged PDF, drawn when it is made; `name` is the file's, without ending, and names nobody.

    `draw` draws it with every text as the function it is given makes it.
    """

    def __init__(self, draw: Callable[[Callable[[str], str]], bytes], *, name: str) -> None:
        super().__init__(draw(str), content_type="application/pdf")
        self._draw = draw
        self["Content-Disposition"] = f'inline; filename="{name}.pdf"'

    def cover(self, change: Callable[[str], str]) -> None:
        """Let every text be what `change` makes of it."""
        self.content = self._draw(change)


class Paper(Sheet):
    """A letter as a tagged PDF."""

    def __init__(self, letter: "Letter", *, name: str, large_print: bool) -> None:
        super().__init__(lambda _: pdf(letter, large_print=large_print), name=name)
        self._letter, self._large_print = letter, large_print

    def cover(self, change: Callable[[str], str]) -> None:
        """Let every text be what `change` makes of it; drawn anew only where one differs."""
        covered = with_texts(self._letter, change)
        if covered is not self._letter:
            self._letter, self.content = covered, pdf(covered, large_print=self._large_print)
