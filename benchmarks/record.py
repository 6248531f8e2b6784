"""Score records against the annotated articles in gold/dev.

python -m benchmarks.record --shared ../shared [--per-article] [--keep DIR]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import detente


def write_predictions(gold: Path, out: Path) -> int:
    """Read every gold article and write its record to `out`; return how many could not be read.

    Args:
        gold: Folder of gold records; only their text and publication day are used.
        out: Folder that gets one record an article, under the same name.
    """
    failed = 0
    for path in sorted(gold.glob("*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))["article"]
        try:
            record = detente.read(article["text"], published=article["published"])
        except detente.DetenteError as error:
            failed += 1
            print(f"{path.stem}: {error.message}", file=sys.stderr)
            continue
        (out / path.name).write_text(record.to_json(), encoding="utf-8")
    return failed


def score(shared: Path, *, per_article: bool = False, keep: Path | None = None) -> tuple[str, dict[str, float]]:
    """Return the scorer's printed table and its values by name."""
    gold = shared / "data" / "gold" / "dev"
    with tempfile.TemporaryDirectory() as folder:
        out = keep or Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        write_predictions(gold, out)
        values = Path(folder) / "values.json"
        command = [sys.executable, str(shared / "bench" / "score_record.py"), "--gold", str(gold), "--pred", str(out)]
        command += ["--json", str(values), *(["--per-article"] if per_article else [])]
        table = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return table, json.loads(values.read_text(encoding="utf-8"))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--per-article", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder to keep the predicted records in")
    options = parser.parse_args()
    print(score(options.shared, per_article=options.per_article, keep=options.keep)[0], end="")


if __name__ == "__main__":
    main()
