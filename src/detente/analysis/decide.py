"""Whether a body will pass an act, who is pivotal, and how much power a rule gives to whom."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from detente.analysis.references import cite
from detente.analysis.result import Chart, Control, Interval, Outcome, Result
from detente.analysis.statistics.power import Game, measure_power, pass_probability
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_DRAWS: Final = 200
_COLUMNS: Final = (
    ("member", "The member."),
    ("weight", "Its share of the weight (population), 0 to 1; empty where the rule has none."),
    ("banzhaf", "Share of the others' coalitions that the member turns from losing to winning, over the sum of all "
     "members (Banzhaf), 0 to 1."),
    ("shapley", "Share of the orders of joining that the member decides (Shapley and Shubik), 0 to 1."),
    ("in_favour", "Probability that it is in favour."),
    ("abstains", "Probability that it abstains."),
    ("pivotal", "Probability that its own choice between for and against decides, given the positions of the others."),
    ("if_for", "Probability that the act passes if it is in favour."),
    ("if_against", "Probability that the act passes if it is against."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of decision.

    Attributes:
        name: Its name.
        title: What it is, in words.
        bloc: Id of the bloc whose members decide, without "x:".
        vetoes: Id of the bloc whose members have a veto, or None.
        since: First day on which it holds, ISO 8601.
        weights: Name of the table of weights, or None.
        unanimous: Whether a single vote against blocks.
        clauses: Of each way to pass, what it takes, as the file has it.
        blocking: Shares of members and weight with which those who abstain block, or None.
        source: Where the rule stands.
    """

    name: str
    title: str
    bloc: str
    vetoes: str | None
    since: str
    weights: str | None
    unanimous: bool
    clauses: tuple[dict[str, Any], ...]
    blocking: dict[str, Any] | None
    source: str


@dataclass(frozen=True, slots=True)
class BodyPosition:
    """What is known of where a member stands: probabilities that sum to 1 at most, the rest is against.

    Attributes:
        in_favour: Probability that it is in favour.
        abstains: Probability that it abstains.
        evidence: How many choices say so, or the sum of their confidences; None where the probability is given and not
            estimated.
    """

    in_favour: float
    abstains: float = 0.0
    evidence: float | None = None

    def __post_init__(self) -> None:
        """Check the probabilities.

        Raises:
            UsageError: They are none, or sum to more than 1.
        """
        if min(self.in_favour, self.abstains) < 0 or self.in_favour + self.abstains > 1 + 1e-9:
            raise UsageError(f"no probabilities: {self.in_favour} in favour, {self.abstains} abstaining")

    @property
    def against(self) -> float:
        """Probability that it is against."""
        return max(0.0, 1 - self.in_favour - self.abstains)


#: What a member may be said to do for certain.
_CERTAIN: Final = {"for": (1.0, 0.0), "against": (0.0, 0.0), "abstain": (0.0, 1.0)}


def position_of(choice: str | float | BodyPosition) -> BodyPosition:
    """Return a position from what a person says of it.

    Args:
        choice: "for", "against" or "abstain", or a probability to be in favour; a position is returned as it is.

    Raises:
        UsageError: It is none of these.

    Examples:
        >>> position_of("against"), position_of("0.2").in_favour
        (BodyPosition(in_favour=0.0, abstains=0.0, evidence=None), 0.2)
    """
    if isinstance(choice, BodyPosition):
        return choice
    try:
        certain = _CERTAIN.get(choice) if isinstance(choice, str) else None
        return BodyPosition(*(certain or (float(choice), 0.0)))
    except (ValueError, TypeError):
        raise UsageError(
            f"{choice!r} is no choice", hint="for, against, abstain, or a probability to be in favour: 0.2"
        ) from None


@dataclass(frozen=True, slots=True)
class DecidingBody:
    """Who decides by which rule.

    Attributes:
        rule: The rule.
        members: Their codes, in order.
        vetoes: Those of them with a veto.
    """

    rule: Rule
    members: tuple[str, ...]
    vetoes: frozenset[str] = field(default_factory=frozenset)


