"""Two full records, written by hand: a calm agency report and a hostile one. Both articles are our own words.

`STRAIT` uses every kind of claim, nested quotation, an emoji and CRLF line ends. `HOSTILE` carries markup, scripts,
terminal escapes and bidirectional overrides in the text and in every free field of the record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.records import (
    Actor,
    Article,
    Block,
    Commitment,
    Condition,
    DateRange,
    Event,
    Gap,
    Interpretation,
    Mention,
    Place,
    Position,
    Question,
    Record,
    Run,
    Span,
    Statement,
)
from detente.records.article import article_id
from tests.made_text import where

if TYPE_CHECKING:
    from detente.records import BlockKind, MentionForm

_STRAIT = """\
Karsk offers talks on the Sund strait, on terms

By Irena Dolin, Meridian News Agency

OSTRAVIK, 6 March (Meridian) — Karsk President Pavel Orlin declared readiness on Thursday to reopen talks with the \
Littoral Union on shipping through the Sund strait, but said any return to “normal, neighbourly traffic” must be \
grounded in respect for his country’s waters.

“The river gate stays open,” the Karsk leader told reporters in Ostravik. “We will lift the inspections if, \
and only if, the Union ends its embargo on our grain. As my grandmother used to say, ‘an open door is no broken \
lock’ 🕊️.”

Union leaders meeting in Halmstadt kept the embargo in force, and the bloc’s foreign policy chief, Maren Holt, \
accused Ostravik of “using trawlers as bargaining chips”. She denied that the Union had ordered its frigates to \
leave the strait.

Two voices for a change of course

Velland’s Prime Minister, Tomas Reyn, advocated a review of the embargo before 1 May, breaking with the Union’s \
line. “Nobody eats a principle,” he wrote in a post on Chirp.

According to two diplomats, Holt had told ministers that Reyn “may be the only one who believes him”.

Critics read the offer not as a genuine opening, but as a manoeuvre to divide the Union. Karsk shelled the port of \
Brann in 2019, when a similar offer collapsed.

Maren Holt arrives at the castle in Halmstadt on Thursday. Photo: Meridian

Whether the offer leads to a lasting settlement or merely shows how deep the Union is split remains to be seen.

________________________________________

Also today: Grain prices in Port Amity climb to a record
"""


class Finder:
    """Finds quotes in a text, so that a record can be written by its words."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, quote: str, nth: int = 1) -> Span:
        """Return the span of the nth occurrence of `quote`."""
        return where(self.text, quote, nth - 1)

    def within(self, context: str, quote: str) -> Span:
        """Return the span of `quote` in the first occurrence of `context`."""
        start = self(context).start + context.index(quote)
        return Span(start, start + len(quote))

    def mention(self, quote: str, nth: int = 1, *, form: MentionForm = "name") -> Mention:
        """Return a mention by its words."""
        return Mention(*self(quote, nth), form)

    def block(self, kind: BlockKind, first: str, last: str | None = None) -> Block:
        """Return the block from the words `first` to the end of the words `last`, or of `first` alone."""
        start = self(first).start
        return Block(kind, start, self(last).end if last else self(first).end)


_THURSDAY = ("2025-03-06", "2025-03-06", "day")


