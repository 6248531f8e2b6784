"""A dossier: what an archive holds of an actor, of two sides or of an issue, as one HTML file that prints well.

It needs nothing else and sends nothing anywhere. Made twice from one archive it is the same to the last byte: its
day is the last day of the archive.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import jinja2
from markupsafe import Markup

from detente.analysis.events import Selection
from detente.analysis.ledger import LedgerOptions
from detente.analysis.relations import RelationsOptions
from detente.analysis.result import NotEnough
from detente.counts import say_kind
from detente.errors import UsageError
from detente.runs.exploring import measures
from detente.runs.exploring.profiles import country_name, latest, profile_actor, stands_on
from detente.runs.exploring.search import FoundClaim, is_country
from detente.version import __version__
from detente.views.report.figures import draw_panels
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.analysis.events import Unit
    from detente.analysis.result import Outcome
    from detente.archive import Archive
    from detente.runs.exploring.profiles import ActorProfile, StandRow
    from detente.runs.exploring.snapshot import Snapshot

#: Claims of each list, and commitments.
MOST_CLAIMS: Final = 24


@dataclass(frozen=True, slots=True)
class DossierSubject:
    """Whom or what a dossier is about: one name, two names, or an issue.

    Attributes:
        one: A country's three letters, or a name; "" with an issue.
        other: The other side, or "".
        issue: An issue, or "".

    Raises:
        UsageError: Nothing is named, or too much.
    """

    one: str = ""
    other: str = ""
    issue: str = ""

    def __post_init__(self) -> None:
        if bool(self.one) == bool(self.issue) or (self.other and not self.one):
            raise UsageError(
                "a dossier is about an actor, two sides, or an issue",
                hint="detente dossier RUS, detente dossier RUS UKR, or detente dossier --issue sanctions",
            )

    @property
    def title(self) -> str:
        """What stands on the first page."""
        if self.issue:
            return self.issue.replace("_", " ").capitalize()
        return " and ".join(_label(name) for name in (self.one, self.other) if name)


@dataclass(frozen=True, slots=True)
class DossierFigure:
    """A figure on paper: its question, its picture or None, n and answer in words, method, caution, and command."""

    question: str
    picture: Markup | None
    answer: str
    method: str
    caution: str
    command: str


@dataclass(frozen=True, slots=True)
class DossierList:
    """A list of claims with their words: its heading and the claims."""

    heading: str
    claims: tuple[FoundClaim, ...]


@dataclass(frozen=True, slots=True)
class DossierCommitment:
    """A commitment: who, what in words, to whom, day, deadline, state, and what has been reported since."""

    who: str
    words: str
    toward: str | None
    published: str
    deadline: str | None
    state: str
    since: str | None


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """An article that a dossier quotes: its number here and in the archive, title, publisher, day and address."""

    place: int
    number: int
    title: str
    publisher: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier, as its template shows it.

    Attributes:
        title: Whom or what it is about.
        archive: Name of the archive's file.
        version: Détente's version.
        articles: How many articles the archive holds.
        last_day: Day of the latest article, or None.
        profile: Counts of an actor, or None.
        stands: Who stands where on an issue.
        figures: The figures.
        lists: The lists of claims.
        commitments: The commitments of an actor, or between two sides.
        cited: The articles that are quoted.
        places: For the number of an article in the archive its place in `cited`.
    """

    title: str
    archive: str
    version: str
    articles: int
    last_day: str | None
    profile: ActorProfile | None
    stands: tuple[StandRow, ...]
    figures: tuple[DossierFigure, ...]
    lists: tuple[DossierList, ...]
    commitments: tuple[DossierCommitment, ...]
    cited: tuple[CitedArticle, ...]
    places: dict[int, int]


def make_dossier(archive: Archive, snapshot: Snapshot, subject: DossierSubject) -> Dossier:
    """Return what an archive holds of a subject.

    Args:
        archive: For the words.
        snapshot: The same archive in memory.
        subject: Whom or what it is about.

    Raises:
        UsageError: Nothing in the archive is about it.
    """
    lists = tuple(one for one in _lists(archive, snapshot, subject) if one.claims)
    profile = profile_actor(snapshot, subject.one) if subject.one and not subject.other else None
    if not lists:
        raise UsageError(
            f"nothing in {archive.path.name} is about {subject.title}",
            hint="Countries are three letters; detente search NAME --actors shows what others are called.",
        )
    about = snapshot.ask("SELECT count(*) AS n, max(published) AS last FROM article WHERE is_read = 1")[0]
    cited = _cite(snapshot, [claim.article for one in lists for claim in one.claims if claim.article])
    return Dossier(
        title=subject.title,
        archive=archive.path.name,
        version=__version__,
        articles=about["n"],
        last_day=about["last"],
        profile=profile,
        stands=stands_on(snapshot, subject.issue) if subject.issue else (),
        figures=tuple(_figures(archive, snapshot, subject)),
        lists=lists,
        commitments=_commitments(snapshot, subject),
        cited=cited,
        places={article.number: article.place for article in cited},
    )