@cache
def rules() -> dict[str, Rule]:
    """Return all rules that come with Détente, by name, from data/decision_rules.toml."""
    found = tomllib.loads((resources.files(__package__) / "data" / "decision_rules.toml").read_text(encoding="utf-8"))
    return {name: _rule(name, entry) for name, entry in found.items()}


def rule_named(name: str) -> Rule:
    """Return a rule.

    Raises:
        UsageError: There is none of this name; the hint lists them.
    """
    if name not in rules():
        raise UsageError(f"there is no rule {name!r}", hint=f"Rules: {', '.join(rules())}.")
    return rules()[name]


@dataclass(frozen=True, slots=True)
class DecisionOptions:
    """What is asked of `measure_decision` beside the positions.

    Attributes:
        usual: Probability that a member without a position is in favour.
        what_if: Members whose position is changed, with the new one; the result shows what it was without.
        chosen: Which positions were taken, and how much each counts, in words, for the method.
        seed: Of the draws.
    """

    usual: float = 0.5
    what_if: Mapping[str, BodyPosition] = field(default_factory=dict)
    chosen: str = ""
    seed: int = 1

    def __post_init__(self) -> None:
        """Check the probability.

        Raises:
            UsageError: It is none.
        """
        if not 0 <= self.usual <= 1:
            raise UsageError(f"no probability: {self.usual}", hint="It lies between 0 and 1.")


def measure_decision(
    body: DecidingBody, positions: Mapping[str, BodyPosition] | None = None, options: DecisionOptions | None = None
) -> Outcome:
    """Return the probability that an act passes, who is pivotal, and each member's power under the rule.

    Members choose independently, given their positions. All coalitions are counted, so that probabilities and indices
    are exact. The interval draws each estimated position anew from its Beta posterior (uniform prior).

    Args:
        body: Who decides by which rule.
        positions: By member; None gives the power that the rule alone gives, with every coalition as likely.
        options: What holds for the others, and what is changed; None for the usual.

    Raises:
        UsageError: A position is of nobody in the body, or weights are missing.
    """
    options = options or DecisionOptions()
    given = dict(positions or {}) | dict(options.what_if)
    unknown = sorted(set(given) - set(body.members))
    if unknown:
        raise UsageError(f"not in {body.rule.title}: {', '.join(unknown)}", hint=f"Members: {', '.join(body.members)}.")
    stands = [given.get(member, BodyPosition(options.usual)) for member in body.members]
    power = measure_power(_game(body))
    passes = _passes(body, stands)
    weights = _weights(body)
    rows: list[dict[str, Any]] = []
    for number, member in enumerate(body.members):
        if_for, if_against = (_passes(body, _put(stands, number, at)) for at in (BodyPosition(1.0), BodyPosition(0.0)))
        rows.append({
            "member": member,
            "weight": weights[number] / sum(weights) if body.rule.weights else None,
            "banzhaf": power.banzhaf_share[number],
            "shapley": power.shapley[number],
            "in_favour": stands[number].in_favour,
            "abstains": stands[number].abstains,
            "pivotal": if_for - if_against,
            "if_for": if_for,
            "if_against": if_against,
        })
    rows.sort(key=lambda row: (-row["pivotal"] if given else -row["shapley"], row["member"]))
    known = [stand for stand in stands if stand.evidence]
    reference, citation = cite("banzhaf1965", "shapley1954")
    return Result(
        measure="decide",
        question=f"Does it pass? {body.rule.title}" if given else f"Who has how much power? {body.rule.title}",
        table=pa.Table.from_pylist(rows, schema=_schema()),
        columns=_COLUMNS,
        estimate=passes,
        estimate_of="probability that the act passes" if given else "share of all coalitions that pass an act",
        interval=_interval(body, stands, options.seed) if known else None,
        n=max(round(sum(stand.evidence or 1 for stand in known)), len(known)) or len(body.members),
        n_distinct=len(known) or len(body.members),
        counted="issues and months with a position (distinct: members)" if known else "members",
        controls=tuple(_controls(body, positions or {}, options)) if given else (),
        floor=1,
        method=_method(body, given, options),
        caution=(
            "Members choose independently here. In truth they bargain, follow each other, and avoid votes that "
            "they would "
            "lose, so that near-certain outcomes are surer and close ones less predictable. A position in the news is "
            "what somebody said. The indices take every coalition or order for equally likely: they describe a rule, "
            "not politics."
        ),
        reference=f"{reference}; {body.rule.source}",
        citation=citation,
        chart=Chart("bars", "member", "pivotal" if given else "shapley",
                    y_label="probability of being pivotal" if given else "Shapley-Shubik index"),
    )  # fmt: skip


