"""Addresses by name, also of pages that may not be there in every installation of the product's parts."""

from typing import Any

from django.urls import NoReverseMatch, reverse


def link_to(name: str, *args: Any) -> str:
    """The address of a named page, or empty when there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
