"""Run every benchmark over the data beside the project and write docs/evaluation.md.

python -m benchmarks.evaluate --shared ../shared
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import attribution, events, record

HEAD = """# Evaluation

Printed by `make evaluate`, which needs the annotated data beside the project (`SHARED=…`). Every figure is measured
on development data; parts of the same data sets are held out, and nothing here was tuned on them. A crash counts as
a miss.
The floors in `benchmarks/floors.json` keep these figures from falling: CI fails below them.
"""

SECTIONS = (
    (
        "Annotated articles (gold/dev)",
        record,
        "`python -m benchmarks.record` — eight articles annotated as records. Two careful readers of these "
        "articles agree at .90 (actors found), .92 (statements), .75 (event trigger and type), .48 (with actors), .93 (conditions). "
        "Eight articles are few: one item more or less moves most lines by one to three points.",
    ),
    (
        "Attribution (PolNeAR dev)",
        attribution,
        "`python -m benchmarks.attribution` — 84 articles on US politics, 2,192 attributions. Two trained annotators "
        "agree at rel_full .721. It holds outermost attributions only, so nested ones are left out before scoring.",
    ),
    (
        "Events (PLOVER gold standard records, development half)",
        events,
        "`python -m benchmarks.events` — 158 sentences from the CAMEO manual, each with an event: it says nothing "
        "of false events. The best peer measured on the whole set has a type micro-F1 of .512 and a full-event F1 of .293.",
    ),
)


def evaluation(shared: Path) -> str:
    """Return docs/evaluation.md as text, every benchmark run afresh."""
    parts = [HEAD]
    for title, module, meaning in SECTIONS:
        table, _ = module.score(shared)
        parts.append(f"## {title}\n\n{meaning}\n\n```\n{table.rstrip()}\n```\n")
    return "\n".join(parts)


def main() -> None:
    """Write the page and say where."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--output", type=Path, default=Path("docs/evaluation.md"))
    options = parser.parse_args()
    options.output.write_text(evaluation(options.shared), encoding="utf-8")
    print(f"wrote {options.output}")


if __name__ == "__main__":
    main()
