"""`detente review split` and `merge`: actors of an article, actors of the whole archive, stories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import UsageError
from detente.views.cli.add import ArchiveOption
from detente.views.cli.output import write_stdout
from detente.views.cli.review.common import (
    Address,
    CoderOption,
    WhyOption,
    find_address,
    open_for_review,
    sign,
    tell_edit,
)

if TYPE_CHECKING:
    import sqlite3

    from detente.archive.review import Signature
    from detente.records import Actor, Record, Span


def split(  # noqa: PLR0913 - one parameter an option
    what: Annotated[str, typer.Argument(metavar="ARTICLE[:KEY]", help="An actor, such as 12:a1; or an article.")],
    fields: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD=VALUE…", help="What the new actor is: name, kind, entity, country, sector, role."
        ),
    ] = None,
    *,
    archive: ArchiveOption,
    mention: Annotated[
        list[str] | None, typer.Option("--mention", metavar="WORDS", help="A mention that goes; words or START-END.")
    ] = None,
    claim: Annotated[
        list[str] | None, typer.Option("--claim", metavar="KEY", help="A claim that speaks of the new actor.")
    ] = None,
    coder: CoderOption = "",
    why: WhyOption = None,
) -> None:
    """Make some mentions of an actor an actor of their own, or take an article out of its story."""
    from detente.archive.review import Parted, look, split_actor, split_story  # noqa: PLC0415 - not for `--help`
    from detente.views.cli.review.edits import parse_fields  # noqa: PLC0415
    from detente.views.cli.review.words import render_edit  # noqa: PLC0415

    signed = sign(coder, why)
    address = find_address(archive, what)
    with open_for_review(archive) as connection:
        if address.key is None:
            write_stdout(render_edit(split_story(connection, address.article, signed)))
            return
        record = look(connection, address.article).record
        actor = actor_at(record, address)
        parted = Parted(
            tuple(find_mention(record, actor, words) for words in mention or ()),
            parse_fields(record, "a0", fields or ()),
            tuple(claim or ()),
        )
        write_stdout(tell_edit(address.article, split_actor(connection, address.article, actor.key, parted, signed)))


def merge(
    first: Annotated[str, typer.Argument(metavar="ARTICLE[:KEY]", help="The actor, or story, that stays.")],
    second: Annotated[str, typer.Argument(metavar="ARTICLE[:KEY]", help="The one that is the same.")],
    *,
    archive: ArchiveOption,
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="In all articles, also those added later; implied by two articles.")
    ] = False,
    coder: CoderOption = "",
    why: WhyOption = None,
) -> None:
    """Make two actors one, in an article or everywhere; or, given two articles, make their stories one."""
    from detente.archive.review import merge_actors, merge_stories  # noqa: PLC0415 - not for `--help`
    from detente.views.cli.review.words import render_edit  # noqa: PLC0415

    signed = sign(coder, why)
    kept, other = find_address(archive, first), find_address(archive, second)
    if (kept.key is None) != (other.key is None):
        raise UsageError(f"{first} and {second} are not of one kind", hint="Name two actors, or two articles.")
    with open_for_review(archive) as connection:
        if kept.key is None or other.key is None:
            write_stdout(render_edit(merge_stories(connection, kept.article, other.article, signed)))
        elif everywhere or kept.article != other.article:
            write_stdout(_merge_everywhere(connection, kept, other, signed))
        else:
            edited = merge_actors(connection, kept.article, kept.key, other.key, signed)
            write_stdout(tell_edit(kept.article, edited))


def _merge_everywhere(connection: sqlite3.Connection, kept: Address, other: Address, signed: Signature) -> str:
    from detente.archive.review import identity_of, look, same_actor  # noqa: PLC0415 - not for `--help`
    from detente.views.cli.review.words import render_edit  # noqa: PLC0415

    same = actor_at(look(connection, kept.article).record, kept)
    one = actor_at(look(connection, other.article).record, other)
    return render_edit(same_actor(connection, identity_of(one), identity_of(same), signed))


def actor_at(record: Record, address: Address) -> Actor:
    """Return the actor that an address names.

    Raises:
        UsageError: It names none; the message lists the article's actors.
    """
    for actor in record.actors:
        if actor.key == address.key:
            return actor
    listed = ", ".join(f"{actor.key} {actor.name}" for actor in record.actors[:12])
    raise UsageError(f"{address} is no actor", hint=f"The article has {listed or 'none'}.")


def find_mention(record: Record, actor: Actor, written: str) -> Span:
    """Return the place of a mention of an actor, from its words or from START-END.

    Raises:
        UsageError: The actor has no such mention, or several.
    """
    text = record.article.text
    places = {f"{m.start}-{m.end}": m.span for m in actor.mentions}
    if written in places:
        return places[written]
    found = [span for span in places.values() if span.words(text) == written]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(f"{place} “{span.words(text)}”" for place, span in places.items() if not found or span in found)
    problem = f"has {len(found)} mentions" if found else "has no mention"
    raise UsageError(f"{actor.key} {actor.name} {problem} {written!r}", hint=f"Choose by place: {listed or 'none'}.")
