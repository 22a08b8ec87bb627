"""What is not there is a 404. What the reader may not see is never said to be missing; that is the gate's answer."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404


@contextmanager
def missing() -> Iterator[None]:
    """Say "no such page" when a row is not there."""
    try:
        yield
    except ObjectDoesNotExist:
        raise Http404 from None
