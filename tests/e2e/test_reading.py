"""From text to record: what holds for every input, however odd."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import detente
from detente.records import Record, json_schema
from detente.runs import FailedArticle, ReadArticle, ReadingOptions, example_names, read_example, read_locations

pytestmark = pytest.mark.model

SHORT = "LIMA, May 2 (Ana) - Peru and Chile met on Friday.\n\n“We agree,” said Peruvian Foreign Minister Ana Ruiz.\n"


def example(name: str) -> Record:
    outcome = read_example(name, ReadingOptions())
    assert isinstance(outcome, ReadArticle)
    return outcome.record


@pytest.mark.parametrize("name", example_names())
def test_a_bundled_article_gives_a_valid_record_with_every_kind_of_claim(name: str) -> None:
    record = example(name)
    jsonschema.validate(record.to_dict(), json_schema(), cls=jsonschema.Draft202012Validator)
    assert Record.from_json(record.to_json()) == record
    assert len(record.actors) >= 5
    assert len(record.statements) >= 5


@pytest.mark.parametrize("name", example_names())
def test_teasers_and_rules_give_no_claim(name: str) -> None:
    record = example(name)
    apart = [b.span for b in record.article.blocks if not b.is_read]
    assert apart
    spans = [s for item in record.statements for s in (*item.source, *item.cue, *item.content)]
    spans += [m.span for actor in record.actors for m in actor.mentions] + [e.trigger for e in record.events]
    assert not [s for s in spans if any(s.overlaps(block) for block in apart)]


def test_the_same_text_gives_the_same_bytes_whatever_was_read_before() -> None:
    texts = [SHORT, example("strait").article.text, example("river").article.text]
    there = [detente.read(text).to_json() for text in texts]
    back = [detente.read(text).to_json() for text in reversed(texts)]
    assert there == back[::-1]


def test_many_texts_keep_their_order_and_one_bad_one_loses_no_other() -> None:
    outcomes = list(detente.read_many([SHORT, "", "\ud800", SHORT]))
    assert [type(o) for o in outcomes] == [ReadArticle, FailedArticle, FailedArticle, ReadArticle]
    assert [o.origin for o in outcomes] == ["text 1", "text 2", "text 3", "text 4"]
    failed = outcomes[1]
    assert isinstance(failed, FailedArticle)
    assert failed.stage == "text"
    assert failed.reason


def test_many_texts_are_read_one_at_a_time() -> None:
    taken: list[int] = []

    def texts() -> Iterator[str]:
        for number in range(3):
            taken.append(number)
            yield SHORT

    outcomes = detente.read_many(texts())
    next(outcomes)
    assert taken == [0]


def test_a_wrong_date_says_how_to_write_one() -> None:
    with pytest.raises(detente.UsageError, match="no date") as caught:
        detente.read(SHORT, published="2 May 2025")
    assert "YYYY-MM-DD" in (caught.value.hint or "")


def test_an_article_in_another_language_is_told_and_not_read() -> None:
    text = (
        "Die Außenminister von Peru und Chile haben sich am Freitag in Lima getroffen. Sie vereinbarten weitere "
        "Gespräche über die Grenze und lehnten eine Vermittlung durch Dritte ab, wie es in der Erklärung heißt."
    )
    record = detente.read(text)
    assert record.article.language == "de"
    assert record.actors == ()
    assert [gap.reason for gap in record.gaps] == ["unsupported_language"]


PAGE = """<html><head><title>Talks</title><script>alert('Peru attacked Chile.')</script></head><body><article>
<h1>Talks in Lima</h1>
<p>Peru and Chile met on Friday to settle the border question, officials said in the Peruvian capital.</p>
<p>“We agree on all points of the map,” said Peruvian Foreign Minister Ana Ruiz after the meeting.</p>
<p>The two countries will meet again in Santiago in a month to sign the final text of the agreement.</p>
</article></body></html>"""

ODD = {
    "one sentence of a million characters": "Peru met " + "and Chile " * 100_000,
    "ten thousand quotations": "“We agree,” said Ana Ruiz. " * 10_000,
    "unbalanced quotation marks": '“Peru agreed, said Ana Ruiz. ‘Chile did not.\n\n"Nobody knows. «Really?',
    "a mile of white space": "Peru met Chile." + " \n" * 100_000 + "Mali left.",
    "no letters": "!!! ??? ... --- 123 456",
    "one word": "Peru",
    "control characters": "Peru\x00 met\x07 Chile\x1b[31m in Lima.",
    "combining marks": "Pe\u0301ru met Chi\u0301le.\u0300\u0301\u0302",
    "right to left": "\u202ePeru met Chile\u202c in \u05e9\u05dc\u05d5\u05dd.",
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_text_gives_a_valid_record_or_a_clear_error(kind: str) -> None:
    try:
        record = detente.read(ODD[kind])
    except detente.DocumentError as error:
        assert error.message
        assert error.stage
    else:
        assert Record.from_json(record.to_json()) == record


def test_files_of_every_kind_give_a_record_or_a_reason(tmp_path: Path) -> None:
    files = {
        "plain.txt": SHORT.encode(),
        "utf16.txt": SHORT.encode("utf-16"),
        "latin.txt": SHORT.replace("Ruiz", "Muñoz").encode("cp1252"),
        "page.html": PAGE.encode(),
        "empty.txt": b"",
        "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    outcomes = dict(zip(files, read_locations([str(tmp_path / name) for name in files], ReadingOptions()), strict=True))
    for name in ("plain.txt", "utf16.txt", "latin.txt", "page.html"):
        outcome = outcomes[name]
        assert isinstance(outcome, ReadArticle), name
        assert "Peru" in [a.name for a in outcome.record.actors], name
        assert "alert" not in outcome.record.article.text
    for name in ("empty.txt", "picture.png"):
        outcome = outcomes[name]
        assert isinstance(outcome, FailedArticle), name
        assert outcome.reason


WORDS = st.sampled_from([
    *("Peru", "Chile's", "President", "Putin", "he", "They", "NATO", "U.S.", "talks", "with", "for", "the", "as"),
    *("said", "that", "if", "unless", "will", "not", "attack", "according to", "Whether", "remains to be seen"),
    *("“", "”", '"', "‘", "’", "—", ":", ",", ".", "?", "\n\n", "\n", "____", "Read more", "(Reuters) -", "1990s"),
    *("😀", "\u00ad", "\u00a0"),
])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)))
def test_any_text_gives_a_valid_record_or_a_clear_error(text: str) -> None:
    try:
        record = detente.read(text, published="2025-05-02")
    except detente.DocumentError as error:
        assert error.message
        return
    assert Record.from_json(record.to_json()) == record
    assert detente.read(text, published="2025-05-02").to_json() == record.to_json()


OWN_CODEBOOK = """
[[issue]]
name = "lighthouses"
label = "Lighthouses"
for = "building or keeping them"
against = "closing them"
patterns = ["lighthouse"]
events = []
examples = ["Peru supports the lighthouse."]
"""


def test_a_codebook_of_ones_own_names_the_issue(tmp_path: Path) -> None:
    book = tmp_path / "issues.toml"
    book.write_text(OWN_CODEBOOK, encoding="utf-8")
    record = detente.read("Peru welcomed the plan of Chile to build a lighthouse on the island.", codebook=book)
    assert "lighthouses" in {position.issue for position in record.positions}


def test_a_broken_codebook_is_refused_with_its_name(tmp_path: Path) -> None:
    book = tmp_path / "issues.toml"
    book.write_text("[[issue]]\nname = 3\n", encoding="utf-8")
    with pytest.raises(detente.DetenteError, match=r"issues\.toml"):
        detente.read(SHORT, codebook=book)


def test_actors_of_ones_own_are_known(tmp_path: Path) -> None:
    table = tmp_path / "actors.tsv"
    table.write_text(
        "name\tkind\tcountry\tsector\toffice\tcode\tstart\n"
        "Ana Ruiz\tperson\tPER\tGOV\tforeign minister\tFM\t2024-01-01\n",
        encoding="utf-8",
    )
    ruiz = next(a for a in detente.read(SHORT, published="2025-05-02", actors=table).actors if a.name == "Ana Ruiz")
    assert ruiz.entity is not None
    assert ruiz.role == "foreign minister of Peru"
