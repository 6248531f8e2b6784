"""Claims, edits and agreement in lines for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.records import DateRange, Place, Span, kind_of
from detente.records.kinds import keys_in
from detente.views.cli.search import short_line
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.archive.filed import Flag
    from detente.archive.review import Edit, FieldAgreement, QueueItem
    from detente.records import ClaimKind, Record

_WORDS_CHARS = 300


def render_claim(record: Record, key: str, review: str | None = None) -> str:
    """Return a claim with its fields, a line each; empty fields are left out, except those that say who."""
    kind = kind_of(key)
    claim = next(c for c in getattr(record, kind.collection) if c.key == key)
    notes = [note for note in (_confidence(claim), review) if note]
    head = f"{key}  {kind.singular}" + (f"  ({', '.join(notes)})" if notes else "")
    lines = [head]
    for field in type(claim).__dataclass_fields__:
        value = getattr(claim, field)
        # the head shows the key and the confidence; an actor's mentions get a line of their own
        if field in kind.machine_fields or (kind.letter, field) == ("a", "mentions"):
            continue
        if value not in {None, (), False} or field in kind.who_fields:
            lines.append(f"  {field:<13} {_render(record, kind, field, value)}")
    if kind.letter == "a":
        places = ", ".join(f"“{m.span.words(record.article.text)}” {m.start}-{m.end}" for m in claim.mentions)
        lines.append(f"  {'mentions':<13} {short_line(places, _WORDS_CHARS) if places else '–'}")
    return "\n".join(lines) + "\n"


def _confidence(claim: Any) -> str | None:
    confidence = getattr(claim, "confidence", None)
    return None if confidence is None else f"confidence {confidence:.2f}"


def _render(record: Record, kind: ClaimKind, field: str, value: Any) -> str:
    if field in kind.reference_fields:
        names = {actor.key: actor.name for actor in record.actors}
        listed = [f"{neutralise(names[k])} ({k})" if k in names else k for k in keys_in(value)]
        return ", ".join(listed) or "–"
    return _plain(record.article.text, value)


def _plain(text: str, value: Any) -> str:
    if isinstance(value, Span):
        return f"“{short_line(value.words(text), _WORDS_CHARS)}” {value.start}-{value.end}"
    if isinstance(value, tuple):
        return " … ".join(_plain(text, item) for item in value) or "–"
    if isinstance(value, DateRange):
        days = value.start if value.start == value.end else f"{value.start}..{value.end}"
        return f"{days} ({value.precision})"
    if isinstance(value, Place):
        return neutralise(", ".join(part for part in (value.name, value.country) if part))
    return "yes" if value is True else "–" if value is None else neutralise(str(value))


def render_item(item: QueueItem) -> str:
    """Return a claim of the queue with its article and its words in context."""
    head = (
        f"{item.article}:{item.anchor.key}  {short_line(item.title)}  ({item.published or 'no date'}; {item.id[:12]})"
    )
    words = item.anchor.words
    context = f"{item.before}▸{words}◂{item.after}" if words else "(no words of its own)"
    body = render_claim(item.view.record, item.anchor.key, item.view.applied.reviews.get(item.anchor.key))
    return f"{head}\n  {short_line(context, 4 * _WORDS_CHARS)}\n{body}"


def render_edit(edit: Edit, undone_by: int | None = None) -> str:
    """Return an edit as one line: number, when, who, where, what, why."""
    subject = edit.subject
    about = "" if edit.article is None else str(edit.article)
    if subject is not None:
        about += f":{subject.key}" + (f" “{short_line(subject.words, 60)}”" if subject.words else "")
    elif edit.action == "add":
        about += f":{edit.new['key']}"
    parts = [f"{edit.number:>5}  {edit.at}  {neutralise(edit.coder)}", edit.action, about, _what(edit)]
    line = "  ".join(part for part in parts if part)
    line += f"  — {short_line(edit.why)}" if edit.why else ""
    return line + (f"  [undone by {undone_by}]" if undone_by is not None else "") + "\n"


def _what(edit: Edit) -> str:
    if edit.action == "undo":
        return f"edit {edit.undoes}"
    if edit.action == "correct":
        named = {ref.key: f"{ref.key} “{ref.words or ref.label}”" for ref in edit.refs}
        return "; ".join(
            f"{name}: {_json(edit.old.get(name))} → {_json(value, named)}" for name, value in edit.new.items()
        )
    if edit.action == "same_actor":
        return f"{_json(edit.old.get('name'))} is {_json(edit.new.get('name'))}"
    if edit.action in {"join_story", "merge_actors"}:
        return f"with {_json(edit.new.get('article', edit.new.get('merged')))}"
    return ""


def _json(value: Any, named: Mapping[str, str] | None = None) -> str:
    """Return a value of an edit in short, with the words of the claims that it names."""
    if isinstance(value, list):
        return ", ".join(_json(item, named) for item in value) or "–"
    return "–" if value is None else short_line((named or {}).get(str(value), str(value)), 60)


def render_flag(article: int, flag: Flag) -> str:
    """Return a flag as one line: the claim, its words, why, who and when, and the number of the edit."""
    words = f"  “{short_line(flag.words, 60)}”" if flag.words else ""
    signed = f"{neutralise(flag.coder)}, {flag.at}, edit {flag.edit}"
    return f"{article}:{flag.key}{words}  — {short_line(flag.reason)}  ({signed})\n"


def render_agreement(rows: tuple[FieldAgreement, ...]) -> str:
    """Return the agreement of coders, a field a line."""
    if not rows:
        return "No claim has been judged by two coders yet. A second coder asks: detente review queue --second.\n"
    lines = [f"{'field':<10} {'items':>6} {'coders':>6}  alpha (Krippendorff, nominal) and 95 % interval"]
    for row in rows:
        said = row.note or f"{row.alpha:.3f}"
        if row.interval is not None:
            said += f"  [{row.interval.low:.3f}, {row.interval.high:.3f}]"
        lines.append(f"{row.field:<10} {row.items:>6} {row.coders:>6}  {said}")
    return "\n".join(lines) + "\n"
