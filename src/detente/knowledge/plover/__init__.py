"""Which words carry which PLOVER event, and what their codes mean: tables, and the lexicon built from them."""

from detente.knowledge.plover.lexicon import EventLexicon, load_event_lexicon
from detente.knowledge.plover.model import CameoCode, Condition, Cue, Frame, Pattern

__all__ = ["CameoCode", "Condition", "Cue", "EventLexicon", "Frame", "Pattern", "load_event_lexicon"]
