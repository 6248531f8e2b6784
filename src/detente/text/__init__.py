"""Raw text → Article: blocks, sentences, quotations, dates, language."""

from detente.text.article import make_article
from detente.text.blocks import find_blocks
from detente.text.datelines import asker_prefix
from detente.text.dates import DateMention, find_dates, find_dates_both_ways
from detente.text.language import detect_language
from detente.text.quotes import Quotation, find_quotations
from detente.text.sentences import split_sentences

__all__ = [
    "DateMention",
    "Quotation",
    "asker_prefix",
    "detect_language",
    "find_blocks",
    "find_dates",
    "find_dates_both_ways",
    "find_quotations",
    "make_article",
    "split_sentences",
]
