"""Which words carry which PLOVER event, and what their codes mean: tables, and the lexicon built from them."""

from detente.knowledge.plover.lexicon import EventLexicon, build_event_lexicon, load_event_lexicon
from detente.knowledge.plover.model import CameoCode, Cue, Frame, Pattern, PatternCondition

__all__ = [
    "CameoCode",
    "Cue",
    "EventLexicon",
    "Frame",
    "Pattern",
    "PatternCondition",
    "build_event_lexicon",
    "load_event_lexicon",
]