def make_strait() -> Record:
    """Return the record of an agency report with every kind of claim in it."""
    text = _STRAIT.replace("\n", "\r\n")
    find = Finder(text)
    article = Article(
        id=article_id(text),
        title="Karsk offers talks on the Sund strait, on terms",
        published="2025-03-06",
        url="https://news.example/strait",
        source="Meridian News Agency",
        language="en",
        text=text,
        blocks=_strait_blocks(find),
    )
    return Record(
        format="detente-record/1",
        article=article,
        actors=_strait_actors(find),
        statements=_strait_statements(find),
        events=_strait_events(find),
        conditions=_strait_conditions(find),
        interpretations=(
            Interpretation(
                key="i1",
                holder="a8",
                of=find("the offer"),
                affirmed=(find("a manoeuvre to divide the Union"),),
                denied=(find("a genuine opening"),),
                said_in="s8",
            ),
        ),
        questions=(
            Question(
                key="q1",
                span=find("Whether the offer leads", 1)._replace(end=find("remains to be seen").end),
                alternatives=(
                    find("leads to a lasting settlement"),
                    find("merely shows how deep the Union is split"),
                ),
                events=("e1",),
                actors=("a1", "a3"),
            ),
        ),
        positions=(
            Position("p1", "a6", "a3", "embargo on Karsk grain", "against", dissent=True, evidence=("s5", "e6")),
            Position("p2", "a4", "a2", "talks with Karsk", "mixed", dissent=False, evidence=("s4",)),
        ),
        commitments=(
            Commitment("m1", "e2", "a2", "a3", None, ("c1",)),
            Commitment(
                "m2",
                "e6",
                "a6",
                None,
                DateRange("2025-04-30", "2025-04-30", "day", find("before 1 May")),
                (),
            ),
        ),
        gaps=(
            Gap(find("ministers"), "actors", "unresolved_description", "No cabinet is named nearby."),
            Gap(find("Brann"), "actors", "unresolved_place", None),
        ),
        run=Run("0.1.0", {"en_core_web_sm": "0" * 64}, "1" * 64),
    )


def _strait_blocks(find: Finder) -> tuple[Block, ...]:
    return (
        find.block("title", "Karsk offers talks on the Sund strait, on terms"),
        find.block("byline", "By Irena Dolin, Meridian News Agency"),
        find.block("dateline", "OSTRAVIK, 6 March (Meridian) —"),
        find.block("paragraph", "Karsk President", "country’s waters."),
        find.block("paragraph", "“The river gate", "🕊️.”"),
        find.block("paragraph", "Union leaders", "leave the strait."),
        find.block("heading", "Two voices for a change of course"),
        find.block("paragraph", "Velland’s", "on Chirp."),
        find.block("paragraph", "According to", "believes him”."),
        find.block("paragraph", "Critics read", "offer collapsed."),
        find.block("caption", "Maren Holt arrives", "Photo: Meridian"),
        find.block("paragraph", "Whether the offer", "remains to be seen."),
        find.block("rule", "_" * 40),
        find.block("teaser", "Also today: Grain prices in Port Amity climb to a record"),
    )


def _strait_actors(find: Finder) -> tuple[Actor, ...]:
    named = find.mention
    return (
        Actor(
            "a1", "x:pavel-orlin", "Pavel Orlin", "person", "XKR", "GOV", "President of Karsk",
            (
                named("Karsk President Pavel Orlin"), named("his", form="pronoun"),
                named("the Karsk leader", form="description"),
            ),
        ),
        Actor(
            "a2", "x:karsk", "Karsk", "state", "XKR", None, None,
            (named("Karsk"), named("Ostravik", 2, form="metonym"), named("Karsk shelled")),
        ),
        Actor(
            "a3", "x:littoral-union", "Littoral Union", "organization", "IGO", "IGO", None,
            (
                named("Littoral Union"), named("the Union", form="description"),
                named("the bloc", form="description"), named("the Union", 2, form="description"),
            ),
        ),
        Actor(
            "a4", "x:maren-holt", "Maren Holt", "person", "IGO", "IGO", "Foreign policy chief of the Littoral Union",
            (named("Maren Holt"), named("She", form="pronoun"), named("Holt", 2), named("Maren Holt", 2)),
        ),
        Actor("a5", None, "Union leaders", "group", "IGO", "GOV", None, (named("Union leaders"),)),
        Actor(
            "a6", "x:tomas-reyn", "Tomas Reyn", "person", "XVE", "GOV", "Prime Minister of Velland",
            (
                named("Velland’s Prime Minister, Tomas Reyn"), Mention(*find.within("he wrote", "he"), "pronoun"),
                named("Reyn", 2),
            ),
        ),
        Actor("a7", None, "two diplomats", "group", None, None, None, (named("two diplomats", form="description"),)),
        Actor("a8", None, "Critics", "group", None, None, None, (named("Critics", form="description"),)),
    )  # fmt: skip