def positions_of_choices(choices: pa.Table) -> dict[str, BodyPosition]:
    """Return where members stand from a table of choices: shares with a uniform prior over the three choices.

    p = (k + 1) / (n + 3) for each choice, k its count and n all of the member's. A choice counts as much as its weight,
    where the table has one.
    """
    counts: dict[str, list[float]] = {}
    places = {"for": 0, "against": 1, "abstain": 2}
    for row in choices.to_pylist():
        if row["member"] is not None and row["choice"] in places:
            weight = row.get("weight")
            part = row["count"] * (1.0 if weight is None else weight)
            counts.setdefault(row["member"], [0, 0, 0])[places[row["choice"]]] += part
    return {
        member: BodyPosition((yes + 1) / (yes + no + none + 3), (none + 1) / (yes + no + none + 3), yes + no + none)
        for member, (yes, no, none) in sorted(counts.items())
    }


def _rule(name: str, entry: dict[str, Any]) -> Rule:
    return Rule(
        name=name,
        title=entry["title"],
        bloc=entry["bloc"],
        vetoes=entry.get("vetoes"),
        since=entry["from"],
        weights=entry.get("weights"),
        unanimous=entry.get("unanimous", False),
        clauses=tuple(entry.get("passes", ())),
        blocking=entry.get("abstainers_block"),
        source=entry["source"],
    )


