"""What a run over shards says when it ends: counts, failures, and the quality of each shard."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from detente.counts import say_count
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from detente.runs.shards.layout import ShardManifest
    from detente.runs.shards.run import ShardSummary

#: Share of articles that may fail before a run counts as gone wrong: crawls hold pages without an article.
MOST_FAILED: Final = 0.1
_MOST_REASONS: Final = 8


def exit_code(summary: ShardSummary) -> int:
    """Return 1 if a shard could not be made, or if more than a tenth of the articles failed; else 0."""
    failed = summary.count("failed")
    return int(bool(summary.undone) or failed > MOST_FAILED * (summary.count("read") + failed))


def render_summary(summary: ShardSummary, place: str) -> str:
    """Return what came of a run, for a person."""
    done = len(summary.manifests)
    lines = [
        f"{place}: {say_count(done, 'shard')} ({summary.made:,} made now), "
        f"{say_count(summary.count('read'), 'article')} read, "
        f"{summary.count('duplicate'):,} duplicate, {summary.count('failed'):,} failed"
    ]
    if summary.stories is not None:
        told = summary.stories
        lines.append(
            f"  {say_count(told.articles, 'different text')}, {told.repeats:,} found again in another shard; "
            f"{say_count(told.copies, 'is a near-duplicate', 'are near-duplicates')} "
            f"in {say_count(told.stories, 'story', 'stories')}, and "
            f"{say_count(told.told_again, 'event is', 'events are')} told again"
        )
    reasons: Counter[tuple[str, str]] = Counter()
    for manifest in summary.manifests:
        for stage, reason, count in manifest.reasons:
            reasons[stage, reason] += count
    shown = reasons.most_common(_MOST_REASONS)
    lines += [f"  {count:,} failed ({stage}): {neutralise(reason)}" for (stage, reason), count in shown]
    if len(reasons) > len(shown):
        lines.append(f"  … and {len(reasons) - len(shown):,} more reasons: the table failures has them all")
    lines += [f"  not made: {name}: {neutralise(error.message)}" for name, error in summary.undone]
    if summary.undone:
        lines.append("the same command tries these again, and nothing else")
    return "".join(f"{line}\n" for line in lines)


def render_quality(summary: ShardSummary) -> str:
    """Return a line for each shard: articles, failures, duplicates, near-duplicates, languages, lengths, time."""
    width = max((len(one.name) for one in summary.manifests), default=5)
    head = (
        f"{'shard':<{width}}  {'read':>6} {'failed':>6} {'copies':>6} {'near':>6} {'median':>7} {'longest':>8} "
        f"{'s':>7}  languages"
    )
    within = None if summary.stories is None else summary.stories.within
    lines = (
        _quality_line(one, width, "–" if within is None else f"{within.get(one.name, 0):,}")
        for one in summary.manifests
    )
    return "".join(f"{line}\n" for line in (head, *lines))


def _quality_line(one: ShardManifest, width: int, near: str) -> str:
    median, longest = (one.chars[2], one.chars[4]) if one.chars else (0, 0)
    ranked = sorted(one.languages.items(), key=lambda pair: (-pair[1], pair[0]))
    languages = ", ".join(f"{code or 'unknown'} {count:,}" for code, count in ranked[:5])
    counts = f"{one.counts['read']:>6,} {one.counts['failed']:>6,} {one.counts['duplicate']:>6,} {near:>6}"
    seconds = sum(one.seconds.values())
    return f"{one.name:<{width}}  {counts} {median:>7,} {longest:>8,} {seconds:>7.1f}  {languages}"
