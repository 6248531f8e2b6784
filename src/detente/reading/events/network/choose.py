"""From chances to events: the triggers that the network and the rules find, with status and actors, joined."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from detente.reading.events.network.decode import find_triggers
from detente.reading.events.network.heads import WIDTH, actor_chances
from detente.reading.events.network.pairs import PairReader, Trigger
from detente.reading.events.network.roles import LinkReader
from detente.reading.events.network.signals import STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from detente.reading.attribution.windows import Features
    from detente.reading.events.network.heads import Heads
    from detente.reading.events.network.roles import HeadWord, RoleVoice
    from detente.reading.events.network.signals import Finding, Signals
    from detente.records import Status

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float32]


#: Triggers that the heads describe at once.
_ASKED_TOGETHER = 32

_EVEN = 0.5

#: Chances that sum to less than this stay as small as they are when somebody is ruled out.
_LEAST_LEFT = 1e-3


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where chances become decisions; chosen on annotated articles that the network was not trained on.

    Attributes:
        outside: Added to the score of "no trigger".
        second: Least chance of a further actor in a role.
        listed: The same for an actor that stands in a list with the first: "France, Germany and Britain warned".
        rules: Least chance that an event stands where only the rules find one.
        joined: An event below this chance is joined with a likelier one of its type whose actors could be the same.
    """

    outside: float = -0.5
    second: float = 0.3
    listed: float = 0.1
    rules: float = 0.4
    joined: float = 0.6


@dataclass(frozen=True, slots=True)
class Chances:
    """What the network says of the words of an article.

    Attributes:
        tags: Log probabilities of the tags, N x 33.
        wide: Word vectors with what is known of the words beside, N x D.
    """

    tags: Floats
    wide: Floats


@dataclass(frozen=True, slots=True)
class TriggerScores:
    """What the heads say of E triggers, as probabilities.

    Attributes:
        statuses: E x 6.
        background: E.
        roles: Of none and of each actor, as source and as target: E x (1 + actors) x 2.
    """

    statuses: Floats
    background: Floats
    roles: Floats


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """An event as the network and the rules see it.

    Attributes:
        trigger: Its words and the number of its type.
        chance: Probability that these words carry an event.
        type_chance: Probability of the type, if they do.
        statuses: Probabilities of all statuses by the network alone.
        status: Its status.
        status_chance: Probability of that status.
        background: Whether it is older history recalled.
        background_chance: Probability of that.
        sources: Positions of actors in the cast.
        targets: The same.
        role_chances: Probability of the sources and of the targets, or that there is none.
        source_chances: For each source that it is one.
        target_chances: The same for the targets.
        finding: The rules' event on the same words, or None.
        mentions: Triggers of further tellings.
    """

    trigger: Trigger
    chance: float
    type_chance: float
    statuses: tuple[float, ...]
    status: Status
    status_chance: float
    background: bool
    background_chance: float
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    role_chances: tuple[float, float]
    source_chances: tuple[float, ...]
    target_chances: tuple[float, ...]
    finding: Finding | None
    mentions: tuple[Trigger, ...] = ()


