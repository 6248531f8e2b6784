"""Blocks: hand-written pages, each with the kind of every block."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.text import find_blocks

# Every page is a list of (kind, words); the words of neighbours in one string of `page` are joined by JOIN.
P1 = "The presidents of Norland and Sudland agreed on Monday to open talks about the shared river."
P2 = "A spokeswoman for the Norland government said that the two sides would meet in the capital next week."
P3 = "Sudland has kept its dams closed since the dispute began, and farmers downstream have lost a harvest."
LONG = (
    "The river commission, which both states founded after the war, has not met for six years, and nobody in either "
    "capital expects that its old rules can simply be taken up again; a new treaty, diplomats say, would have to "
    "settle the price of water, the guard of the dams and the rights of the fishing towns."
)
TITLE = "Norland and Sudland agree to talk about river"
RULE = "_" * 40
OTHER = "Harbour Strike Ends After Eleven Days in Westport"
OTHER2 = "Court Frees Editor of Banned Newspaper in Estmark"

Case = list[tuple[str, str]]

CASES: dict[str, Case] = {
    "title and paragraphs": [("title", TITLE), ("paragraph", P1), ("paragraph", P2)],
    "no title": [("paragraph", P1), ("paragraph", P2)],
    "title only": [("title", TITLE)],
    "rule and teaser": [("title", TITLE), ("paragraph", P1), ("rule", RULE), ("teaser", OTHER)],
    "rule of dashes": [("paragraph", P1), ("rule", "-----"), ("teaser", OTHER), ("teaser", OTHER2)],
    "rule of stars": [("paragraph", P1), ("rule", "* * *"), ("teaser", OTHER)],
    "rule of equals": [("paragraph", P1), ("rule", "======"), ("teaser", OTHER)],
    "rule of long dashes": [("paragraph", P1), ("rule", "———"), ("teaser", OTHER)],
    "rule as divider": [("title", TITLE), ("paragraph", P1), ("rule", "***"), ("paragraph", LONG), ("paragraph", P2)],
    "divider and heading": [
        ("title", TITLE), ("paragraph", P1), ("rule", RULE), ("heading", "A Long Dispute"), ("paragraph", LONG),
    ],
    "short last paragraph behind a rule": [
        ("title", TITLE), ("paragraph", P1), ("rule", RULE), ("paragraph", "Talks open on Friday."),
    ],
    "short last paragraph": [("title", TITLE), ("paragraph", P1), ("paragraph", "Talks open on Friday.")],
    "rule under the title": [("title", TITLE), ("rule", "-----"), ("paragraph", P1), ("paragraph", P2)],
    "teaser with its summary": [
        ("paragraph", P1), ("rule", RULE), ("teaser", OTHER), ("teaser", "Dockers vote to go back to work."),
        ("teaser", OTHER2), ("teaser", "Judges call the ban unlawful."),
    ],
    "article goes on between two rules": [
        ("paragraph", P1), ("rule", "---"), ("teaser", OTHER), ("rule", "---"), ("paragraph", LONG),
    ],
    "related list": [
        ("title", TITLE), ("paragraph", P1), ("teaser", "Related"), ("teaser", OTHER), ("teaser", OTHER2),
    ],
    "read more list": [("paragraph", P1), ("teaser", "Read more:"), ("teaser", OTHER)],
    "see also": [("paragraph", P1), ("teaser", "See also"), ("teaser", OTHER)],
    "more on this story": [("paragraph", P1), ("teaser", "MORE ON THIS STORY"), ("teaser", OTHER)],
    "also read": [("paragraph", P1), ("teaser", "Also Read"), ("teaser", OTHER)],
    "recommended": [("paragraph", P1), ("teaser", "Recommended"), ("teaser", OTHER), ("teaser", OTHER2)],
    "related list in mid-text": [
        ("title", TITLE), ("paragraph", P1), ("teaser", "Related stories"), ("teaser", OTHER), ("paragraph", LONG),
        ("paragraph", P2),
    ],
    "teaser line in mid-text": [
        ("title", TITLE), ("paragraph", P1), ("teaser", "Read more: How the dams were built"), ("paragraph", P2),
    ],
    "read also line": [("paragraph", P1), ("teaser", "READ ALSO: " + OTHER), ("paragraph", P2)],
    "arrow line": [("paragraph", P1), ("teaser", ">> " + OTHER), ("paragraph", P2)],
    "newsletter": [
        ("paragraph", P1), ("teaser", "Sign up for our daily newsletter and never miss a story."), ("paragraph", P2),
    ],
    "share line": [("title", TITLE), ("teaser", "Share this article on Facebook"), ("paragraph", P1)],
    "copyright": [("paragraph", P1), ("teaser", "© 2025 The Northern Post. All rights reserved.")],
    "advertisement": [("paragraph", P1), ("teaser", "ADVERTISEMENT"), ("paragraph", P2)],
    "reporting by": [("paragraph", P1), ("teaser", "(Reporting by Anna Berg; Editing by Tom Hill)")],
    "originally published": [("paragraph", P1), ("teaser", "This article was originally published by Norpress.")],
    "headline behind the last paragraph": [("title", TITLE), ("paragraph", P1), ("paragraph", P2), ("teaser", OTHER)],
    "text cut off": [("title", TITLE), ("paragraph", P1), ("paragraph", "The minister said that the talks would be")],
    "byline": [("title", TITLE), ("byline", "By Anna Berg"), ("paragraph", P1)],
    "two authors and a place": [
        ("title", TITLE), ("byline", "By Anna Berg and Tom Hill in Westport"), ("paragraph", P1),
    ],
    "by and a day is no byline": [("title", TITLE), ("paragraph", "By Thursday, the river had fallen by a metre.")],
    "date line": [("title", TITLE), ("dateline", "Wednesday, March 5, 2025"), ("paragraph", P1)],
    "date line with a time": [
        ("title", TITLE), ("dateline", "Published: 5 March 2025, 14:30 GMT"), ("paragraph", P1),
    ],
    "date above the title": [("dateline", "5 March 2025"), ("title", TITLE), ("paragraph", P1)],
    "byline and date": [
        ("title", TITLE), ("byline", "By Anna Berg"), ("dateline", "March 5, 2025"), ("paragraph", P1),
    ],
    "dateline of its own": [("title", TITLE), ("dateline", "WESTPORT, March 5 (Reuters) -"), ("paragraph", P1)],
    "headings": [
        ("title", TITLE), ("paragraph", P1), ("heading", "What the Two Sides Want"), ("paragraph", P2),
        ("heading", "Old wounds"), ("paragraph", P3),
    ],
    "heading that asks": [("title", TITLE), ("paragraph", P1), ("heading", "What comes next?"), ("paragraph", P2)],
    "list is no heading": [
        ("title", TITLE), ("paragraph", P1), ("paragraph", "- Lower dams"), ("paragraph", "- Joint patrols"),
        ("paragraph", P2),
    ],
    "verse is no heading": [
        ("title", TITLE), ("paragraph", P1), ("paragraph", "O river that we share"),
        ("paragraph", "Between the hills and the sea"), ("paragraph", "Who holds you holds our bread"),
        ("paragraph", P2),
    ],
    "pull quote is no heading": [
        ("title", TITLE), ("paragraph", P1), ("paragraph", "“Water is not a weapon”"), ("paragraph", P2),
    ],
    "title with a question mark": [("title", "Will Norland open its dams?"), ("paragraph", P1)],
    "title that ends in an abbreviation": [("title", "Norland asks for help from U.N."), ("paragraph", P1)],
    "title with quotation": [("title", "Norland: 'we will not be blackmailed'"), ("paragraph", P1)],
    "title that is labelled": [("title", "Analysis: Why Norland came back to the table"), ("paragraph", P1)],
    "kicker": [("heading", "WORLD"), ("title", TITLE), ("paragraph", P1)],
    "end mark": [("paragraph", P1), ("teaser", "ENDS")],
    "city and full date": [("title", TITLE), ("dateline", "Westport, 5 March 2025"), ("paragraph", P1)],
    "city and full date in brackets": [("title", TITLE), ("dateline", "WESTPORT (March 5, 2025)"), ("paragraph", P1)],
    "city and day without a year": [
        ("title", TITLE), ("paragraph", P1), ("heading", "Westport, 5 March"), ("paragraph", P2),
    ],
    "place beside the date": [("title", TITLE), ("dateline", "March 5, 2025 | Westport"), ("paragraph", P1)],
    "transcript": [
        ("title", "Interview with the president of Norland"), ("paragraph", "BERG: Will you open the dams?"),
        ("paragraph", "ROE: We will, if they pay for the repair of both dams and if the commission agrees to it."),
        ("paragraph", "BERG: And if not?"), ("paragraph", "ROE: Then we wait."),
    ],
    "list of other stories in mid-text": [
        ("title", TITLE), ("paragraph", P1), ("teaser", "list of 2 items"), ("teaser", "list 1 of 2"),
        ("teaser", "What is the river treaty?"), ("teaser", "list 2 of 2"), ("teaser", "Dams: a history"),
        ("teaser", "end of list"), ("paragraph", P2),
    ],
    "another story behind a rule": [
        ("title", TITLE), ("paragraph", P1), ("rule", RULE), ("teaser", "Harbour strike ends"),
        ("teaser", "Dockers in Westport voted to go back to work after eleven days, their union said at the gates."),
    ],
    "quotation with its speaker is no heading": [
        ("title", TITLE), ("paragraph", P1), ("paragraph", "“Water is not a weapon” — Anna Berg"), ("paragraph", P2),
    ],
    "title case with a full stop": [("title", "Norland Opens Dams After Six Years."), ("paragraph", P1)],
    "read more about": [("paragraph", P1), ("teaser", "Read more about the dams in our report."), ("paragraph", P2)],
    "menu above the title": [("teaser", "Skip to main content"), ("title", TITLE), ("paragraph", P1)],
}  # fmt: skip

JOINS = {
    "blank lines": "\n\n",
    "lines": "\n",
    "crlf": "\r\n\r\n",
    "cr": "\r",
    "separators": "\u2028",
    "pages": "\n\f",
}


@pytest.mark.parametrize("join", JOINS.values(), ids=JOINS.keys())
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_pages(case: Case, join: str) -> None:
    text = join.join(words for _, words in case)
    assert [(block.kind, block.span.words(text)) for block in find_blocks(text)] == case


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("PARIS, March 6 (AFP) –", P1),
        ("LIMA, May 2, 2025 (Andean Press Service) –", P1),
        ("(Reuters) -", P1),
        ("KYIV/BRUSSELS (Reuters) -", P1),
        ("Westport, 6 March 2025 (TASS) —", P1),
        ("MOSCOW, March 6. /TASS/.", P1),
        ("WASHINGTON, D.C. (AP) —", P1),
        ("GENEVA (6 March 2025) —", P1),
        ("UNITED NATIONS —", P1),
        ("ST. PETERSBURG, Russia, March 6 (Xinhua) --", "“We are ready,” the envoy told reporters on Monday."),
        ("Kyiv (dpa) -", P1),
        ("(CNN)", P1),
        ("ISLAMABAD:", P1),
    ],
)
def test_dateline_before_a_paragraph(dateline: str, rest: str) -> None:
    text = f"{TITLE}\n\n{dateline} {rest}\n\n{P2}"
    found = [(block.kind, block.span.words(text)) for block in find_blocks(text)]
    assert found == [("title", TITLE), ("dateline", dateline), ("paragraph", rest), ("paragraph", P2)]


@pytest.mark.parametrize(
    "paragraph",
    [
        "NATO - the alliance of the north - said on Monday that it would watch the talks.",
        "Norland – once the richer of the two – has agreed to pay for the repair of the dams.",
        "U.S. officials said on Monday that they would watch the talks from afar.",
        "In Paris (the seat of the commission) nobody expected that the talks would be short.",
        "March 6 was the day on which the dams were closed, and nobody has opened them.",
    ],
)
def test_no_dateline(paragraph: str) -> None:
    text = f"{TITLE}\n\n{paragraph}\n\n{P2}"
    assert [block.kind for block in find_blocks(text)] == ["title", "paragraph", "paragraph"]


def test_wrapped_lines_are_joined() -> None:
    text = (
        "Norland and Sudland agree to talk about river\n\n"
        "The presidents of Norland and Sudland agreed on Monday to open talks\n"
        "about the river that the two states share, after a summer in which the\n"
        "dams stayed closed.\n\n"
        "A Long Dispute\n\n"
        "Farmers downstream have lost a harvest, and the commission that both\n"
        "states founded after the war has not met for six years.\n"
    )
    blocks = find_blocks(text)
    assert [block.kind for block in blocks] == ["title", "paragraph", "heading", "paragraph"]
    assert blocks[1].span.words(text).endswith("stayed closed.")
    assert blocks[1].span.words(text).count("\n") == 2


def test_wrapped_paragraphs_with_indents_and_no_blank_lines() -> None:
    text = (
        "  The presidents of Norland and Sudland agreed on Monday to open talks\n"
        "about the shared river, which both of them use for the watering of their\n"
        "fields.\n"
        "  A spokeswoman for the Norland government said that the two sides would\n"
        "meet in the capital next week.\n"
        "  Sudland has kept its dams closed.\n"
    )
    assert [block.kind for block in find_blocks(text)] == ["paragraph"] * 3


def test_given_title_is_found_even_as_a_sentence() -> None:
    text = f"Norland talks.\n\n{P1}"
    assert [block.kind for block in find_blocks(text, title="Norland  talks.")] == ["title", "paragraph"]


@pytest.mark.parametrize("mark", ["\ufeff", "\u00a0", "\u200b", "\t", "  "])
def test_invisible_edges(mark: str) -> None:
    text = f"{mark}{TITLE}{mark}\n{mark}\n{mark}{P1}{mark}"
    assert [block.span.words(text) for block in find_blocks(text)] == [TITLE, P1]


def test_offsets_count_code_points() -> None:
    title = "Norland \U0001f1f3\U0001f1f4 and Sudland talk\u00adtalk \u00a0about river"
    text = f"{title}\r\n\r\n{P1}\r\n"
    assert [block.span.words(text) for block in find_blocks(text)] == [title, P1]


_PIECES = st.one_of(
    st.sampled_from([
        P1,
        P2,
        TITLE,
        RULE,
        OTHER,
        "Related",
        "By Anna Berg",
        "March 5, 2025",
        "",
        "* * *",
        "Photo: x/AFP",
    ]),
    st.text(max_size=60),
)


@given(st.lists(st.tuples(_PIECES, st.sampled_from(list(JOINS.values()))), max_size=12))
def test_blocks_hold_all_that_can_be_seen(pieces: list[tuple[str, str]]) -> None:
    text = "".join(words + join for words, join in pieces)
    blocks = find_blocks(text)
    end = 0
    covered: set[int] = set()
    for block in blocks:
        assert end <= block.start < block.end <= len(text)
        end = block.end
        covered.update(range(block.start, block.end))
    assert all(c.isspace() or not c.isalnum() for i, c in enumerate(text) if i not in covered)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("MORE : Ferry to Westport sails again", "teaser"),
        ("Got a story? Get in touch with our news team at desk@example.org.", "teaser"),
        ("Were you on the bridge? Get in touch at desk@example.org", "teaser"),
        ("For more stories like this, check our news page.", "teaser"),
        ("Check out more of the Post's latest river stories by signing up to our free weekly letter", "teaser"),
        ("Please logout and then login again, you will then be asked for a name.", "teaser"),
        ("You must confirm your public display name before commenting", "teaser"),
        ("Our website is the place for the latest breaking news; please bookmark it.", "teaser"),
        ("The Post may earn an affiliate commission from purchases made through links on this page.", "teaser"),
        ("With files from The Northern Wire and Ada Marsh", "teaser"),
        ("—Northern Wire writer John Roe in Havn contributed to this report.", "teaser"),
        ("Marsh reported from Havn and Roe from Westport.", "teaser"),
        ("First published in The River Review.", "teaser"),
        ("This is a breaking news story - more to follow", "teaser"),
        ("— Ada Marsh (@adamarsh) March 4, 2025", "teaser"),
        # an article's own sentences that begin or end like these
        ("For more than a year the two states have sent no news of the talks.", "paragraph"),
        ("With reports from the front growing worse, Norland asked for talks.", "paragraph"),
        ("Norland got in touch with Sudland by telephone on Monday.", "paragraph"),
        ("Sudland leads in a Reuters/Ipsos poll of its neighbours, published on Monday.", "paragraph"),
        ("The minister reported from Havn that the dams were open.", "paragraph"),
        ("More troops contributed to this war than to any other, the general said.", "paragraph"),
    ],
)  # fmt: skip
def test_what_hangs_around_an_article(line: str, kind: str) -> None:
    page = f"{P1}\n\n{P2}\n\n{line}\n\n{P3}\n"
    kinds = {block.kind for block in find_blocks(page) if block.span.words(page) == line}
    assert kinds == {kind}


@pytest.mark.parametrize(
    ("label", "own", "credit"),
    [
        ("Photo:", "The dam at Highbridge. Tom Hill/AFP", ""),
        ("", "The dam at Highbridge, seen last year", "[Tom Hill/Reuters]"),
        ("FILE -", "Envoys of Norland meet in Havn.", "(AP Photo/Ada Marsh, File)"),
        ("[1/5]", "Envoys in Havn, March 4, 2025.", "REUTERS/Ada Marsh Purchase Licensing Rights, opens new tab"),
        ("FILE PHOTO:", "Envoys of Norland (left) meet in Havn.", ""),
    ],
)
def test_label_and_credit_of_a_caption_are_not_read(label: str, own: str, credit: str) -> None:
    page = f"{TITLE}\n\n{P1}\n\n{' '.join(part for part in (label, own, credit) if part)}\n\n{P2}\n"
    found = [(block.kind, block.span.words(page)) for block in find_blocks(page)]
    parts = [("teaser", label), ("caption", own), ("teaser", credit)]
    assert found == [("title", TITLE), ("paragraph", P1), *(part for part in parts if part[1]), ("paragraph", P2)]
