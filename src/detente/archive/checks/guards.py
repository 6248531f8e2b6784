"""The triggers that guard the table of a kind of claim, made from how its fields are kept.

A migration is SQL that never changes once an archive was made with it, so the text stands there.
`python -m detente.archive.checks.guards reactions` prints what the migration of a new kind must hold, and
`tests/contract/test_kinds.py` names each guard that is missing or says something else.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

from detente.archive.layout import CLAIMS, Layout
from detente.records import BY_COLLECTION, CLAIM_KINDS, ClaimKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXT: Final = "(SELECT text FROM articles WHERE article = NEW.article)"
_LENGTH: Final = "(SELECT length(text) FROM articles WHERE article = NEW.article)"
_OF_A_LIST: Final = (
    "json_array_length(p.value) IS NOT 2 OR typeof(p.value ->> 0) <> 'integer' OR typeof(p.value ->> 1) <> 'integer'\n"
    f"                 OR p.value ->> 0 < 0 OR p.value ->> 1 <= p.value ->> 0 OR p.value ->> 1 > {_LENGTH}"
)


def make_guards(kind: ClaimKind) -> dict[str, str]:
    """Return the triggers that the table of a kind of claim needs, by name, as SQL.

    For a kind with words of its own: its quotations are the text at their places (`_words`), and are dropped once they
    were compared (`_words_checked`); places lie within the text (`_within`) and never change (`_stay`). For lists of
    actors, which no foreign key can look after: the article has each of them (`_actors`, `_actors_kept`).

    Args:
        kind: Any kind but the actors, whose names have places of another form.
    """
    (layout,) = (layout for layout in CLAIMS if layout.table == kind.collection)
    made: dict[str, str] = {}
    one = f"{'an' if kind.singular[0] in 'aeiou' else 'a'} {kind.singular}"
    table = layout.table
    if layout.has_words:
        made[f"{table}_words"] = (
            f"CREATE TRIGGER {table}_words BEFORE INSERT ON {table}\n"
            f"WHEN NEW.words IS NOT\n       ({_joined(_quotations(layout), '        || ')})\n"
            f"BEGIN SELECT RAISE(ABORT, 'the words of {one} are not the text at its place'); END"
        )
        made[f"{table}_words_checked"] = (
            f"CREATE TRIGGER {table}_words_checked AFTER INSERT ON {table}\n"
            f"BEGIN UPDATE {table} SET words = NULL WHERE article = NEW.article AND key = NEW.key; END"
        )
        made[f"{table}_stay"] = (
            f"CREATE TRIGGER {table}_stay BEFORE UPDATE OF {', '.join(('article', *_places(layout)))} ON {table}\n"
            f"BEGIN SELECT RAISE(ABORT, '{one} is never moved: delete it and insert it with its words'); END"
        )
        made[f"{table}_within"] = (
            f"CREATE TRIGGER {table}_within BEFORE INSERT ON {table}\n"
            f"WHEN {_joined(_outside(layout), '  OR ')}\n"
            f"BEGIN SELECT RAISE(ABORT, 'the place of {one} is not within the text'); END"
        )
    lists = [name for name in kind.actor_fields if layout.shapes[name] == "keys"]
    if lists:
        named = _joined((f"SELECT value FROM json_each(NEW.{name})" for name in lists), " " * 18 + "UNION ALL ")
        unknown = (
            f"WHEN EXISTS (SELECT 1 FROM ({named}) AS k\n"
            "             WHERE NOT EXISTS (SELECT 1 FROM actors WHERE article = NEW.article AND key = k.value))\n"
            f"BEGIN SELECT RAISE(ABORT, '{one} names an actor that the article does not have'); END"
        )
        made[f"{table}_actors"] = f"CREATE TRIGGER {table}_actors BEFORE INSERT ON {table}\n{unknown}"
        made[f"{table}_actors_kept"] = (
            f"CREATE TRIGGER {table}_actors_kept BEFORE UPDATE OF {', '.join(lists)} ON {table}\n{unknown}"
        )
    return made


def make_actor_guard() -> str:
    """Return the trigger that keeps an actor as long as a claim of any kind names it, as SQL."""
    held: list[str] = []
    for listed in (True, False):
        for kind in CLAIM_KINDS:
            (layout,) = (layout for layout in CLAIMS if layout.table == kind.collection)
            for name in kind.actor_fields:
                if (layout.shapes[name] == "keys") is listed:
                    held.append(_naming(layout.table, name, listed=listed))
    return (
        "CREATE TRIGGER actors_last BEFORE DELETE ON actors\n"
        "WHEN EXISTS (SELECT 1 FROM articles WHERE article = OLD.article)\n"
        f" AND EXISTS ({_joined(held, '         UNION ALL ')})\n"
        "BEGIN SELECT RAISE(ABORT, 'an actor stays as long as a claim names it'); END"
    )


def _naming(table: str, field: str, *, listed: bool) -> str:
    if listed:
        return (
            f"SELECT 1 FROM {table} AS t, json_each(t.{field}) AS k WHERE t.article = OLD.article AND k.value = OLD.key"
        )
    return f"SELECT 1 FROM {table} WHERE article = OLD.article AND {field} = OLD.key"


def _joined(parts: Iterator[str] | list[str], between: str) -> str:
    return f"\n{between}".join(parts)


def _quotations(layout: Layout) -> Iterator[str]:
    """Yield for each field with places the expression of its words, in the order in which `to_row` gives them."""
    for name, shape in layout.shapes.items():
        one = (
            f"iif(NEW.{name}_start IS NULL, '', "
            f"substr({_TEXT}, NEW.{name}_start + 1, NEW.{name}_end - NEW.{name}_start) || char(31))"
        )
        if shape == "span":
            yield one
        elif shape == "spans":
            yield _all_of(f"NEW.{name}")
        elif shape == "pieces":
            parts = _all_of(f"NEW.pieces, '$.{name}'")
            yield f"iif(json_type(NEW.pieces, '$.{name}') IS NULL, {one},\n          {parts})"


def _all_of(cell: str) -> str:
    return (
        "ifnull((SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,\n"
        "                json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), char(31)) || char(31)\n"
        f"            FROM json_each({cell}) AS p, articles AS a WHERE a.article = NEW.article), '')"
    )


def _outside(layout: Layout) -> Iterator[str]:
    """Yield for each field with places the condition that one of them is not within the text."""
    for name, shape in layout.shapes.items():
        if shape in {"span", "pieces"}:
            yield f"ifnull(NEW.{name}_end > {_LENGTH} OR NEW.{name}_start < 0, 0)"
    for name, shape in layout.shapes.items():
        if shape == "spans":
            yield f"EXISTS (SELECT 1 FROM json_each(NEW.{name}) AS p\n              WHERE {_OF_A_LIST})"
    if "pieces" in layout.columns:
        inner = "json_each(NEW.pieces) AS f, json_each(f.value) AS p"
        yield f"EXISTS (SELECT 1 FROM {inner}\n              WHERE {_OF_A_LIST})"


def _places(layout: Layout) -> Iterator[str]:
    """Yield the columns in which places stand; the further pieces behind the last field that may have some."""
    fields = list(layout.shapes.items())
    last = max((at for at, (_, shape) in enumerate(fields) if shape == "pieces"), default=None)
    for at, (name, shape) in enumerate(fields):
        if shape in {"span", "pieces"}:
            yield from (f"{name}_start", f"{name}_end")
        elif shape == "spans":
            yield name
        if at == last:
            yield "pieces"


def plain_sql(sql: str) -> str:
    """Return SQL with one space between its words, so that two texts can be compared however they are laid out."""
    return re.sub(r"\s+", " ", sql).strip().rstrip(";")


def main(tables: list[str]) -> None:
    """Print the guards of some tables, and of the actors that they name, for a migration."""
    for name in tables:
        for sql in make_guards(BY_COLLECTION[name]).values():  # type: ignore[index]
            sys.stdout.write(f"{sql};\n")
    sys.stdout.write(f"DROP TRIGGER actors_last;\n{make_actor_guard()};\n")


if __name__ == "__main__":
    main(sys.argv[1:])
