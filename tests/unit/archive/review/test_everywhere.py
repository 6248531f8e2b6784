"""Edits that reach beyond one article: stories, and who is whom throughout the archive."""

from __future__ import annotations

import dataclasses
import itertools
import sqlite3
from pathlib import Path

import pytest

from detente.archive import Archive
from detente.archive.changes import iter_changes
from detente.archive.checks import check_archive
from detente.archive.database import transaction
from detente.archive.filing import file_record as file_reading
from detente.archive.review import (
    Identity,
    Signature,
    correct,
    identity_of,
    joined_identities,
    machine_reading,
    merge_stories,
    same_actor,
    split_story,
    undo,
    with_joined_identities,
)
from detente.archive.review.stories import hold_stories
from detente.archive.rows import select_record
from detente.archive.stories import join_story, tell_story_again
from detente.errors import UsageError
from detente.records import Record
from tests.unit.archive.builders import TEXT, full_record, make_article
from tests.unit.archive.review.scenes import ANNA, BEN, file_record, read_again


def numbered(connection: sqlite3.Connection, count: int) -> list[int]:
    """File several articles with the same claims."""
    return [file_record(connection, copy_of(full_record(), n)) for n in range(count)]


def copy_of(record: Record, n: int) -> Record:
    return dataclasses.replace(record, article=make_article(f"{TEXT} Part {n}."))


