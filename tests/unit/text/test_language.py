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


def _no_identifier() -> None:
    raise AssertionError("the identifier was asked")


@pytest.mark.parametrize(
    "text",
    [
        "The presidents of Norland and Sudland agreed on Monday that talks about the river would begin, and he said so",
        "Norland's farmers, hit hardest after two dry years, are asking for more guarantees than the draft accord has "
        "in its present form, as officials in Havn prepare a second round.",
    ],
)
def test_plain_english_needs_no_identifier(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.text.language._load_identifier", _no_identifier)
    assert detect_language(text) == "en"


def test_english_titles_do_not_make_a_text_english() -> None:
    text = (
        "Die Zeitung „The Voice of the North“ schrieb am Montag, die Gespräche in Havn seien gescheitert; "
        "der Sprecher der Regierung wies das in der Sendung „At the Table“ zurück."
    )
    assert detect_language(text) == "de"
