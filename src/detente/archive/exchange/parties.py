"""Who does what to whom, one pair at a time, and who is the same across articles."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.archive.exchange.codes import countries, organizations, sector_words
from detente.archive.exchange.files import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.records import Actor, Event, Record


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an event, as the formats need it.

    Attributes:
        id: The same for the same actor in all articles: the entity; for a name that the tables do not hold, the name
            with country and kind; for somebody who is only described, his place in his article.
        key: The actor's key in the record.
        entity: As in the record.
        name: As in the record.
        kind: As in the record.
        country: As in the record.
        sector: As in the record.
        role: As in the record.
        words: The words of the first mention, or the name where there is none.
    """

    id: str
    key: str
    entity: str | None
    name: str
    kind: str
    country: str | None
    sector: str | None
    role: str | None
    words: str


@dataclass(frozen=True, slots=True)
class CameoActor:
    """An actor in CAMEO codes; "" for what is unknown or does not apply.

    Attributes:
        code: The whole code: country, types and group in one ("RUSGOV").
        country: Country or region.
        known: Code of a known group.
        types: Up to three roles.
    """

    code: str
    country: str
    known: str
    types: tuple[str, str, str]


def identify(record: Record, actor: Actor) -> str:
    """Return an id that is the same for the same actor in all articles.

    Args:
        record: The record that the actor stands in.
        actor: One of its actors.

    Returns:
        The entity; else "name:<name>|<country>|<kind>" if the text names the actor; else
        "text:<first 16 digits of the article's id>:<key>", for "a delegation" in one article is not that in another.
    """
    if actor.entity is not None:
        return actor.entity
    if any(mention.form == "name" for mention in actor.mentions):
        return f"name:{xml_text(actor.name)}|{actor.country or ''}|{actor.kind}"
    return f"text:{record.article.id[:16]}:{actor.key}"


def party_of(record: Record, key: str) -> Party:
    """Return an actor of a record as a side of an event."""
    actor = record.actor(key)
    words = record.words(actor.mentions[0].span) if actor.mentions else actor.name
    return Party(
        identify(record, actor),
        actor.key,
        actor.entity,
        actor.name,
        actor.kind,
        actor.country,
        actor.sector,
        actor.role,
        words,
    )


def is_reciprocal(event: Event) -> bool:
    """Tell whether all sides of an event act as equals: several sources and no target."""
    return len(event.sources) > 1 and not event.targets


def iter_dyads(event: Event) -> Iterator[tuple[str | None, str | None]]:
    """Yield the pairs (source, target) of an event as the dyadic data sets count them.

    Every source with every target; a reciprocal event gives each ordered pair of its sides. Where one side is unknown
    it is None; where both are, one pair of None.
    """
    targets: tuple[str | None, ...] = event.targets
    if is_reciprocal(event):
        targets = event.sources
    for source in event.sources or (None,):
        for target in targets or (None,):
            if source is None or source != target:
                yield source, target


def hash_id(*parts: str, bits: int) -> int:
    """Return a number from 0 that the parts always give, of at most so many bits."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8]) >> (64 - bits)


def cameo_actor(party: Party | None) -> CameoActor:
    """Return a side in CAMEO codes; all blank for None and for somebody of whom nothing is known.

    A state has its country only; others have country and role. An organisation that CAMEO knows has its own code last.
    """
    if party is None:
        return CameoActor("", "", "", ("", "", ""))
    known = organizations().get(party.entity or "")
    if known is not None:
        group, types, region = known.known, known.types, known.region
    else:
        group, types, region = "", (), ""
    if not types:
        role = sector_words("cameo").get(party.sector or "", "")
        types = (role,) if role else ()
        # "IGO" as a country is no country of CAMEO: it is the role.
        if party.country == "IGO" and "IGO" not in types:
            types = ("IGO", *types)
    country = countries().get(party.country or "")
    region = region or (country.cameo if country else "")
    own = () if group in {"", *types} else (group,)
    parts = (*types[:1], region, *types[1:], *own) if types[:1] in {("IGO",), ("NGO",)} else (region, *types, *own)
    padded = (*types, "", "", "")[:3]
    return CameoActor("".join(parts), region, group, (padded[0], padded[1], padded[2]))
