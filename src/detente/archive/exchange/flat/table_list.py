"""What the flat tables hold: every table with its columns, in the order of the files."""

from __future__ import annotations

import typing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import pyarrow as pa

from detente.archive.exchange.flat import table_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from detente.archive.filed import Filed

ColumnKind = Literal["text", "integer", "number", "boolean", "date"]

_ARROW: Final = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: Its name.
        kind: What stands in it.
        meaning: What it means: one or two sentences, or "<Class>.<field>" for the words of a record's docstring.
        values: The values that can stand in it; "<Class>.<field>" for those of a record's type; () for any.
    """

    name: str
    kind: ColumnKind
    meaning: str
    values: tuple[str, ...] | str = ()


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A table.

    Attributes:
        name: Its name, which is that of its file.
        meaning: What one row is.
        columns: In the order of the file.
        rows: Gives the rows of one article, each with a value for every column.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[Filed], Iterator[dict[str, Any]]]

    @property
    def schema(self) -> pa.Schema:
        """The table's Arrow schema."""
        return pa.schema([(column.name, _ARROW[column.kind]) for column in self.columns])


_KINDS: Final[dict[str, ColumnKind]] = {kind: kind for kind in typing.get_args(ColumnKind)}


def _of(fields: str, *, of: str) -> tuple[Column, ...]:
    """Return columns that carry fields of a record as they are: "name:kind name:kind"."""
    pairs = (pair.split(":") for pair in fields.split())
    return tuple(Column(name, _KINDS[kind], f"{of}.{name}", f"{of}.{name}") for name, kind in pairs)


def _spans(name: str, meaning: str) -> tuple[Column, ...]:
    """Return three columns for the words of some spans."""
    return (
        Column(name, "text", meaning + " The words; several stretches are joined by an ellipsis."),
        Column(f"{name}_start", "integer", f"First character of `{name}` in the article's text, from 0."),
        Column(f"{name}_end", "integer", f"The character after the last of `{name}`."),
    )


def _actors(name: str, meaning: str) -> tuple[Column, ...]:
    """Return columns for some actors: names, entities and countries in one cell each."""
    return (
        Column(name, "text", meaning + " Names, joined by “; ”."),
        Column(f"{name}_id", "text", f"Ids of `{name}`: the same in all articles, in the same order."),
        Column(f"{name}_country", "text", f"Countries of `{name}`, in the same order; “-” where one is unknown."),
    )


def _confidences(name: str) -> tuple[Column, ...]:
    """Return a column for the probabilities of some actors, in one cell."""
    meaning = f"For each of `{name}`, in the same order, the probability that it is one; empty if not estimated."
    return (Column(f"{name.removesuffix('s')}_confidences", "text", meaning),)


def _when_where() -> tuple[Column, ...]:
    return (
        Column("date_start", "date", "DateRange.start"),
        Column("date_end", "date", "DateRange.end"),
        Column("date_precision", "text", "DateRange.precision", "DateRange.precision"),
        Column("place", "text", "Place.name"),
        Column("place_country", "text", "Place.country"),
        Column("place_geonames", "integer", "Place.geonames"),
        Column("latitude", "number", "Place.lat"),
        Column("longitude", "number", "Place.lon"),
    )


_ITEM = (
    Column("id", "text", "The article's id and the item's key: “<article>:<key>”, the same in all files."),
    Column("article", "text", "Id of the article, as in the table `articles`."),
)
_REVIEW = Column(
    "review", "text", "What people made of it; empty if nobody has looked at it.", ("accepted", "corrected", "added")
)
_COPY = Column(
    "leads",
    "boolean",
    "Whether the article is its story's leading text. Count only these, or the story's copies count too.",
)
_SAID_IN = Column("said_in", "text", "Id of the statement that holds it, as in the table `statements`; empty if none.")

