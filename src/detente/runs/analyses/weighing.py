"""The archive as `detente.Archive`: what is read of it, and every analysis under the name of its command."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from detente.archive import Archive
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    import pyarrow as pa

    from detente.analysis.decide import BodyPosition
    from detente.analysis.events import Selection
    from detente.analysis.periods import Every
    from detente.analysis.relations import RelationsOptions
    from detente.analysis.result import Outcome
    from detente.runs.tables import Tables

    #: What a person may say of where a member stands.
    Position = str | float | BodyPosition

#: What `network(show=…)` may show, and the function that gives it.
_NETWORKS: Final = {
    "ties": "discourse:measure_network",
    "communities": "communities:measure_communities",
    "concepts": "discourse:measure_concepts",
    "matrix": "discourse:measure_matrix",
    "backbone": "backbone:measure_backbone",
    "windows": "windows:measure_windows",
    "polarisation": "polarisation:measure_polarisation",
    "phases": "phases:measure_phases",
}
_OVER_TIME: Final = frozenset({"windows", "polarisation", "phases"})


class WeighedArchive(Archive):
    """Articles and their records in one SQLite file, opened for reading, with the analyses.

        with detente.Archive("news.sqlite") as archive:
            print(archive.events().to_pandas())
            found = archive.relations("RUS", "UKR", both=True, since=date(2025, 1, 1))
            print(found.table.to_pandas(), found.caution)

    Every analysis returns a `Result`, or `NotEnough` where the data are too few. What it may be asked stands in its
    options class; what counts (`by` is `unit`: "country" or "actor", `since`, `until`, `reviewed_only`,
    `min_confidence`, `weigh`, …) in `detente.analysis.events.Selection`. Both are given by keyword.

    A run or a reviewer may be writing meanwhile: what is read is what was committed last.

    Args:
        path: The file.

    Raises:
        ArchiveError: There is no such file, or it is no archive, or of another format.
    """

    def __init__(self, path: Path | str) -> None:
        super().__init__(path)
        self._counted_at: tuple[Any, ...] | None = None
        self._attention: dict[tuple[Every, Selection], pa.Table] = {}

    def relations(self, source: str | None = None, target: str | None = None, **choices: Any) -> Outcome:
        """Return cooperation and conflict between two sides over time.

        Args:
            source: Who acts; None for everybody.
            target: Toward whom; None for everybody.
            choices: Fields of `analysis.relations.RelationsOptions` and of `Selection`.

        Raises:
            UsageError: There is no such choice, or it cannot be.
        """
        options = _options("relations:RelationsOptions", choices, source=source, target=target)
        return self._relate("relations:measure_relations", options)

    def changes(self, source: str | None = None, target: str | None = None, **choices: Any) -> Outcome:
        """Return when the relations of two sides changed, and the events behind; arguments as for `relations`.

        Raises:
            UsageError: There is no such choice, or it cannot be.
        """
        options = _options("relations:RelationsOptions", choices, source=source, target=target)
        return self._relate("changes:measure_changes", options)

    def moved(self, **choices: Any) -> Outcome:
        """Return which dyads have more or fewer events lately; fields of `analysis.moved.MovedOptions`.

        Raises:
            UsageError: There is no such choice, or it cannot be.
        """
        options = _options("moved:MovedOptions", choices)
        outcome: Outcome = _function("moved:measure_moved")(self._counted(options.selection), options)
        return outcome

    def follow(self, one: str | None = None, other: str | None = None, **choices: Any) -> Outcome:
        """Return whether words are followed by deeds more often than equally busy days.

        Args:
            one: A side; None pools all dyads.
            other: The other side.
            choices: Fields of `analysis.follow.FollowOptions` and of `Selection`.

        Raises:
            UsageError: One side is named without the other, or there is no such choice.
        """
        if (one is None) != (other is None):
            raise UsageError("the words of one toward whom?", hint="Name two sides, or none to pool all.")
        sides = None if one is None else (one, other)
        options = _options("follow:FollowOptions", choices, sides=sides)
        wanted = _function("analyses.wanted:Wanted", room="runs").of_follow(options)
        outcome: Outcome = _function("follow:measure_follow")(self._weighed().dyads(wanted), options)
        return outcome

    def forecast(self, source: str | None = None, target: str | None = None, **choices: Any) -> Outcome:
        """Return what comes next: with whom (a source alone), which kind of event (both), or deeds (`ask="deed"`).

        Args:
            source: Who acts.
            target: Toward whom.
            choices: Fields of `analysis.forecasting.options.ForecastOptions` and of `Selection`.

        Raises:
            UsageError: There is no such choice, or it cannot be.
        """
        asked = {"ask": "kind" if target is not None else "partner"} | choices
        options = _options("forecast:ForecastOptions", asked, source=source, target=target)
        wanted = _function("analyses.wanted:Wanted", room="runs").of_forecast(options)
        outcome: Outcome = _function("forecast:measure_forecast")(self._weighed().dyads(wanted), options)
        return outcome

    def ledger(self, *, questions: bool = False, **choices: Any) -> Outcome:
        """Return what was promised, or what was left open, with what has been reported since.

        Args:
            questions: Whether open questions are listed, and not commitments.
            choices: Fields of `analysis.ledger.LedgerOptions`.

        Raises:
            UsageError: There is no such choice, or it cannot be.
        """
        options = _options("ledger:LedgerOptions", choices)
        entries = "questions" if questions else "commitments"
        place = self._weighed()
        tables = {name: place.analysed(name) for name in (entries, "events", "articles")} | {"dyads": place.dyads()}
        measure = _function(f"ledger:list_{entries}")
        outcome: Outcome = measure(tables, options)
        return outcome

    def cohesion(self, bloc: str, *, toward: str | None = None, issue: str | None = None, **choices: Any) -> Outcome:
        """Return how far a bloc stands as one, by its members' positions or their dealings with a country.

        Args:
            bloc: A bloc ("eu"), or its members with commas between.
            toward: By events toward this country, not by positions.
            issue: Only positions on this issue.
            choices: Fields of `analysis.cohesion.CohesionOptions` and of `Selection`.

        Raises:
            UsageError: There is no such bloc or choice.
        """
        everybody, about, chosen_by, rest = self._choices(toward, issue, choices)
        members = _function("roll_calls:bloc_members", room="runs")(bloc)
        options = _options("cohesion:CohesionOptions", rest, about=about, chosen=chosen_by)
        chosen = _function("choices:join_blocs")(everybody, members)
        outcome: Outcome = _function("cohesion:measure_cohesion")(chosen, options, others=everybody)
        return outcome

    def leavers(self, bloc: str, *, toward: str | None = None, issue: str | None = None, **choices: Any) -> Outcome:
        """Return who leaves a bloc's line, and since when; the arguments are those of `cohesion`.

        Raises:
            UsageError: There is no such bloc or choice.
        """
        everybody, about, chosen_by, rest = self._choices(toward, issue, choices)
        if rest:
            raise _unknown(rest, ())
        chosen = _function("choices:join_blocs")(everybody, _function("roll_calls:bloc_members", room="runs")(bloc))
        outcome: Outcome = _function("departures:measure_departures")(chosen, about=about, chosen=chosen_by)
        return outcome

    def stances(self, issue: str, *, every: str = "month", **choices: Any) -> Outcome:
        """Return how many positions on an issue are for and against it over time.

        Args:
            issue: The issue.
            every: Length of a period.
            choices: Fields of `Selection`.

        Raises:
            UsageError: There is no such choice.
        """
        selection, rest = _select(choices)
        if rest:
            raise _unknown(rest, ())
        place = self._weighed()
        outcome: Outcome = _function("stances:measure_stances")(
            place.analysed("positions"), place.analysed("articles"), issue, every=every, selection=selection
        )
        return outcome

    def decide(
        self,
        rule: str,
        *,
        issue: str | None = None,
        on: date | None = None,
        positions: Mapping[str, Position] | None = None,
        what_if: Mapping[str, Position] | None = None,
        **choices: Any,
    ) -> Outcome:
        """Return whether an act passes under a rule, who is pivotal, and what power the rule gives to whom.

            archive.decide("eu-qmv", issue="sanctions", what_if={"HUN": "against"})

        Args:
            rule: Such as "eu-qmv" or "unsc".
            issue: The members' positions on this issue, as the archive has them; None for none.
            on: The day: who is a member then, and up to when positions count; None for today's members and all days.
            positions: Members' positions of your own: "for", "against", "abstain", a probability to be in favour, or a
                `BodyPosition`. They go before those of the archive.
            what_if: Members whose position is changed; the result shows beside it what it was without.
            choices: `usual` (probability to be in favour, of members without a position), and fields of `Selection`.

        Raises:
            UsageError: There is no such rule, member or choice.
        """
        body = _function("deciding:body_on", room="runs")(rule, on)
        read = _function("decide:position_of")
        selection, rest = _select(({"until": on} if on else {}) | choices)
        stands: dict[str, Any] = {}
        chosen_by = ""
        if issue is not None:
            everybody, _, chosen_by, _ = self._choices(None, issue, {"selection": selection})
            found = _function("decide:positions_of_choices")(everybody)
            stands = {member: stand for member, stand in found.items() if member in body.members}
        stands |= {member.upper(): read(choice) for member, choice in (positions or {}).items()}
        changed = {member.upper(): read(choice) for member, choice in (what_if or {}).items()}
        options = _options("decide:DecisionOptions", rest, what_if=changed, chosen=chosen_by)
        outcome: Outcome = _function("decide:measure_decision")(body, stands or None, options)
        return outcome

    def network(self, show: str = "ties", *, events: bool = False, **choices: Any) -> Outcome:
        """Return a network of countries by their positions, or by the events between them.

        Args:
            show: "ties", "communities", "concepts", "matrix", "windows", "polarisation", "phases" or "backbone"; of
                events the first two.
            events: Whether events tie, and not positions.
            choices: Fields of `analysis.networks.discourse.NetworkOptions`, of `windows.WindowOptions` where it is over
                time, and of `Selection`; with events those of `event_network.EventNetworkOptions`.

        Raises:
            UsageError: There is no such choice, or it cannot be.
        """
        if show not in _NETWORKS or (events and show not in {"ties", "communities"}):
            raise UsageError(f"show={show!r}: there is no such network", hint=f"There are: {', '.join(_NETWORKS)}.")
        place = self._weighed()
        if events:
            options = _options("networks.event_network:EventNetworkOptions", choices)
            name = "measure_event_network" if show == "ties" else "measure_event_blocs"
            outcome: Outcome = _function(f"networks.event_network:{name}")(self._counted(options.selection), options)
            return outcome
        selection, rest = _select(choices)
        of_windows = {key: value for key, value in rest.items() if key in {"days", "every", "kernel"}}
        own = {key: value for key, value in rest.items() if key not in of_windows or show not in _OVER_TIME}
        options = _options("networks.discourse:NetworkOptions", own, about=selection.describe_claims("positions"))
        statements = _function("networks.discourse:statements_of_positions")(
            place.analysed("positions"), place.analysed("articles"), selection=selection
        )
        measure = _function(f"networks.{_NETWORKS[show]}")
        if show in _OVER_TIME:
            outcome = measure(statements, options, _options("networks.windows:WindowOptions", of_windows))
        else:
            outcome = measure(statements, options)
        return outcome

    def _relate(self, measure: str, options: RelationsOptions) -> Outcome:
        """Return a measure of two sides: their rows alone are read, and what is reported of all is kept."""
        rows = self._weighed().dyads(_function("analyses.wanted:Wanted", room="runs").of_relations(options))
        outcome: Outcome = _function(measure)(rows, options, attention=self._attention_of(options))
        return outcome

    def _attention_of(self, options: RelationsOptions) -> pa.Table:
        """Return all events by period, kept for the next pair until something is written to the file."""
        version = self.first_row("PRAGMA data_version")
        if version != self._counted_at:
            self._counted_at, self._attention = version, {}
        asked = (options.every, options.selection)
        if asked not in self._attention:
            count = _function("relations:count_attention")
            self._attention[asked] = count(
                self._counted(options.selection), every=options.every, selection=options.selection
            )
        return self._attention[asked]

    def _counted(self, selection: Selection, *, target: str | None = None) -> pa.Table:
        """Return the rows of the table of dyads that a selection counts, toward one side or toward all."""
        wanted = _function("analyses.wanted:Wanted", room="runs")(selection, ((None, target),))
        return self._weighed().dyads(wanted)

    def _weighed(self) -> Tables:
        from detente.runs.tables import open_tables  # noqa: PLC0415 - loads Arrow, which reading a record does not need

        return open_tables(self.path)

    def _choices(
        self, toward: str | None, issue: str | None, choices: Mapping[str, Any]
    ) -> tuple[pa.Table, str, str, dict[str, Any]]:
        """Return the members' choices, what they are and which count in words, and fields that are no selection's."""
        selection, rest = (choices["selection"], {}) if "selection" in choices else _select(choices)
        place = self._weighed()
        if toward is not None:
            dyads = self._counted(selection, target=toward)
            found = _function("choices:choices_of_events")(dyads, toward, selection=selection)
            return found, f"their dealings with {toward}, by month", selection.describe(), rest
        positions = place.analysed("positions")
        if issue is not None:
            positions = positions.filter([one == issue for one in positions.column("issue").to_pylist()])
        found = _function("choices:choices_of_positions")(positions, place.analysed("articles"), selection=selection)
        return found, f"positions on {issue or 'all issues'}, by month", selection.describe_claims("positions"), rest


@cache
def _function(name: str, room: str = "analysis") -> Any:
    """Return what "module:name" names in a room: loaded when it is asked for."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(f"detente.{room}.{module}"), attribute)


def _select(choices: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Return the selection that some choices make, and those that are none of its fields."""
    kind = _function("events:Selection")
    known = {field.name for field in fields(kind)}
    rest = {name: value for name, value in choices.items() if name not in known}
    return kind(**{name: value for name, value in choices.items() if name in known}), rest


def _options(name: str, choices: Mapping[str, Any], **given: Any) -> Any:
    """Return the options of an analysis: those given, and the choices of a person.

    Raises:
        UsageError: A choice is no field of the options, nor of a selection that they hold.
    """
    kind = _function(name)
    known = {field.name for field in fields(kind)}
    rest = dict(choices)
    if "selection" in known and "selection" not in rest:
        given["selection"], rest = _select(rest)
    if unknown := rest.keys() - known:
        raise _unknown({key: rest[key] for key in unknown}, tuple(known - given.keys()))
    return kind(**given, **rest)


def _unknown(choices: Mapping[str, Any], known: tuple[str, ...]) -> UsageError:
    selection = {field.name for field in fields(_function("events:Selection"))}
    return UsageError(
        f"there is no choice called {', '.join(sorted(choices))}",
        hint=f"There are: {', '.join(sorted({*known, *selection}))}.",
    )
