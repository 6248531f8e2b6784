"""Which language a text is in."""

from __future__ import annotations

import subprocess
import sys

import pytest

from detente.text import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The presidents of Norland and Sudland agreed on Monday to open talks about the river.", "en"),
        ("Norland, Sudland: deal on dams is near, says envoy, but farmers want guarantees first", "en"),
        ("Die Präsidenten der beiden Länder haben sich am Montag auf Gespräche über den Fluss geeinigt.", "de"),
        ("Les présidents des deux pays ont décidé lundi d'ouvrir des pourparlers sur le fleuve.", "fr"),
        ("Президенты двух стран в понедельник договорились начать переговоры о реке.", "ru"),
        ("两国总统星期一同意就河流问题开始谈判，双方代表将于下周会晤。" * 2, "zh"),
        ("", None),
        ("Norland", None),
        ("12 34 56 78 90 12 34 56 78 90", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_plain_english_does_not_load_the_model() -> None:
    code = (
        "import sys; from detente.text import detect_language as d;"
        "t = 'The presidents of the two states said on Monday that they were ready to talk about the river and "
        "the dams, and that a commission of both would meet in the capital.';"
        "assert d(t) == 'en'; assert 'py3langid' not in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own interpreter and code
