"""Everything that is shown is made harmless, however deep it lies."""

from __future__ import annotations

from dataclasses import dataclass

from detente.views.web.harmless import harmless


@dataclass(frozen=True)
class _Inner:
    names: tuple[str, ...]
    number: int


@dataclass(frozen=True)
class _Outer:
    text: str | None
    inner: _Inner
    table: dict[str, str]


def test_all_texts_are_made_harmless() -> None:
    bad = "a\u202eb"
    shown = harmless(_Outer(bad, _Inner((bad, "c"), 3), {"k": bad}))
    assert shown == _Outer("a⟨U+202E⟩b", _Inner(("a⟨U+202E⟩b", "c"), 3), {"k": "a⟨U+202E⟩b"})
    assert harmless(None) is None
