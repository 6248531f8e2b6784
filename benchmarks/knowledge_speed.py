"""Loading time, memory and speed of finding names: `python benchmarks/knowledge_speed.py [TEXT ...]`.

Without files the sentences of the who set are used, which are far denser in names than news. Times
are processor times, best of five; loading is measured in fresh processes after the imports.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

from detente.knowledge import load_knowledge

_WHO = Path(__file__).parent.parent / "tests" / "corpus" / "who.tsv"
_LOADING = """
import time
from detente.knowledge import load_knowledge
start = time.perf_counter()
load_knowledge().find_names("Vladimir Putin met Emmanuel Macron in Moscow.")
print((time.perf_counter() - start) * 1000)
"""


def main(paths: list[str]) -> None:
    """Print one table."""
    if paths:
        text = "\n\n".join(Path(path).read_text(encoding="utf-8") for path in paths)
    else:
        lines = _WHO.read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
        text = " ".join(row[2] for row in rows) * 5
    loading_ms = min(
        float(subprocess.run([sys.executable, "-c", _LOADING], capture_output=True, check=True, text=True).stdout)
        for _ in range(3)
    )
    knowledge = load_knowledge()
    words, best, found = len(text.split()), float("inf"), 0
    for _ in range(5):
        start = time.process_time()
        found = len(knowledge.find_names(text))
        best = min(best, time.process_time() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("| measure | value |\n|---|---|")
    print(f"| loading and first names | {loading_ms:.0f} ms |")
    print(f"| peak memory of the process | {memory:.0f} MB |")
    print(f"| finding names | {best * 1e6 / words:.2f} ms per 1,000 words ({words:,} words, {found:,} names) |")


if __name__ == "__main__":
    main(sys.argv[1:])