class Chooser:
    """Decides on the events of one article.

    Args:
        words: The words in lower case.
        features: Their features.
        signals: What the reading knows of them.
        paths: Number of each path that the network knows.
        heads: The network's heads.
        thresholds: Where chances become decisions.
        second: The second voice on who did it, and what it knows of the words; None leaves all to the network.
        barred: Gives those who cannot be source, and target, of a trigger; None rules out nobody.
    """

    def __init__(  # noqa: PLR0913 - each of these is a source of its own
        self,
        words: Sequence[str],
        features: Features,
        signals: Signals,
        *,
        paths: Mapping[str, int],
        heads: Heads,
        thresholds: Thresholds,
        second: tuple[RoleVoice, Callable[[int], HeadWord | None]] | None = None,
        barred: Callable[[Trigger], tuple[frozenset[int], frozenset[int]]] | None = None,
    ) -> None:
        self._features, self._signals, self._heads, self._thresholds = features, signals, heads, thresholds
        self._pairs = PairReader(words, features, signals, paths)
        self._second = None if second is None else (second[0], LinkReader(self._pairs, signals, second[1]))
        self._barred = barred

    def events(self, chances: Chances) -> list[SeenEvent]:
        """Return the events, each told once, in the order of their triggers."""
        triggers = find_triggers(chances.tags, self._signals.sentences, self._thresholds.outside)
        findings = self._signals.findings
        taken = {row for trigger in triggers for row in trigger.rows}
        for finding in findings:
            chance = 1 - float(np.exp(chances.tags[sorted(finding.rows), 0]).min())
            if taken.isdisjoint(finding.rows) and chance >= self._thresholds.rules:
                triggers.append(Trigger(tuple(sorted(finding.rows)), finding.type))
                taken |= finding.rows
        return self.join(self.describe(sorted(triggers, key=lambda t: t.rows), chances))

    def judge(self, chances: Chances) -> dict[int, SeenEvent]:
        """Return the rules' events as the rules have them, with what the network says of each.

        Returns:
            `Finding.number` → the event; of one that is told several times its last telling counts.
        """
        findings = list({finding.number: finding for finding in self._signals.findings if finding.rows}.values())
        triggers = [Trigger(tuple(sorted(finding.rows)), finding.type) for finding in findings]
        if not triggers:
            return {}
        said = self.ask(triggers, chances)
        judged = {}
        for n, (trigger, finding) in enumerate(zip(triggers, findings, strict=True)):
            seen = self._seen(trigger, chances, said.statuses[n], float(said.background[n]), said.roles[n])
            ours, theirs = (tuple(sorted(side)) for side in (finding.sources, finding.targets))
            judged[finding.number] = replace(
                seen,
                status=finding.status,
                status_chance=float(said.statuses[n][STATUSES.index(finding.status)]),
                sources=ours,
                targets=theirs,
                role_chances=(_together(said.roles[n][:, 0], ours), _together(said.roles[n][:, 1], theirs)),
                source_chances=_each(said.roles[n][:, 0], ours),
                target_chances=_each(said.roles[n][:, 1], theirs),
                finding=finding,
            )
        return judged

    def describe(self, triggers: Sequence[Trigger], chances: Chances) -> list[SeenEvent]:
        """Return status and actors of these triggers."""
        if not triggers:
            return []
        said = self.ask(triggers, chances)
        return [
            self._seen(trigger, chances, said.statuses[n], float(said.background[n]), said.roles[n])
            for n, trigger in enumerate(triggers)
        ]

    def ask(self, triggers: Sequence[Trigger], chances: Chances) -> TriggerScores:
        """Return what the heads say of these triggers; a few at a time, so that a long text needs little memory."""
        groups = [triggers[low : low + _ASKED_TOGETHER] for low in range(0, len(triggers), _ASKED_TOGETHER)]
        parts = [self._ask(group, chances) for group in groups]
        return TriggerScores(
            np.concatenate([part.statuses for part in parts]),
            np.concatenate([part.background for part in parts]),
            np.concatenate([part.roles for part in parts]),
        )

    def _ask(self, triggers: Sequence[Trigger], chances: Chances) -> TriggerScores:
        chosen = [self._pairs.candidates(trigger) for trigger in triggers]
        at = np.repeat(np.arange(len(triggers)), [len(own) for own in chosen])
        values = [self._pairs.read(t, own) for t, own in zip(triggers, chosen, strict=True)]
        places = [self._signals.places[number] for own in chosen for number in own]
        said = self._heads.describe(
            np.stack([chances.wide[list(one.rows)].mean(0) for one in triggers]),
            np.array([one.type for one in triggers]),
            chances.wide[[place.row for place in places], :WIDTH],
            np.concatenate(values),
            at,
        )
        actors = np.array([place.actor for place in places], np.int64)
        roles = actor_chances(said.scores, said.none, at, actors, self._signals.actors)
        if self._second is not None:
            voice, links = self._second
            asked = zip(roles, triggers, chosen, values, strict=True)
            roles = np.stack([voice.join(own, links.links(t, numbers, known)) for own, t, numbers, known in asked])
        if self._barred is not None:
            roles = np.stack([_without(own, self._barred(t)) for own, t in zip(roles, triggers, strict=True)])
        return TriggerScores(said.statuses, said.background, roles)

    def _seen(
        self, trigger: Trigger, chances: Chances, statuses: Floats, background: float, roles: Floats
    ) -> SeenEvent:
        rows = list(trigger.rows)
        tags = np.exp(chances.tags[rows])
        inside = tags[:, 1:].reshape(len(rows), -1, 2).sum((0, 2))
        sources, targets, sure = self._actors(roles, self._pairs.lists(trigger))
        finding = next((f for f in self._signals.findings if not f.rows.isdisjoint(rows)), None)
        status = int(statuses.argmax())
        return SeenEvent(
            trigger=trigger,
            chance=1 - float(tags[:, 0].min()),
            type_chance=float(inside[trigger.type] / max(float(inside.sum()), 1e-9)),
            statuses=tuple(float(chance) for chance in statuses),
            status=STATUSES[status],
            status_chance=float(statuses[status]),
            background=background > _EVEN,
            background_chance=background,
            sources=sources,
            targets=targets,
            role_chances=sure,
            source_chances=_each(roles[:, 0], sources),
            target_chances=_each(roles[:, 1], targets),
            finding=finding,
        )

    def _actors(
        self, roles: Floats, lists: Mapping[int, frozenset[int]]
    ) -> tuple[tuple[int, ...], tuple[int, ...], tuple[float, float]]:
        """Return the likeliest pair of a source and a target that are not the same, with further likely ones.

        Args:
            roles: Chances of none and of each actor in both roles, (1 + actors) x 2.
            lists: Actor → those that are listed with it.
        """
        joint = roles[:, None, 0] * roles[None, :, 1]
        same = np.arange(1, len(roles))
        joint[same, same] = 0
        best = np.unravel_index(int(joint.argmax()), joint.shape)
        chosen, sure = [], []
        for role in range(2):
            first, column = int(best[role]), roles[:, role]
            own = [] if first == 0 else [first]
            if own:
                further = set(np.flatnonzero(column > self._thresholds.second).tolist())
                beside = (1 + actor for actor in lists.get(first - 1, ()))
                further.update(number for number in beside if column[number] > self._thresholds.listed)
                own += sorted(further - {0, first, int(best[1 - role])})
            chosen.append(tuple(number - 1 for number in own))
            sure.append(_together(column, chosen[-1]))
        return chosen[0], chosen[1], (sure[0], sure[1])

    def join(self, events: Sequence[SeenEvent]) -> list[SeenEvent]:
        """Join events of one type and the same actors, and what is unsure with what it may tell again; surest first."""
        kept: list[SeenEvent] = []
        for event in sorted(events, key=lambda e: (-e.chance, e.trigger.rows)):
            again = next((n for n, k in enumerate(kept) if self._tells_again(event, k)), None)
            if again is None:
                kept.append(event)
            else:
                kept[again] = replace(kept[again], mentions=(*kept[again].mentions, event.trigger))
        return sorted(kept, key=lambda e: e.trigger.rows)

    def _tells_again(self, event: SeenEvent, other: SeenEvent) -> bool:
        if event.trigger.type != other.trigger.type or not (event.sources or event.targets):
            return False
        if event.sources == other.sources and event.targets == other.targets:
            return True
        sides = ((event.sources, other.sources), (event.targets, other.targets))
        agree = [not set(own).isdisjoint(theirs) for own, theirs in sides]
        silent = [not own or not theirs for own, theirs in sides]
        could_be = all(same or unknown for same, unknown in zip(agree, silent, strict=True)) and any(agree)
        return event.chance < self._thresholds.joined and could_be


def _without(roles: Floats, barred: tuple[frozenset[int], frozenset[int]]) -> Floats:
    """Return the chances of nobody and of each actor without those who are ruled out: (1 + actors) x 2."""
    if not any(barred):
        return roles
    left = roles.copy()
    for role, actors in enumerate(barred):
        left[[1 + actor for actor in sorted(actors)], role] = 0
    return np.asarray(left / np.maximum(left.sum(0), _LEAST_LEFT), np.float32)


def _together(chances: Floats, actors: tuple[int, ...]) -> float:
    """Return the chance of these actors together, or of none if there are none."""
    return float(chances[[1 + actor for actor in actors] or [0]].sum())


def _each(chances: Floats, actors: tuple[int, ...]) -> tuple[float, ...]:
    return tuple(round(float(chances[1 + actor]), 2) for actor in actors)
