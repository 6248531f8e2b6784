"""The learned part of statement extraction: source, cue and content of every attribution.

`load_tagger` loads the model that ships with Détente; `AttributionTagger.tag` finds attributions in a text, and
`tag_document` in a document that is being read. model/CARD.md tells what the model was trained on, how well it
does and where it fails.
"""

from detente.reading.attribution.attributions import Attribution, nest
from detente.reading.attribution.documents import encode_document, syntax_of, tag_document
from detente.reading.attribution.tagger import AttributionTagger, load_tagger
from detente.reading.attribution.windows import Encoded, Syntax

__all__ = [
    "Attribution",
    "AttributionTagger",
    "Encoded",
    "Syntax",
    "encode_document",
    "load_tagger",
    "nest",
    "syntax_of",
    "tag_document",
]
