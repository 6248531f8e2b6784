"""Which language a text is in."""

from __future__ import annotations

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
