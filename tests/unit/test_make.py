"""The Makefile: whatever the docs tell people to make has a rule."""

from __future__ import annotations

import re
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_MAKEFILE = (_ROOT / "Makefile").read_text(encoding="utf-8")
_RULES = set(re.findall(r"^([a-z][a-z-]*):(?!=)", _MAKEFILE, re.MULTILINE))


def test_every_phony_target_has_a_rule() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.*)$", _MAKEFILE, re.MULTILINE)
    assert set(phony.split()) == _RULES


def test_what_the_docs_tell_to_make_can_be_made() -> None:
    told = {
        (target, str(path.relative_to(_ROOT)))
        for path in (_ROOT / "README.md", *(_ROOT / "docs").rglob("*.md"))
        for target in re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))
    }
    assert {one for one in told if one[0] not in _RULES} == set()
    assert len(told) > 5
