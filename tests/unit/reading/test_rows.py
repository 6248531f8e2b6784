"""A parse of spaCy's as rows."""

from __future__ import annotations

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from detente.reading.rows import rows_of


def test_heads_are_places_and_names_have_ends() -> None:
    vocab = Vocab()
    doc = Doc(vocab, words=["New", "Havn", "waits", "."], spaces=[True, True, False, False], heads=[1, 2, 2, 2],
              deps=["compound", "nsubj", "ROOT", "punct"])  # fmt: skip
    doc.ents = [Span(doc, 0, 2, "GPE")]
    rows = rows_of(doc)
    assert rows.text == "New Havn waits."
    assert [row[6] for row in rows.words] == [1, 2, 2, 2]
    assert [row[7] for row in rows.words] == [1, 1, 0, 0]
    assert [vocab.strings[row[4]] for row in rows.words] == ["compound", "nsubj", "ROOT", "punct"]
    assert [(vocab.strings[kind], start, end) for kind, start, end in rows.names] == [("GPE", 0, 2)]
