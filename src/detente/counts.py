"""Counts in words, for what a person reads."""

from __future__ import annotations


def say_count(number: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: "1 article", "1,200 articles".

    Args:
        number: How many.
        one: The noun for one: "article".
        many: The noun for any other number; with an s behind `one` if it is not given.
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def say_kind(number: int, many: str) -> str:
    """Return a count with the name of a kind of things: "1 article", "12 articles", "1 entity".

    Args:
        number: How many.
        many: The name of the kind, which is a regular plural: "articles", "entities".
    """
    one = many.removesuffix("ies") + "y" if many.endswith("ies") else many.removesuffix("s")
    return say_count(number, one, many)