TABLES: Final = (
    FlatTable(
        "articles",
        "An article, each text once.",
        (
            Column("article", "text", "Article.id"),
            *_of("title:text published:date url:text source:text language:text", of="Article"),
            Column("text", "text", "Article.text"),
            Column("story", "integer", "Filed.story"),
            Column("leads", "boolean", "Filed.leads"),
            Column("appearances", "integer", "In how many places the text was found."),
            Column("origin", "text", "Appearance.origin"),
            Column("version", "text", "Run.version"),
        ),
        table_rows.articles,
    ),
    FlatTable(
        "actors",
        "An actor of an article.",
        (
            *_ITEM,
            Column("actor", "text", "The same for the same actor in all articles: the entity; “name:…” for a name that "
                   "the tables do not hold; “text:…” for somebody who is only described in this article."),
            *_of("entity:text name:text kind:text country:text sector:text role:text", of="Actor"),
            Column("mentions", "integer", "How often the text speaks of the actor, pronouns included."),
            *_spans("first_mention", "Where the text first speaks of the actor."),
            _COPY,
        ),
        table_rows.actors,
    ),
    FlatTable(
        "statements",
        "Something that somebody says, writes, thinks, wants or denies.",
        (
            *_ITEM,
            *_actors("speakers", "Who says it; empty if unnamed or unresolved."),
            *_actors("on_behalf_of", "For whom a spokesperson speaks."),
            *_spans("source", "The words for the speaker."),
            *_spans("cue", "The words that attribute."),
            *_spans("content", "What is said."),
            *_of("kind:text", of="Statement"),
            Column("inside", "text", "Id of the statement whose content holds this one; empty if none."),
            *_when_where(),
            *_spans("medium", "The channel, in the text's words."),
            *_of("confidence:number", of="Statement"),
            _REVIEW,
            _COPY,
        ),
        table_rows.statements,
    ),
    FlatTable(
        "events",
        "An event as an article tells it.",
        (
            *_ITEM,
            Column("told", "text", "Id of the event in the archive: tellings of one event share it."),
            *_of("type:text mode:text cameo:text", of="Event"),
            Column("quad", "integer", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material "
                   "conflict: of the PLOVER type."),
            *_actors("sources", "Who does it."),
            *_actors("targets", "To whom."),
            Column("reciprocal", "boolean", "All sides act as equals: they are all sources, and there is no target."),
            *_spans("trigger", "The words that carry the event."),
            *_of("status:text", of="Event"),
            *_spans("status_cue", "The words that say so."),
            *_of("background:boolean", of="Event"),
            _SAID_IN,
            *_when_where(),
            Column("contexts", "text", "PLOVER contexts, joined by “; ”."),
            *_of("intensity:number", of="Event"),
            Column("mentions", "integer", "How often the article tells it, the trigger included."),
            *_of("confidence:number", of="Event"),
            *_confidences("sources"),
            *_confidences("targets"),
            _REVIEW,
            _COPY,
        ),
        table_rows.events,
    ),
    FlatTable(
        "conditions",
        "What somebody makes an act or a relation depend on.",
        (
            *_ITEM,
            *_spans("condition", "What is asked or must hold, marker included."),
            *_spans("marker", "The words that make it a condition."),
            *_spans("on", "What depends on it."),
            *_of("direction:text", of="Condition"),
            *_actors("holder", "Who sets the condition."),
            *_actors("addressee", "Of whom it is asked."),
            _SAID_IN,
            Column("binds", "text", "Ids of the events that hold only if the condition does, joined by “; ”."),
            Column("deadline_start", "date", "First day of the deadline, if the text gives one."),
            Column("deadline_end", "date", "Last day of the deadline."),
            *_of("confidence:number", of="Condition"),
            _REVIEW,
            _COPY,
        ),
        table_rows.conditions,
    ),
    FlatTable(
        "interpretations",
        "Somebody reads an act as one thing and not another.",
        (
            *_ITEM,
            *_actors("holder", "Who reads it so."),
            *_spans("of", "The act that is read."),
            *_spans("affirmed", "What it is said to be."),
            *_spans("denied", "What it is said not to be."),
            _SAID_IN,
            *_of("confidence:number", of="Interpretation"),
            _REVIEW,
            _COPY,
        ),
        table_rows.interpretations,
    ),
    FlatTable(
        "questions",
        "An outcome that the text leaves open.",
        (
            *_ITEM,
            *_spans("question", "The whole clause."),
            *_spans("alternatives", "The outcomes named."),
            Column("events", "text", "Ids of the events that it is about, joined by “; ”."),
            *_actors("actors", "Whom it is about."),
            *_of("confidence:number state:text settled_by:text", of="Question"),
            _REVIEW,
            _COPY,
        ),
        table_rows.questions,
    ),
    FlatTable(
        "positions",
        "Where an actor stands on another actor or on an issue.",
        (
            *_ITEM,
            *_actors("actor", "Who holds it."),
            *_actors("toward", "The actor it concerns."),
            *_of("issue:text stance:text dissent:boolean", of="Position"),
            Column("evidence", "text", "Ids of the statements and events that show it, joined by “; ”."),
            *_of("confidence:number", of="Position"),
            _REVIEW,
            _COPY,
        ),
        table_rows.positions,
    ),
    FlatTable(
        "commitments",
        "A promised, proposed or conditional act.",
        (
            *_ITEM,
            Column("event", "text", "Id of the act, as in the table `events`."),
            *_actors("actor", "Who is to do it."),
            *_actors("addressee", "To whom it was promised, or of whom it was asked."),
            Column("deadline_start", "date", "First day of the deadline, if the text gives one."),
            Column("deadline_end", "date", "Last day of the deadline."),
            Column("conditions", "text", "Ids of the conditions it hangs on, joined by “; ”."),
            *_of("confidence:number state:text settled_by:text", of="Commitment"),
            _REVIEW,
            _COPY,
        ),
        table_rows.commitments,
    ),
    FlatTable(
        "gaps",
        "Something that was seen and not coded, and why.",
        (
            Column("article", "text", "Id of the article, as in the table `articles`."),
            *_spans("words", "What was not coded."),
            *_of("stage:text reason:text note:text", of="Gap"),
            _COPY,
        ),
        table_rows.gaps,
    ),
    FlatTable(
        "flags",
        "A claim that somebody wants another person to look at, and why.",
        (
            *_ITEM,
            Column("words", "text", "The claim's words; empty for a claim without words of its own."),
            Column("reason", "text", "Flag.reason"),
            Column("coder", "text", "Flag.coder"),
            Column("at", "text", "Flag.at"),
        ),
        table_rows.flags,
    ),
    FlatTable(
        "dyads",
        "A pair of sides of an event as an article tells it: each source with each target; events that the archives "
        "GDELT, ICEWS and POLECAT tell are read into the same columns.",
        (
            Column("event", "text", "Id of the event, as in the table `events`, or as its data set has it."),
            Column("told", "text", "Id of the event in the archive: tellings of one event share it."),
            Column("date", "date", "First day of the event; that of the report where news gives none."),
            *_of("type:text mode:text cameo:text", of="Event"),
            Column("quad", "integer", "Quad class of the type, 1 to 4, as in `events`."),
            *_of("intensity:number status:text background:boolean", of="Event"),
            Column("source", "text", "Name of the source; empty if unknown."),
            Column("source_id", "text", "Id of the source: the same in all articles."),
            Column("source_country", "text", "Its country, ISO 3166-1 alpha-3, or IGO."),
            Column("source_sector", "text", "Its sector.", "Actor.sector"),
            Column("target", "text", "Name of the target; empty if there is none."),
            Column("target_id", "text", "Id of the target."),
            Column("target_country", "text", "Its country."),
            Column("target_sector", "text", "Its sector.", "Actor.sector"),
            Column("place", "text", "Place.name"),
            Column("place_country", "text", "Place.country"),
            Column("latitude", "number", "Place.lat"),
            Column("longitude", "number", "Place.lon"),
            Column("publisher", "text", "Who published the article."),
            Column("url", "text", "Article.url"),
            Column("mentions", "integer", "How often it is told: in this article, or in all articles of a data set."),
            *_of("confidence:number", of="Event"),
            Column("source_confidence", "number", "Probability that the source is one; empty if not estimated."),
            Column("target_confidence", "number", "Probability that the target is one; empty if not estimated."),
            Column("line", "integer", "Line of the file that it was read from; empty for our own events."),
            _REVIEW,
            _COPY,
        ),
        table_rows.dyads,
    ),
)  # fmt: skip