def _strait_statements(find: Finder) -> tuple[Statement, ...]:
    thursday = DateRange(*_THURSDAY, find("on Thursday"))  # type: ignore[arg-type]  # the tuple's last is a Precision
    ostravik = Place("Ostravik", "XKR", None, 58.21, 12.5, find("in Ostravik"))
    lift = find("“We will lift")._replace(end=find("🕊️.”").end)
    return (
        Statement(
            "s1", ("a1",), ("a2",), (find("Karsk President Pavel Orlin"),), (find("said"),),
            (find("any return")._replace(end=find("country’s waters").end),), "mixed", None, thursday, None, None,
            0.91,
        ),
        Statement(
            "s2", ("a1",), (), (find("the Karsk leader"),), (find("told"),),
            (find("“The river gate stays open,”"), lift), "direct", None, None, ostravik, None, 0.97,
        ),
        Statement(
            "s3", (), (), (find("my grandmother"),), (find("used to say"),),
            (find("‘an open door is no broken lock’"),), "direct", "s2", None, None, None, None,
        ),
        Statement(
            "s4", ("a4",), ("a3",), (find("Maren Holt"),), (find("accused"),),
            (find("Ostravik of “using trawlers as bargaining chips”"),), "mixed", None, None, None, None, None,
        ),
        Statement(
            "s5", ("a6",), (), (find.within("he wrote", "he"),), (find("wrote"),),
            (find("“Nobody eats a principle,”"),), "direct", None, None, None, find("a post on Chirp"), None,
        ),
        Statement(
            "s6", ("a7",), (), (find("two diplomats"),), (find("According to"),),
            (find("Holt had told")._replace(end=find("believes him”").end),), "mixed", None, None, None, None, None,
        ),
        Statement(
            "s7", ("a4",), (), (find("Holt", 2),), (find("had told ministers"),),
            (find("that Reyn")._replace(end=find("believes him”").end),), "mixed", "s6", None, None, None, None,
        ),
        Statement(
            "s8", ("a8",), (), (find("Critics"),), (find.within("Critics read", "read"),),
            (find("the offer not as a genuine opening, but as a manoeuvre to divide the Union"),), "indirect",
            None, None, None, None, None,
        ),
    )  # fmt: skip


def _strait_events(find: Finder) -> tuple[Event, ...]:
    thursday = DateRange(*_THURSDAY, find("on Thursday"))  # type: ignore[arg-type]  # the tuple's last is a Precision
    halmstadt = Place("Halmstadt", "XHA", None, None, None, find("in Halmstadt"))
    brann = Place("Brann", None, None, None, None, find("Brann"))

    def event(key: str, kind: str, cameo: str | None, sides: tuple[tuple[str, ...], tuple[str, ...]], trigger: Span,
              **more: object) -> Event:  # fmt: skip
        plain: dict[str, object] = {
            "mode": None, "status": "actual", "status_cue": None, "background": False, "said_in": None, "date": None,
            "place": None, "contexts": (), "intensity": None, "mentions": (), "confidence": None,
        }  # fmt: skip
        return Event(
            key=key, type=kind, cameo=cameo, sources=sides[0], targets=sides[1], trigger=trigger, **(plain | more),  # type: ignore[arg-type]
        )  # fmt: skip

    return (
        event(
            "e1", "AGREE", "036", (("a1",), ("a3",)), find("declared readiness"), date=thursday,
            contexts=("maritime", "trade"), intensity=4.0, mentions=(find("the offer"),), confidence=0.88,
        ),
        event(
            "e2", "RETREAT", "085", (("a2",), ("a3",)), find("lift the inspections"), status="conditional",
            status_cue=find("if, and only if"), said_in="s2",
        ),
        event(
            "e3", "SANCTION", "163", (("a3",), ("a2",)), find("kept the embargo in force"), place=halmstadt,
            contexts=("trade",), intensity=-8.0, mentions=(find("embargo"),),
        ),
        event("e4", "ACCUSE", "112", (("a4",), ("a2",)), find("accused")),
        event(
            "e5", "MOBILIZE", "155", (("a3",), ()), find("ordered"), status="denied", status_cue=find("denied"),
        ),
        event("e6", "REQUEST", "1014", (("a6",), ("a3",)), find("advocated"), status="proposed"),
        event(
            "e7", "ASSAULT", "194", (("a2",), ()), find("shelled"), mode="bombard", background=True, place=brann,
            date=DateRange("2019-01-01", "2019-12-31", "year", find("in 2019")), contexts=("military",),
        ),
        event("e8", "CONSULT", "042", (("a5", "a4"), ()), find("meeting"), place=halmstadt),
    )  # fmt: skip


