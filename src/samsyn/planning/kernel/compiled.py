"""How the search is compiled: once for each machine and version, and kept on the disk.

A compiled function holds those that it asks, and the compiler's own cache looks only at the file that a function
stands in. So what is kept lies in a folder that is named by everything here: with any change it is made anew.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba import njit

F = TypeVar("F", bound=Callable[..., Any])
ENTRY: dict[str, Any] = {"cache": True, "nogil": True, "no_cfunc_wrapper": True}
INNER = {**ENTRY, "no_cpython_wrapper": True}
HERE = Path(__file__).parent


def _folder() -> Path:
    """Beside the code, where it is made ready; else, where that may not be written, in the user's cache."""
    told = hashlib.sha256(numba.__version__.encode())
    for file in sorted(HERE.glob("*.py")):
        told.update(file.read_bytes())
    name = f"compiled-{told.hexdigest()[:16]}"
    beside = HERE / "__pycache__" / name
    if beside.is_dir() or os.access(HERE, os.W_OK):
        return beside
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "samsyn" / name


numba.config.CACHE_DIR = str(_folder())  # type: ignore[attr-defined]


def compiled(function: F) -> F:
    """Machine code of a function that only other such functions ask: whole numbers wrap around silently.

    Without a way in from Python, which for a day of many arrays takes longer to compile than most functions.
    """
    return cast(F, njit(**INNER)(function))


def entry(function: F) -> F:
    """The same of a function that Python asks."""
    return cast(F, njit(**ENTRY)(function))


def woven(function: F) -> F:
    """The same for what is small and asked often: written into whatever asks it, as a call costs more than the work."""
    return cast(F, njit(cache=True, nogil=True, inline="always")(function))
