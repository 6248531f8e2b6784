"""The second pass: which articles of all shards are one story, and which events are told again.

It does what an archive does when articles are added one after the other, in the order of the plan, with the same
functions; so the events of a collection are counted once, in however many shards they are told.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from detente.archive.stories import MOST_TELLERS
from detente.archive.telling import first_tellings
from detente.records import Record
from detente.runs.shards.candidates import open_collection
from detente.runs.shards.folder import ShardFolder
from detente.runs.shards.records import read_appearances
from detente.runs.shards.tables import ShardStories, has_tables, write_tables
from detente.text.stories import StoryFinder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.archive import Appearance
    from detente.runs.shards.candidates import ShardArticles

#: Says of which shards the stories were found; written last.
STORIES: Final = "stories.json"


@dataclass(slots=True)
class Joined:
    """The stories as they grow: what an archive's column `story` holds while articles are added.

    Attributes:
        story: The story of each article that is not alone; the number of the leading one.
        members: The articles of each such story, ascending.
        told: Which articles to look for events of, in turn, each with the earlier ones of its story at that time.
    """

    story: dict[int, int] = field(default_factory=dict)
    members: dict[int, list[int]] = field(default_factory=dict)
    told: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)

    def story_of(self, article: int) -> int:
        """Return the story that an article belongs to now."""
        return self.story.get(article, article)

    def join(self, article: int, story: int) -> None:
        """Make an article, and all that were of one story with it, part of another story."""
        own = self.story_of(article)
        moved = self.members.pop(own, [own]) if own != story else [article]
        merged = sorted({*self.members.get(story, [story]), *moved})
        self.members[story] = merged
        self.story.update(dict.fromkeys(merged, story))
        for member in moved:
            earlier = tuple(one for one in merged if one < member)[:MOST_TELLERS]
            self.told.append((member, earlier))


class _Seen:
    """Answers to `StoryFinder` of the articles that one is compared with."""

    def __init__(self, texts: dict[int, str], joined: Joined) -> None:
        self._texts = texts
        self._joined = joined

    def articles_with(self, fingerprint: int, most: int) -> Sequence[int]:  # noqa: ARG002 - the signature of an index
        return ()  # the candidates are known already

    def text_of(self, article: int) -> str:
        return self._texts[article]

    def story_of(self, article: int) -> int:
        return self._joined.story_of(article)


@dataclass(frozen=True, slots=True)
class StoryCounts:
    """What the second pass found.

    Attributes:
        articles: Different texts.
        stories: Stories of several texts.
        copies: Texts that are not the leading one of their story.
        repeats: Texts of which an earlier shard has the same, word by word.
        told_again: Events that an earlier text of the story told.
        within: By shard, how many of its texts are near-duplicates of a leading text of the same shard.
    """

    articles: int
    stories: int
    copies: int
    repeats: int
    told_again: int
    within: dict[str, int] = field(default_factory=dict)


def find_stories(folder: ShardFolder, shards: Sequence[str]) -> tuple[dict[str, ShardStories], StoryCounts]:
    """Return for each shard what the others say of its articles.

    Args:
        folder: The out folder.
        shards: Names of its shards that are done, in the order of the plan.
    """
    with open_collection(folder, shards) as collection:
        joined = join_stories(collection)
        tellings = _tell_events(collection, joined)
        numbers = sorted(joined.story)
        ids, homes = collection.ids(numbers), collection.homes(numbers)
        repeats = collection.repeats()
        articles = collection.count()
    leading: dict[str, dict[str, str]] = defaultdict(dict)
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for number, story in joined.story.items():
        leading[homes[number]][ids[number]] = ids[story]
    for (number, key), (first, first_key) in tellings.items():
        told[homes[number]][f"{ids[number]}:{key}"] = f"{ids[first]}:{first_key}"
    elsewhere: dict[str, set[str]] = defaultdict(set)
    for article, _, later in repeats:
        elsewhere[later].add(article)
    places = _places_elsewhere(folder, repeats)
    found = {
        shard: ShardStories(leading[shard], told[shard], frozenset(elsewhere[shard]), places[shard]) for shard in shards
    }
    stories = len(joined.members)
    near = Counter(homes[one] for one, leader in joined.story.items() if one != leader and homes[one] == homes[leader])
    within = {shard: near[shard] for shard in shards if near[shard]}
    return found, StoryCounts(articles, stories, len(joined.story) - stories, len(repeats), len(tellings), within)


def join_stories(collection: ShardArticles) -> Joined:
    """Return the stories of a collection, found as if its articles were added one after the other."""
    joined = Joined()
    for one in collection.iter_compared():
        match = StoryFinder(_Seen(one.texts, joined)).find_among(one.text, one.candidates)
        if match is not None:
            for article in (one.number, *match.merged):
                joined.join(article, match.story)
    return joined


def _tell_events(collection: ShardArticles, joined: Joined) -> dict[tuple[int, str], tuple[int, str]]:
    """Return article and key of the first telling of each event that was told before."""
    turns: dict[int, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    for member, earlier in joined.told:
        turns[joined.story_of(member)].append((member, earlier))
    needed = sorted({(story, one) for story, told in turns.items() for turn in told for one in (turn[0], *turn[1])})
    tellings: dict[tuple[int, str], tuple[int, str]] = {}
    for story, texts in collection.iter_records(needed):
        records = {number: Record.from_json(text) for number, text in texts.items()}
        tellings.update(_tell_story(turns[story], records))
    return tellings


def _tell_story(
    turns: Iterable[tuple[int, tuple[int, ...]]], records: dict[int, Record]
) -> dict[tuple[int, str], tuple[int, str]]:
    told: dict[int, dict[str, tuple[int, str]]] = {}

    def first_telling(article: int, event: str) -> tuple[int, str]:
        return told.get(article, {}).get(event, (article, event))

    for member, earlier in turns:
        told.pop(member, None)
        told[member] = first_tellings(records[member], ((one, records[one]) for one in earlier), first_telling)
    return {(member, key): first for member, found in told.items() for key, first in found.items()}


def _places_elsewhere(
    folder: ShardFolder, repeats: Sequence[tuple[str, str, str]]
) -> dict[str, dict[str, tuple[Appearance, ...]]]:
    """Return for each shard where later ones found its texts, by the article's id."""
    wanted: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for article, first, later in repeats:
        wanted[later].append((article, first))
    places: dict[str, dict[str, tuple[Appearance, ...]]] = defaultdict(dict)
    for later, articles in wanted.items():  # in the order of the plan, so that places are in the order of finding
        found = read_appearances(folder, later)
        for article, first in articles:
            places[first][article] = (*places[first].get(article, ()), *found[article])
    return places