def _strait_conditions(find: Finder) -> tuple[Condition, ...]:
    return (
        Condition(
            "c1", find("if, and only if, the Union ends its embargo on our grain"), find("if, and only if"),
            find("We will lift the inspections"), "offer", "a1", "a3", "s2", ("e2",), None,
        ),
        Condition(
            "c2", find("must be grounded in respect for his country’s waters"), find("must be grounded in"),
            find("any return to “normal, neighbourly traffic”"), "requirement", "a1", None, "s1", (), None,
        ),
    )  # fmt: skip


ATTACK = "</script><img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
ESCAPES = "\x1b[31mred\x1b]0;owned\x07\x9b1m"
OVERRIDE = "\u202eesrever\u2066"


def make_hostile() -> Record:
    """Return a record that attacks whoever shows it: markup, scripts, terminal escapes, bidirectional overrides."""
    text = (
        f"Talks {ATTACK} resume\n\n"
        f"<b>Envoy</b> {ESCAPES} said {OVERRIDE} that https://evil.example/?x=\"'&amp; is {{{{ 7*7 }}}} 👩‍👩‍👧 open. "
        f"<!-- never closed\n\n--> <style>*{{display:none}}</style> javascript:alert(1)"
    )
    find = Finder(text)
    said = find("that https://evil.example")._replace(end=find("open.").end)
    return Record(
        format="detente-record/1",
        article=Article(
            id=article_id(text), title=f"Talks {ATTACK}", published="2025-02-30",
            url="javascript:document.title='owned'", source=f"{ATTACK}{ESCAPES}", language="en", text=text,
            blocks=(Block("title", 0, text.index("\n")),),
        ),
        actors=(
            Actor(
                f'a1" onclick="{ATTACK}', None, f"Envoy {ATTACK}{OVERRIDE}", "person", ATTACK, "GOV", ESCAPES,
                (find.mention("<b>Envoy</b>"),),
            ),
        ),
        statements=(
            Statement(
                "s1", (f'a1" onclick="{ATTACK}',), (), (find("<b>Envoy</b>"),), (find("said"),), (said,), "indirect",
                "s2", DateRange(ATTACK, ESCAPES, "day", None), None, None, None,
            ),
            # Two statements, each inside the other: no reader makes this, but a record may say it.
            Statement("s2", (), (), (), (find("resume"),), (said,), "indirect", "s1", None, None, None, None),
        ),
        events=(
            Event(
                "s1", "AGREE", ATTACK, ATTACK, (f'a1" onclick="{ATTACK}',), (), find("resume"), "actual", None, False,
                None, None, Place(ATTACK, ESCAPES, None, None, None, find("open")), (ATTACK,), None, (), None,
            ),
        ),
        conditions=(),
        interpretations=(),
        questions=(),
        positions=(Position("p1", f'a1" onclick="{ATTACK}', None, f"{ATTACK}{ESCAPES}", "for", False, ("s1",)),),
        commitments=(),
        gaps=(Gap(find("javascript:alert(1)"), "text", "unknown_name", f"{ATTACK}{ESCAPES}"),),
        run=Run(ATTACK, {ATTACK: ESCAPES}, "1"),
    )  # fmt: skip