def stories(connection: sqlite3.Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT story FROM articles ORDER BY article")]


def tellings(connection: sqlite3.Connection) -> list[tuple[int, str, int, str]]:
    return connection.execute("SELECT * FROM tellings ORDER BY article, event").fetchall()


def make_story(connection: sqlite3.Connection, *articles: int) -> None:
    """Make several articles a story, as a run does."""
    for article in articles[1:]:
        connection.execute("UPDATE articles SET story = ? WHERE article = ?", (articles[0], article))
    tell_story_again(connection, articles[0])


def test_two_stories_become_one_and_two_again(connection: sqlite3.Connection) -> None:
    a, b, c, d = numbered(connection, 4)
    make_story(connection, b, d)
    before = (stories(connection), tellings(connection))
    edit = merge_stories(connection, d, c, ANNA)
    assert stories(connection) == [a, b, b, b]
    assert [row[0::2] for row in tellings(connection)] == [(c, b), (c, b), (d, b), (d, b)]
    second = merge_stories(connection, c, a, BEN)
    assert stories(connection) == [a, a, a, a]
    undo(connection, second.number, BEN)
    assert stories(connection) == [a, b, b, b]
    undo(connection, edit.number, BEN)
    assert (stories(connection), tellings(connection)) == before
    assert connection.execute("SELECT count(*) FROM moved_articles").fetchone() == (0,)


def test_an_article_leaves_its_story_and_returns(connection: sqlite3.Connection) -> None:
    a, b, c = numbered(connection, 3)
    make_story(connection, a, b, c)
    before = (stories(connection), tellings(connection))
    first = split_story(connection, b, ANNA)
    assert stories(connection) == [a, b, a]
    assert {row[0] for row in tellings(connection)} == {c}
    undo(connection, first.number, ANNA)
    assert (stories(connection), tellings(connection)) == before
    second = split_story(connection, a, ANNA)
    assert stories(connection) == [a, b, b]
    assert {row[0::2] for row in tellings(connection)} == {(c, b)}
    undo(connection, second.number, BEN)
    assert (stories(connection), tellings(connection)) == before


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_undoing_all_gives_the_machines_stories_in_any_order(
    connection: sqlite3.Connection, order: tuple[int, ...]
) -> None:
    a, b, c, d = numbered(connection, 4)
    make_story(connection, a, b)
    make_story(connection, c, d)
    before = (stories(connection), tellings(connection))
    edits = [
        merge_stories(connection, d, a, ANNA), split_story(connection, a, ANNA), merge_stories(connection, a, c, BEN),
    ]  # fmt: skip
    assert stories(connection) == [a, a, a, a]
    for n in order:
        undo(connection, edits[n].number, ANNA)
    assert (stories(connection), tellings(connection)) == before


def test_a_run_that_merges_stories_leaves_what_people_took_apart(connection: sqlite3.Connection) -> None:
    a, b, c, d = numbered(connection, 4)
    make_story(connection, b, c, d)
    edit = split_story(connection, d, ANNA)
    with transaction(connection):  # the run finds that the stories of a, b and d are one
        join_story(connection, b, a)
        join_story(connection, d, a)
        hold_stories(connection)
    assert stories(connection) == [a, a, a, d]
    undo(connection, edit.number, ANNA)
    assert stories(connection) == [a, a, a, a], "its old story is part of another by now"


def test_what_cannot_be_merged_or_split_says_so(connection: sqlite3.Connection) -> None:
    a, b = numbered(connection, 2)
    with pytest.raises(UsageError, match="alone in its story"):
        split_story(connection, a, ANNA)
    merge_stories(connection, a, b, ANNA)
    with pytest.raises(UsageError, match="one story already"):
        merge_stories(connection, b, a, ANNA)
    with pytest.raises(UsageError, match="no article 99"):
        merge_stories(connection, a, 99, ANNA)


def test_an_edit_of_a_copy_changes_what_it_tells(connection: sqlite3.Connection) -> None:
    a, b = numbered(connection, 2)
    make_story(connection, a, b)
    before = tellings(connection)
    assert [row[:3] for row in before] == [(b, "e1", a), (b, "e2", a)]
    edit = correct(connection, b, "e2", {"type": "AID"}, ANNA).edit
    assert [row[:3] for row in tellings(connection)] == [(b, "e1", a)]
    undo(connection, edit.number, ANNA)
    assert tellings(connection) == before


# ── Who is whom ───────────────────────────────────────────────────────────────────────────────────────────────


def actors(connection: sqlite3.Connection, number: int) -> list[tuple[str | None, str, str | None]]:
    record = select_record(connection, number)
    assert record is not None
    joined = with_joined_identities(record, joined_identities(connection))
    return [(actor.entity, actor.name, actor.role) for actor in joined.actors]


def seen(connection: sqlite3.Connection, number: int) -> list[tuple[str | None, str, str | None]]:
    """Return the actors of an article as the view has them."""
    return connection.execute(
        "SELECT i.entity, i.name, i.role FROM actors JOIN identities_joined AS i USING (identity) WHERE article = ? "
        "ORDER BY key",
        (number,),
    ).fetchall()


WESTMARK = Identity("Q77", "Westmark", "state", "WMK", None)
NORTHLAND = Identity("Q78", "Northland", "state", "NLD", None)


def vestland(record: Record) -> Identity:
    return identity_of(record.actors[1])


def test_an_actor_counts_as_another_in_all_articles_also_later_ones(connection: sqlite3.Connection) -> None:
    first = file_record(connection, full_record())
    edit = same_actor(connection, vestland(full_record()), WESTMARK, ANNA)
    (later,) = numbered(connection, 1)
    for number in (first, later):
        shown = [
            ("Q1", "Maria Olsen", "Foreign minister of Norway"),
            ("Q77", "Westmark", None),
            ("Q2", "Government of Norway", None),
        ]
        assert actors(connection, number) == shown
        assert seen(connection, number) == shown
    assert machine_reading(connection, first) == full_record(), "the record stays as it was read"
    undo(connection, edit.number, BEN)
    assert actors(connection, later)[1] == (None, "Vestland", None)
    assert seen(connection, later)[1] == (None, "Vestland", None)


def test_the_role_stays_that_of_the_articles_day(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    olsen = identity_of(full_record().actors[0])
    same_actor(connection, olsen, Identity("Q5", "Maria B. Olsen", "person", "NOR", "LEG"), ANNA)
    assert actors(connection, number)[0] == ("Q5", "Maria B. Olsen", "Foreign minister of Norway")


def test_chains_are_followed_and_loops_refused(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    one = vestland(full_record())
    first = same_actor(connection, one, WESTMARK, ANNA)
    same_actor(connection, WESTMARK, NORTHLAND, ANNA)
    assert actors(connection, number)[1][:2] == ("Q78", "Northland")
    for left, right in ((NORTHLAND, one), (one, NORTHLAND), (one, WESTMARK), (one, one)):
        with pytest.raises(UsageError, match="count as the same already"):
            same_actor(connection, left, right, BEN)
    undo(connection, first.number, ANNA)
    assert actors(connection, number)[1][:2] == (None, "Vestland")


def test_a_loop_that_undos_leave_changes_nothing_more(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    one = vestland(full_record())
    first = same_actor(connection, one, WESTMARK, ANNA)
    undo(connection, first.number, ANNA)
    same_actor(connection, WESTMARK, one, BEN)
    undo(connection, 2, ANNA)  # redone: now both say so
    assert actors(connection, number)[1][:2] == ("Q77", "Westmark")
    assert len(joined_identities(connection)) == 1


def test_a_joined_actor_can_be_edited_and_read_again(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    same_actor(connection, vestland(full_record()), WESTMARK, ANNA)
    correct(connection, number, "e2", {"status": "denied"}, ANNA)
    read_again(connection, number, full_record(version="0.0.next"))
    assert actors(connection, number)[1][:2] == ("Q77", "Westmark")
    assert machine_reading(connection, number) == full_record(version="0.0.next")


def test_an_edit_everywhere_needs_a_signature(connection: sqlite3.Connection) -> None:
    with pytest.raises(UsageError, match="must be signed"):
        same_actor(connection, WESTMARK, NORTHLAND, Signature(" ", ANNA.at))


def test_what_is_shown_and_exported_has_the_joined_actor(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    same_actor(connection, vestland(full_record()), WESTMARK, ANNA)
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    with Archive(path) as archive:
        assert archive.record(number).actors[1].name == "Westmark"
        assert [filed.record.actors[1].entity for filed in archive.filed()] == ["Q77"]
    assert connection.execute("SELECT sources FROM events_wide").fetchall() == [("Westmark",), ("Westmark",)]
    assert connection.execute("SELECT name FROM actors_wide WHERE key = 'a2'").fetchone() == ("Westmark",)


def test_doctor_compares_what_is_shown_with_what_the_edits_make(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    correct(connection, number, "e2", {"status": "denied"}, ANNA)
    path = Path(connection.execute("PRAGMA database_list").fetchone()[2])
    shown = "the record of article 1 is not what the machine's record and people's edits make"
    assert shown not in check_archive(connection, path).problems
    connection.execute("UPDATE events SET status = 'possible' WHERE key = 'e2'")
    assert shown in check_archive(connection, path).problems


def test_changes_of_a_rereading_are_the_machines(connection: sqlite3.Connection) -> None:
    number = file_record(connection, full_record())
    correct(connection, number, "e2", {"status": "denied"}, ANNA)
    with transaction(connection):
        file_reading(connection, 1, full_record(version="0.0.next"))
    (changes,) = iter_changes(connection)
    assert changes.changes == (), "a person's correction is no change of the reading"
    record = select_record(connection, number)
    assert record is not None
    assert record.events[1].status == "denied"