@dataclass(frozen=True, slots=True)
class TableTask:
    """The tables of a shard to write anew.

    Attributes:
        place: The out folder.
        shard: The shard's name.
        stories: What the other shards say of its articles.
    """

    place: str
    shard: str
    stories: ShardStories


def make_tables(task: TableTask) -> str:
    """Write the tables of a shard, and return its name. Engines call it, here or elsewhere."""
    write_tables(ShardFolder(task.place), task.shard, task.stories)
    return task.shard


def stale_tables(folder: ShardFolder, found: dict[str, ShardStories]) -> dict[str, TableTask]:
    """Return the work that is left: the shards whose tables do not say yet what was found of their stories."""
    return {
        shard: TableTask(folder.place, shard, stories)
        for shard, stories in found.items()
        if not has_tables(folder, shard, stories)
    }


def note_stories(folder: ShardFolder, shards: Sequence[str], counts: StoryCounts) -> None:
    """Write down that the stories of these shards stand in their tables."""
    told: dict[str, Any] = {"shards": _digest(shards), "counts": asdict(counts)}
    folder.put(STORIES, (json.dumps(told, indent=1) + "\n").encode())


def noted_stories(folder: ShardFolder, shards: Sequence[str]) -> StoryCounts | None:
    """Return what was found of the stories of exactly these shards; None if it does not stand in their tables."""
    try:
        told = json.loads(folder.read(STORIES) or b"")
        return StoryCounts(**told["counts"]) if told["shards"] == _digest(shards) else None
    except (ValueError, KeyError, TypeError):
        return None


def _digest(shards: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(sorted(shards)).encode()).hexdigest()
