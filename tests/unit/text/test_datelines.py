"""What stands in front of a paragraph: labels of those who ask."""

from __future__ import annotations

import pytest

from detente.text import asker_prefix


@pytest.mark.parametrize(
    ("line", "own"),
    [
        ("Q: Will you sign?", "Will you sign?"),
        ("QUESTION:  Will you sign?", "Will you sign?"),
        ("Reporter (off mike): Will you sign?", "Will you sign?"),
        ("Question: Will you sign?", "Will you sign?"),
        # a name, a word, no words behind
        ("Otto Brandt: We will sign.", "Otto Brandt: We will sign."),
        ("Questions: three remain.", "Questions: three remain."),
        ("Q:", "Q:"),
        ("Quito: the talks go on.", "Quito: the talks go on."),
    ],
)
def test_the_label_of_who_asks_without_a_name(line: str, own: str) -> None:
    assert line[asker_prefix(line) :] == own
