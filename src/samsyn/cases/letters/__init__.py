"""The decision letter: what it must hold, how it is said in plain Swedish, how it becomes a page and a PDF.

`collect` reads the models, `content` is what a letter needs, `compose` turns it into blocks, and the same
blocks feed `render` (PDF) and the template `cases/_letter.html` (page), so that the two can never differ.
All but `collect` are pure.
"""
