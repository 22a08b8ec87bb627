"""Reading a day from a file and writing its plan, format by format."""

from importlib import import_module
from types import ModuleType


def of(name: str) -> ModuleType:
    """The module of a format, with `read` and `write`."""
    return import_module(f"samsyn.planning.formats.{name}")
