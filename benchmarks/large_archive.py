"""A large archive from a small one: real records, with other actors, other days and other texts' numbers.

    python -m benchmarks.large_archive SEED.sqlite LARGE.sqlite [--articles 100000]

The richest articles of the seed are copied until there are so many. In each round the actors of a kind change places
among each other, and the days move; sentences, claims and their words stay. It is for measuring speed: who did what to
whom in it never happened. Rows go in without the triggers that check them, which are put back at the end.
"""

from __future__ import annotations

import argparse
import hashlib
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from detente.archive import connect

#: Articles of the seed that are copied: those with most events, about ten each.
SEEDS = 100
DAYS = 3650
#: Tables of claims by article, with the column that holds a day to be moved, if there is one.
TABLES = ("statements", "events", "conditions", "interpretations", "questions", "positions", "commitments", "gaps")


def make_large(seed: Path, target: Path, articles: int) -> dict[str, int]:
    """Write the large archive and return how many rows of each kind it has.

    Args:
        seed: An archive of real articles.
        target: The file to make; one that is there is replaced.
        articles: How many articles it shall hold.
    """
    for left in target.parent.glob(f"{target.name}*"):
        left.unlink()
    with closing(connect(target, create=True)) as connection:
        connection.create_function(
            "sha256", 1, lambda text: hashlib.sha256(text.encode()).hexdigest(), deterministic=True
        )
        triggers = _drop_triggers(connection)
        connection.execute("ATTACH ? AS seed", (str(seed),))
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        _copy_shared(connection)
        chosen = _choose(connection)
        for round_ in range(-(-articles // chosen)):
            _copy_round(connection, round_, round_ * chosen, min(chosen, articles - round_ * chosen))
        for sql in triggers:
            connection.execute(sql)
        connection.execute("INSERT INTO article_words (article_words) VALUES ('rebuild')")
        connection.execute("INSERT INTO identity_words (identity_words) VALUES ('rebuild')")
        connection.execute("COMMIT")
        connection.execute("DETACH seed")
        connection.execute("ANALYZE")
        names = ("articles", "actors", "statements", "events", "positions", "commitments", "questions")
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


def _drop_triggers(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in found:
        connection.execute(f'DROP TRIGGER "{name}"')
    return [sql for _, sql in found]


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _copy_shared(connection: sqlite3.Connection) -> None:
    for table in ("makers", "runs", "identities", "places", "gap_kinds"):
        connection.execute(f"INSERT INTO main.{table} SELECT * FROM seed.{table}")
    # Who stands for whom: within a kind, the identity so many places further on.
    connection.execute("CREATE TEMP TABLE ring AS SELECT identity, kind, row_number() OVER (PARTITION BY kind ORDER BY "
                       "identity) - 1 AS at, count(*) OVER (PARTITION BY kind) AS n FROM seed.identities")  # fmt: skip
    connection.execute("CREATE INDEX temp.ring_at ON ring (kind, at)")
    connection.execute("CREATE INDEX temp.ring_identity ON ring (identity)")


def _choose(connection: sqlite3.Connection) -> int:
    connection.execute(
        f"CREATE TEMP TABLE chosen AS SELECT row_number() OVER () AS at, article FROM (SELECT article FROM seed.events "
        f"GROUP BY article ORDER BY count(*) DESC, article LIMIT {SEEDS})"
    )
    connection.execute("CREATE INDEX temp.chosen_article ON chosen (article)")
    return int(connection.execute("SELECT count(*) FROM chosen").fetchone()[0])


def _copy_round(connection: sqlite3.Connection, round_: int, after: int, count: int) -> None:
    day = "date('2016-01-01', '+' || ((? * 37 + c.at * 11) % ?) || ' days')"
    connection.execute(
        f"INSERT INTO articles (article, id, title, published, url, source, language, text, blocks, story, maker, run) "
        f"SELECT ? + c.at, sha256(a.text || ? || c.at), a.title, {day}, NULL, a.source, a.language, "
        f"a.text || char(10, 10) || 'Round ' || ?, a.blocks, ? + c.at, a.maker, a.run "
        f"FROM seed.articles AS a JOIN chosen AS c USING (article) WHERE c.at <= ?",
        (after, f":{round_}:", round_, DAYS, round_, after, count),
    )
    connection.execute(
        "INSERT INTO actors (article, key, identity, mentions, words) SELECT ? + c.at, x.key, "
        "(SELECT o.identity FROM ring AS o WHERE o.kind = r.kind AND o.at = (r.at + ? * 7) % r.n), x.mentions, NULL "
        "FROM seed.actors AS x JOIN chosen AS c USING (article) JOIN ring AS r USING (identity) WHERE c.at <= ?",
        (after, round_, count),
    )
    for table in (*TABLES, "claim_days", "claim_places"):
        names = [name for name in _columns(connection, table) if name != "article"]
        taken = [f"{_moved(name, day) if table == 'claim_days' else f'x.{chr(34)}{name}{chr(34)}'}" for name in names]
        values = [round_, DAYS] * sum("date(" in one for one in taken)
        listed = ", ".join(f'"{name}"' for name in names)
        connection.execute(
            f"INSERT INTO {table} (article, {listed}) SELECT ? + c.at, {', '.join(taken)} FROM seed.{table} AS x "
            f"JOIN chosen AS c USING (article) JOIN seed.articles AS a USING (article) WHERE c.at <= ?",
            (after, *values, count),
        )


def _moved(name: str, day: str) -> str:
    """Return a day of a claim, as far from the article's new day as it was from the old one."""
    if name not in {"start", "end"}:
        return f'x."{name}"'
    moved = f"date({day}, (julianday(x.\"{name}\") - julianday(a.published)) || ' days')"
    return f'coalesce({moved}, x."{name}")'


def main() -> None:
    """Make the archive that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    options = parser.parse_args()
    started = time.perf_counter()
    rows = make_large(options.seed, options.target, options.articles)
    megabytes = options.target.stat().st_size / 1e6
    print(f"{options.target}: {rows}, {megabytes:,.0f} MB, {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