def render_dossier(dossier: Dossier) -> str:
    """Return a dossier as one HTML file; every text of an article in it is shown, and nothing of it runs."""
    style = (resources.files("detente.views.report") / "dossier.css").read_text(encoding="utf-8")
    template = _environment().get_template("dossier.html.j2")
    return template.render(it=dossier, style=Markup(style)) + "\n"  # noqa: S704 - our own file


def _label(name: str) -> str:
    return country_name(name) if is_country(name) else name


def _lists(archive: Archive, snapshot: Snapshot, subject: DossierSubject) -> Iterable[DossierList]:
    def found(heading: str, **asked: Any) -> DossierList:
        return DossierList(heading, latest(archive, snapshot, MOST_CLAIMS, **asked))

    if subject.issue:
        for stance in ("for", "against", "mixed"):
            yield found(f"Positions {stance}", kind="position", type=subject.issue, status=stance)
    elif subject.other:
        for source, target in ((subject.one, subject.other), (subject.other, subject.one)):
            yield found(f"{_label(source)} toward {_label(target)}", source=source, target=target)
    else:
        yield found("What it did", source=subject.one)
        yield found("What it said", kind="statement", source=subject.one)
        yield found("Where it stands", kind="position", source=subject.one)


def _figures(archive: Archive, snapshot: Snapshot, subject: DossierSubject) -> Iterable[DossierFigure]:
    where = f"--archive {archive.path.name}"
    if subject.issue:
        outcome = measures.stances(snapshot, subject.issue, "month", Selection())
        yield _figure(outcome, f"detente stances {subject.issue} {where}")
        return
    names = [name for name in (subject.one, subject.other) if name]
    unit: Unit = "country" if all(map(is_country, names)) else "actor"
    pairs = [(subject.one, subject.other or None)] + ([(subject.other, subject.one)] if subject.other else [])
    for source, target in pairs:
        options = RelationsOptions(source=source, target=target, selection=Selection(unit=unit))
        by = "" if unit == "country" else " --by actor"
        outcome = measures.relations(snapshot, options)
        yield _figure(outcome, f'detente relations "{source}" "{target or "-"}"{by} {where}')


def _figure(outcome: Outcome, command: str) -> DossierFigure:
    if isinstance(outcome, NotEnough):
        answer = f"Not enough data: {say_kind(outcome.n, outcome.counted)}, and it takes {outcome.floor:,}."
        return DossierFigure(outcome.question, None, answer, "", outcome.why, command)
    said = f"n = {outcome.n:,} {outcome.counted}, {outcome.n_distinct:,} distinct."
    if outcome.estimate is not None:
        span = f" ({outcome.interval.low:.3g} to {outcome.interval.high:.3g})" if outcome.interval else ""
        said = f"{outcome.estimate:.3g}{span} {outcome.estimate_of}. {said}"
    return DossierFigure(outcome.question, draw_panels(outcome), said, outcome.method, outcome.caution, command)


def _commitments(snapshot: Snapshot, subject: DossierSubject) -> tuple[DossierCommitment, ...]:
    """Return the commitments of the subject's actors; those of countries are those of all who belong to them."""
    if subject.issue:
        return ()
    outcome = measures.ledger(snapshot, "commitments", LedgerOptions())
    if isinstance(outcome, NotEnough):
        return ()
    sides = snapshot.commitment_sides()
    kept = []
    for row in outcome.table.to_pylist():
        own, toward = sides.get(row["id"], (set(), set()))
        pairs = [(subject.one, subject.other), (subject.other, subject.one)] if subject.other else [(subject.one, "")]
        if any(one in own and (not other or other in toward) for one, other in pairs):
            since = f"“{row['deed_words']}”, {row['deed_date']}" if row["deed"] else None
            against = f"against it “{row['contrary_words']}”, {row['contrary_date']}" if row["contrary"] else None
            kept.append(DossierCommitment(
                row["actor"], row["words"], row["addressee"], str(row["published"]),
                None if row["deadline"] is None else str(row["deadline"]), row["state"],
                "; ".join(filter(None, (since, against))) or None,
            ))  # fmt: skip
    return tuple(kept[:MOST_CLAIMS])


def _cite(snapshot: Snapshot, numbers: list[int]) -> tuple[CitedArticle, ...]:
    wanted = list(dict.fromkeys(numbers))
    rows = snapshot.ask(
        "SELECT number, title, publisher, published, url, id FROM article WHERE number IN (SELECT unnest(?::BIGINT[]))",
        [wanted],
    )
    by_number = {row["number"]: row for row in rows}
    return tuple(
        CitedArticle(
            place,
            number,
            by_number[number]["title"] or f"Article {by_number[number]['id'][:12]}",
            by_number[number]["publisher"],
            by_number[number]["published"],
            by_number[number]["url"],
        )
        for place, number in enumerate((one for one in wanted if one in by_number), start=1)
    )


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("detente.views.report", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, Markup) or not isinstance(value, str) else neutralise(value),
    )
    environment.filters["number"] = lambda value: f"{value:,}"
    return environment