@cache
def weights_named(name: str) -> dict[str, int]:
    """Return a table of weights, such as "eu_population", by member."""
    text = (resources.files(__package__) / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {member: int(weight) for member, weight in rows}


def _weights(body: DecidingBody) -> tuple[int, ...]:
    if body.rule.weights is None:
        return (0,) * len(body.members)
    table = weights_named(body.rule.weights)
    missing = [member for member in body.members if member not in table]
    if missing:
        raise UsageError(
            f"no weights are known for {', '.join(missing)}", hint=f"The table is {body.rule.weights}.tsv."
        )
    return tuple(table[member] for member in body.members)


def _game(body: DecidingBody) -> Game:
    """Return which sets of those in favour win; under unanimity all must be, abstentions apart."""
    n, weights = len(body.members), _weights(body)
    vetoes = tuple(number for number, member in enumerate(body.members) if member in body.vetoes)
    clauses = tuple(_clause(clause, n, sum(weights)) for clause in body.rule.clauses)
    return Game(weights, ((n, 0),) if body.rule.unanimous else clauses, vetoes)


def _clause(clause: dict[str, Any], n: int, weight: int) -> tuple[int, int]:
    """Return how many members and how much weight a way to pass takes."""
    members = clause.get("members", 0)
    if "members_share" in clause:
        members = math.ceil(Fraction(clause["members_share"]) * n)
    if "members_over" in clause:
        members = math.floor(Fraction(clause["members_over"]) * n) + 1
    if "all_but" in clause:
        members = n - clause["all_but"]
    return members, math.ceil(Fraction(clause.get("weight_share", 0)) * weight)


def _passes(body: DecidingBody, stands: Iterable[BodyPosition]) -> float:
    """Return the exact probability that the act passes."""
    listed = list(stands)
    if body.rule.unanimous:
        return _unanimous(body, listed)
    vetoers = [number for number, member in enumerate(body.members) if member in body.vetoes]
    no_veto = math.prod(1 - listed[number].against for number in vetoers)
    if no_veto == 0:
        return 0.0
    # given that no member with a veto is against, each is in favour or abstains
    chances = [stand.in_favour for stand in listed]
    for number in vetoers:
        chances[number] = listed[number].in_favour / (1 - listed[number].against)
    game = _game(body)
    return no_veto * pass_probability(Game(game.weights, game.clauses), np.array(chances))


def _unanimous(body: DecidingBody, stands: list[BodyPosition]) -> float:
    """Return the probability that nobody is against, and those who abstain are too few to block."""
    nobody = math.prod(1 - stand.against for stand in stands)
    if nobody == 0 or body.rule.blocking is None:
        return nobody
    weights = _weights(body)
    blocks = Game(weights, (_clause(body.rule.blocking, len(stands), sum(weights)),))
    return nobody * (1 - pass_probability(blocks, np.array([s.abstains / (1 - s.against) for s in stands])))


def _put(stands: list[BodyPosition], number: int, position: BodyPosition) -> list[BodyPosition]:
    return [*stands[:number], position, *stands[number + 1 :]]


def _interval(body: DecidingBody, stands: list[BodyPosition], seed: int) -> Interval:
    draw = np.random.default_rng(seed)
    drawn = []
    for _ in range(_DRAWS):
        anew = []
        for stand in stands:
            if stand.evidence:
                parts = np.array([stand.in_favour, stand.abstains, stand.against]) * (stand.evidence + 3)
                yes, none, _no = draw.dirichlet(np.maximum(parts, 1e-9))
                anew.append(BodyPosition(float(yes), float(none)))
            else:
                anew.append(stand)
        drawn.append(_passes(body, anew))
    low, high = (float(end) for end in np.quantile(drawn, (0.025, 0.975)))
    return Interval(low, high, 0.95, f"positions drawn anew from their posterior, {_DRAWS} draws")


def _controls(body: DecidingBody, positions: Mapping[str, BodyPosition], options: DecisionOptions) -> Iterator[Control]:
    if options.what_if:
        before = [positions.get(member, BodyPosition(options.usual)) for member in body.members]
        changed = ", ".join(sorted(options.what_if))
        yield Control(
            "without the what-if", _passes(body, before), None, None, f"The same before {changed} was changed."
        )
    even = _passes(body, [BodyPosition(0.5)] * len(body.members))
    yield Control("everybody undecided", even, None, None, "The same with a coin for every member: the rule alone.")


def _method(body: DecidingBody, given: Mapping[str, BodyPosition], options: DecisionOptions) -> str:
    parts = [f"rule: {body.rule.source}", "all coalitions counted, no sampling", "members independent of each other"]
    if body.rule.weights:
        parts.append(f"weights: {body.rule.weights} (source in the file)")
    missing = [member for member in body.members if member not in given]
    if given and missing:
        parts.append(f"without a position, in favour with probability {options.usual:g}: {', '.join(missing)}")
    if options.what_if:
        parts.append(f"what if: {', '.join(f'{m} {_told(p)}' for m, p in sorted(options.what_if.items()))}")
    parts += [options.chosen] if options.chosen else []
    return "; ".join(parts)


def _told(position: BodyPosition) -> str:
    """Return a position in words."""
    said = {chances: word for word, chances in _CERTAIN.items()}.get((position.in_favour, position.abstains))
    return said or f"for with probability {position.in_favour:g}"


def _schema() -> pa.Schema:
    return pa.schema([(name, pa.string() if name == "member" else pa.float64()) for name, _ in _COLUMNS])
