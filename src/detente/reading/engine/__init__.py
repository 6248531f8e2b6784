"""The same pipeline, run well: spaCy's weights and transition systems, its arithmetic as numpy matrix products.

What spaCy computes sentence by sentence in small products of a generic library is computed here for a whole article at
once, by the library that numpy brings. The results are the same, and a test compares them. A pipeline that is built in
another way than the one we ship with is run by spaCy itself.
"""

from detente.reading.engine.run import Engine, UnknownPipelineError

__all__ = ["Engine", "UnknownPipelineError"]
