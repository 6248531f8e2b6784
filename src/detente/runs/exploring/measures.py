"""The analyses over a snapshot; each answer is kept as long as the snapshot is."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args

import pyarrow.compute as pc

from detente.analysis.choices import choices_of_positions, join_blocs
from detente.analysis.cohesion import CohesionOptions, measure_cohesion
from detente.analysis.departures import measure_departures
from detente.analysis.events import Selection
from detente.analysis.follow import FollowOptions, measure_follow
from detente.analysis.ledger import LedgerOptions, list_commitments, list_questions
from detente.analysis.moved import MovedOptions, measure_moved
from detente.analysis.relations import RelationsOptions, count_attention, measure_relations
from detente.analysis.stances import measure_stances
from detente.runs.roll_calls import bloc_members

if TYPE_CHECKING:
    from datetime import date

    import pyarrow as pa

    from detente.analysis.periods import Every
    from detente.analysis.result import Outcome, Result
    from detente.runs.exploring.snapshot import Snapshot

Entries = Literal["commitments", "questions"]


def prepare(snapshot: Snapshot) -> None:
    """Make what the first page and the ledgers of everybody show, which takes seconds in a large archive."""
    moved(snapshot, MovedOptions())
    for entries in get_args(Entries):
        ledger(snapshot, entries, LedgerOptions())
    _choices(snapshot, None)


def relations(snapshot: Snapshot, options: RelationsOptions) -> Outcome:
    """Return how two sides deal with each other; see `measure_relations`. What is usually asked is counted before."""

    def make() -> Outcome:
        if not options.both and options.selection == Selection(unit=options.selection.unit):
            return measure_relations(snapshot.counted(options), options)
        rows = snapshot.dyads_of(options.source, options.target, both=options.both)
        return measure_relations(rows, options, attention=_attention(snapshot, options))

    return snapshot.keep(("relations", options), make)


def _attention(snapshot: Snapshot, options: RelationsOptions) -> pa.Table:
    """Return all events by period, which every pair of sides shares."""
    every, selection = options.every, options.selection
    return snapshot.keep(
        ("attention", every, selection),
        lambda: count_attention(snapshot.table("dyads"), every=every, selection=selection),
    )


def follow(snapshot: Snapshot, options: FollowOptions) -> Outcome:
    """Return whether words are followed by deeds; see `measure_follow`."""

    def make() -> Outcome:
        sides = options.sides
        if sides is None or options.selection != Selection(unit=options.selection.unit):
            return measure_follow(snapshot.table("dyads"), options)
        return measure_follow(snapshot.dyads_between(*sides), options)

    return snapshot.keep(("follow", options), make)


def moved(snapshot: Snapshot, options: MovedOptions) -> Outcome:
    """Return what moved lately; see `measure_moved`."""
    name = "usual" if options.selection == Selection() else "dyads"
    return snapshot.keep(("moved", options), lambda: measure_moved(snapshot.table(name), options))


def moved_since(snapshot: Snapshot, options: MovedOptions) -> date | None:
    """Return the first day of the last stretch that `moved` compares, or None without events."""
    last = snapshot.keep("last day", lambda: snapshot.ask("SELECT max(date) AS day FROM dyad WHERE date IS NOT NULL"))
    day: date | None = last[0]["day"]
    return None if day is None else day - timedelta(days=options.days - 1)


def ledger(snapshot: Snapshot, entries: Entries, options: LedgerOptions) -> Outcome:
    """Return what was promised, or left open, and what has been reported since; see `list_commitments`."""

    def make() -> Outcome:
        tables = {name: snapshot.table(name) for name in (entries, "events", "articles", "dyads")}
        return (list_commitments if entries == "commitments" else list_questions)(tables, options)

    return snapshot.keep(("ledger", entries, options), make)


def chosen_entries(outcome: Result, state: str = "", who: str = "") -> tuple[dict[str, int], Result]:
    """Return how many entries of a ledger are in each state, and the ledger with some of its entries only.

    Args:
        outcome: The ledger.
        state: Only entries in this state; "" for all.
        who: Only entries about somebody with this in the name, in whatever case; "" for all.
    """
    counted = pc.value_counts(outcome.table.column("state")).to_pylist()
    kept = outcome.table
    if state:
        kept = kept.filter(pc.equal(kept.column("state"), state))
    if who:
        named = [kept.column(name) for name in ("actor", "addressee", "about") if name in kept.schema.names]
        found = [pc.fill_null(pc.match_substring(names, who, ignore_case=True), fill_value=False) for names in named]
        kept = kept.filter(functools.reduce(pc.or_, found))
    return {entry["values"]: entry["counts"] for entry in counted}, replace(outcome, table=kept)


def stances(snapshot: Snapshot, issue: str, every: Every, selection: Selection) -> Outcome:
    """Return for and against on an issue over time; see `measure_stances`."""

    def make() -> Outcome:
        tables = snapshot.table("positions"), snapshot.table("articles")
        return measure_stances(*tables, issue, every=every, selection=selection)

    return snapshot.keep(("stances", issue, every, selection), make)


def cohesion(snapshot: Snapshot, bloc: str, issue: str | None, every: Every | None) -> tuple[Outcome, Outcome]:
    """Return how far a bloc stands as one in its positions, and who leaves its line.

    Raises:
        UsageError: There is no such bloc.
    """

    def make() -> tuple[Outcome, Outcome]:
        everybody = _choices(snapshot, issue)
        members = join_blocs(everybody, bloc_members(bloc))
        about = f"positions on {issue or 'all issues'}, by month"
        options = CohesionOptions(period=every, about=about)
        return measure_cohesion(members, options, others=everybody), measure_departures(members, about=about)

    return snapshot.keep(("cohesion", bloc, issue, every), make)


def _choices(snapshot: Snapshot, issue: str | None) -> pa.Table:
    def make() -> Any:
        held = snapshot.table("positions")
        if issue is not None:
            held = held.filter([one == issue for one in held.column("issue").to_pylist()])
        return choices_of_positions(held, snapshot.table("articles"))

    return snapshot.keep(("choices", issue), make)
