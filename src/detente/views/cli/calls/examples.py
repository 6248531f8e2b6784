"""What the help of each command shows as examples, and the classes of commands that show it.

A test takes each example through the command's own parser, and names the commands that have none.
"""

from __future__ import annotations

from typing import Any, Final

from typer.core import TyperCommand, TyperGroup

#: By the words that call the command, in the order in which they are shown.
EXAMPLES: Final[dict[str, tuple[str, ...]]] = {
    "detente": (
        "detente demo",
        "detente read article.txt --html -o article.html",
        "detente add clippings/ --archive news.sqlite",
    ),
    "detente read": (
        "detente read article.txt",
        "detente read article.html --html -o record.html",
        "detente read *.txt --jsonl -o records.jsonl",
        "detente read - --published 2025-03-06 --json",
    ),
    "detente add": (
        "detente add clippings/ export.csv crawl.warc.gz --archive news.sqlite",
        "detente add table.csv --text-column body --date-column day --archive news.sqlite",
        "detente add --resume --archive news.sqlite",
    ),
    "detente shards": (
        "detente shards crawl/ --out tables/ --workers 8",
        "detente shards crawl/ --out s3://bucket/tables --scheduler tcp://10.0.0.5:8786",
    ),
    "detente archive-from": ("detente archive-from tables/ --archive news.sqlite",),
    "detente demo": ("detente demo", "detente demo -o first-look.html"),
    "detente version": ("detente version",),
    "detente schema": ("detente schema > detente-record-1.json",),
    "detente who": ("detente who Tchiroma --on 2025-10-01", "detente who Kremlin --all"),
    "detente explain": (
        "detente explain article.txt --event e4",
        "detente explain --text 'Peru accused Chile of spying.'",
    ),
    "detente search": (
        "detente search 'shipping corridor' --archive news.sqlite",
        "detente search sanctions --statements --speaker Erdogan --archive news.sqlite",
    ),
    "detente show": (
        "detente show --archive news.sqlite",
        "detente show 12 --archive news.sqlite",
        "detente show 12 --html -o article-12.html --archive news.sqlite",
    ),
    "detente stories": ("detente stories --limit 5 --archive news.sqlite",),
    "detente reread": (
        "detente reread --archive news.sqlite",
        "detente reread --all --workers 2 --archive news.sqlite",
    ),
    "detente changes": ("detente changes --archive news.sqlite", "detente changes --all --archive news.sqlite"),
    "detente export": (
        "detente export tables/ --as parquet --archive news.sqlite",
        "detente export talks.dna --as dna --archive news.sqlite",
        "detente export events.csv --as gdelt --status actual --archive news.sqlite",
    ),
    "detente import": (
        "detente import 20250303.export.CSV.zip --archive news.sqlite",
        "detente import events.tab --as icews --archive news.sqlite",
    ),
    "detente serve": (
        "detente serve --archive news.sqlite",
        "detente serve --archive news.sqlite --coder anna --port 8800",
    ),
    "detente relations": (
        "detente relations RUS UKR --both --archive news.sqlite",
        "detente relations --moved --days 30 --archive news.sqlite",
        "detente relations RUS UKR --tables tables/ --csv relations.csv --plot relations.svg",
    ),
    "detente forecast": (
        "detente forecast CHN --archive news.sqlite",
        "detente forecast CHN JPN --archive news.sqlite",
        "detente forecast CHN JPN --deed cooperation --within 30 --archive news.sqlite",
        "detente forecast --deed conflict --show reliability --plot reliability.svg --archive news.sqlite",
    ),
    "detente stances": (
        "detente stances sanctions --archive news.sqlite",
        "detente stances sanctions --every year --csv sanctions.csv --archive news.sqlite",
    ),
    "detente dossier": (
        "detente dossier RUS --archive news.sqlite",
        "detente dossier RUS UKR -o war.html --archive news.sqlite",
        "detente dossier --issue sanctions --archive news.sqlite",
    ),
    "detente follow": (
        "detente follow --archive news.sqlite",
        "detente follow RUS UKR --deed conflict --within 30 --archive news.sqlite",
    ),
    "detente cohesion": (
        "detente cohesion eu --archive news.sqlite",
        "detente cohesion eu --votes un_votes.csv --calls un_roll_calls.csv --layout unga --plot cohesion.svg",
    ),
    "detente ledger": ("detente ledger --archive news.sqlite", "detente ledger --questions --archive news.sqlite"),
    "detente network": (
        "detente network --archive news.sqlite",
        "detente network --show communities --csv blocs.csv --archive news.sqlite",
        "detente network --show polarisation --window 90 --kernel gaussian --plot camps.svg --archive news.sqlite",
        "detente network --events --plot ties.svg --archive news.sqlite",
        "detente network --dna debate.dna --show backbone",
    ),
    "detente decide": (
        "detente decide unsc --on 2025-06-01 --usual 0.9 --what-if RUS=abstain",
        "detente decide eu-qmv --on 2025-06-01 --issue sanctions --archive news.sqlite",
    ),
    "detente doctor": ("detente doctor", "detente doctor --archive news.sqlite"),
    "detente backup": ("detente backup news-2026-11-30.sqlite --archive news.sqlite",),
    "detente mcp": ("detente mcp --archive news.sqlite",),
    "detente about": ("detente about", "detente about --json > error-card.json"),
    "detente cite": (
        "detente cite",
        "detente cite --archive news.sqlite --bibtex > detente.bib",
    ),
    "detente knowledge": ("detente knowledge diff old-tables/",),
    "detente knowledge diff": ("detente knowledge diff old-tables/", "detente knowledge diff old-tables/ new-tables/"),
    "detente review": (
        "detente review queue --coder anna --archive news.sqlite",
        "detente review next --coder anna --archive news.sqlite",
    ),
    "detente review queue": (
        "detente review queue --coder anna --archive news.sqlite",
        "detente review queue --kind event --limit 20 --archive news.sqlite",
    ),
    "detente review next": (
        "detente review next --coder anna --archive news.sqlite",
        "detente review next --second --coder ben --archive news.sqlite",
    ),
    "detente review show": (
        "detente review show 12 --archive news.sqlite",
        "detente review show 12:s3 --archive news.sqlite",
    ),
    "detente review accept": ("detente review accept 12:s3 12:e1 --coder anna --archive news.sqlite",),
    "detente review correct": (
        "detente review correct 12:s3 speakers 'Maria Olsen' --coder anna --archive news.sqlite",
        "detente review correct 12:e1 status denied --why 'she denies it' --coder anna --archive news.sqlite",
    ),
    "detente review reject": ("detente review reject 12:e4 --why 'a headline' --coder anna --archive news.sqlite",),
    "detente review add": (
        "detente review add 12 event type=REJECT trigger='turned down' sources=Vestland --coder anna -a news.sqlite",
    ),
    "detente review settle": ("detente review settle 12:m1 kept --by 34:e2 --coder anna --archive news.sqlite",),
    "detente review flag": (
        "detente review flag 12:e4 --why 'who is meant by the ministry?' --coder anna --archive news.sqlite",
    ),
    "detente review flags": ("detente review flags --archive news.sqlite",),
    "detente review split": (
        "detente review split 12:a1 name='Ana Ruiz' --mention Ruiz --claim s3 --coder anna --archive news.sqlite",
        "detente review split 12 --coder anna --archive news.sqlite",
    ),
    "detente review merge": (
        "detente review merge 12:a1 12:a4 --coder anna --archive news.sqlite",
        "detente review merge 12 15 --coder anna --archive news.sqlite",
    ),
    "detente review undo": (
        "detente review undo --coder anna --archive news.sqlite",
        "detente review undo 31 --coder anna --archive news.sqlite",
    ),
    "detente review redo": ("detente review redo 31 --coder anna --archive news.sqlite",),
    "detente review log": (
        "detente review log --archive news.sqlite",
        "detente review log 12 --coder anna --archive news.sqlite",
    ),
    "detente review agreement": ("detente review agreement --archive news.sqlite",),
    "detente review unfit": ("detente review unfit --archive news.sqlite",),
}


def write_examples(path: str, formatter: Any) -> None:
    """Write the examples of a command at the end of its help; nothing if it has none.

    Args:
        path: The words that call it: "detente review queue".
        formatter: What Typer's own copy of Click writes help with; its class has no public name.
    """
    examples = EXAMPLES.get(path, ())
    if not examples:
        return
    with formatter.section("Examples"):
        for example in examples:
            formatter.write(f"{'':{formatter.current_indent}}{example}\n")


class ExampleCommand(TyperCommand):
    """A command whose help ends with examples."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples of the command."""
        write_examples(ctx.command_path, formatter)


class ExampleGroup(TyperGroup):
    """A group whose help ends with examples."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples of the group."""
        write_examples(ctx.command_path, formatter)
